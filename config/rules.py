"""The numbers of the product's rules, one dictionary per room.

A setting and not a constant, so that a test can sit on each limit and an operator of the code can
choose otherwise. `config.settings` takes them all.
"""

# Public place of an ambassador: a cell of this width (metres) holding this many copropriétés.
AMBASSADOR_GRID_M = 500
AMBASSADOR_GRID_MIN = 3
# Mandate of an ambassador: how long, what is announced, how long the proof is kept once decided.
MANDATE_MONTHS = 24
MANDATE_RENEWAL_NOTICE_DAYS = 30
MANDATE_DECISION_DAYS = 15
MANDATE_PROOF_DAYS = 30
MANDATE_UNDO_DAYS = 7
MANDATE_PAUSES = [30, 60, 90]
# A median of fewer copropriétés would tell the figures of one.
RETOUR_MEDIAN_MIN = 3
RETOUR_PHOTOS_MAX = 8

# Inviting the others of a building: how long the link holds, how many may wait at a time.
INVITATION_DAYS = 14
INVITATIONS_OPEN_MAX = 10

# Requests, their clocks and visits. "neighbours": messages shown to
# moderation before and after a reported one.
MISES_EN_RELATION = {
    "same_recipient_days": 30,
    "demandes_a_week": 5,
    "messages_an_hour": 30,
    "neighbours": 3,
    "reminder_days": 3,
    "second_reminder_days": 7,
    "agency_alert_days": 10,
    "reoffer_days": 14,
    "pause_after_unanswered": 2,
    "pause_days": 30,
    "answer_working_days": 5,
    "collectivite_alert_days": 14,
    "national_alert_days": 30,
    "survey_days": 2,
    "late_survey_days": 90,
    "visit_reminder_hours": 48,
    "visit_place_hours": 24,
    "visit_cancel_hours": 24,
    "visit_erase_days": 7,
    "visit_ahead_days": 183,
    "absences": 2,
    "absence_days": 183,
}

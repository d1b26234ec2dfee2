"""The numbers of the product's rules, one dictionary per room.

A setting and not a constant, so that a test can sit on each limit and an operator of the code can
choose otherwise. `config.settings` takes them all.
"""

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

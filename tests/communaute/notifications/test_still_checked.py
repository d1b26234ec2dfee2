"""Each kind of these rooms that is mailed says what makes it untrue, or is one that stays true."""

from communaute.notifications.catalogue import kinds

ROOMS = {
    "assemblees",
    "coproprietes",
    "donnees",
    "events",
    "invitations",
    "mentions",
    "moderation",
    "prescreening",
    "questions",
    "reseau_subscriptions",
    "routing",
    "second_reading",
    "sso",
    "subscriptions",
    "workflow",
}
# What was done stays done, whatever comes next: the mail is its receipt.
STAYS_TRUE = {
    "donnees.closing_begun",
    "donnees.closing_taken_back",
    "donnees.export_ready",
    "invitations.removed",
    "moderation.appeal_received",
    "moderation.notice_received",
    "sso.code",
    "sso.linked",
    "sso.unlinked",
    # Taken back by its key when the invitation goes.
    "coproprietes.invitation",
}
MAILED = [kind for kind in kinds() if kind.key.partition(".")[0] in ROOMS and kind.is_mailed]


def test_a_kind_says_what_makes_it_untrue():
    checked = {kind.key for kind in MAILED if any((kind.still_true, kind.visible_to, kind.current))}
    assert checked == {kind.key for kind in MAILED} - STAYS_TRUE


def test_a_mail_of_work_asks_who_still_works_there():
    # The contact address has no place to leave.
    at_work = [kind for kind in MAILED if kind.at_work and kind.on_site]
    assert [kind.key for kind in at_work if kind.visible_to is None] == []


def test_the_lists_name_kinds_that_exist():
    assert {kind.key for kind in MAILED} >= STAYS_TRUE

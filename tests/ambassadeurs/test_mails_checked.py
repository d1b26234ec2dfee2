"""Each kind of mail of requests, desks and visits is asked, as it leaves, if it is still so."""

import pytest

from ambassadeurs.demandes.mails import still_true
from ambassadeurs.demandes.mails.kinds import KINDS as OF_REQUESTS
from ambassadeurs.guichets.mails import KINDS as OF_DESKS
from ambassadeurs.visites.mails import KINDS as OF_VISITS

KINDS = [kind for kind in (*OF_REQUESTS, *OF_DESKS, *OF_VISITS) if kind.is_mailed]
# They say what was done, which nothing undoes.
STAYS_TRUE = {
    "national.help_code",  # A code that was asked for.
    "guichets.word_of_agency",  # What a person wrote to another.
}
WHOSE = (still_true.reads, still_true.works_there)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_what_makes_it_false_is_checked(kind):
    is_about_the_thing = kind.visible_to is not None and kind.visible_to not in WHOSE
    is_checked = bool(kind.still_true or kind.fill or (is_about_the_thing and kind.on_site))
    assert is_checked != (kind.key in STAYS_TRUE)


@pytest.mark.parametrize("kind", [one for one in KINDS if one.at_work], ids=lambda kind: kind.key)
def test_who_left_an_organisation_gets_no_more_of_its_mails(kind):
    assert kind.visible_to is not None


def test_the_list_of_what_stays_true_holds_nothing_else():
    assert {kind.key for kind in KINDS} >= STAYS_TRUE

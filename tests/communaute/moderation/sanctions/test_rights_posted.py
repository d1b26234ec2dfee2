"""The rights matrix by the pages: what each role gets when it posts each act, cell by cell.

Who has no desk is refused before what they ask is read: one cell of theirs by decision or measure.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communaute.moderation.enums import DecisionKind, SanctionKind, Say
from communaute.moderation.models import Proposal
from tests.communaute.moderation.factories import FACTS, CaseFactory
from tests.communaute.moderation.test_rights import (
    OUTSIDERS,
    PERSON,
    TEXT,
    WORDS,
    person_of,
    written,
)

pytestmark = pytest.mark.django_db
GROUND = {"version": 1, "rule": "3.2", "facts": FACTS}
# What else the form of some decisions asks.
MORE = {
    DecisionKind.ASK_EDIT: {"detail": "Retirez le prix."},
    DecisionKind.LABEL: {"detail": "Prix de 2019"},
}


def posted(client, role, name, data):
    case = CaseFactory()
    client.force_login(person_of(role))
    return client.post(reverse(name, args=[case.pk]), data)


def check(response, say, what):
    decisions, statements, _ = written()
    proposals = Proposal.objects.count()
    if say == Say.ALONE:
        assert (response.status_code, decisions, proposals) == (302, 1, 0), what
    elif say == Say.PROPOSE:
        assert (response.status_code, decisions, statements, proposals) == (302, 0, 0, 1), what
    else:
        assert response.status_code in {403, 404, 422}, what
        assert (decisions, statements, proposals) == (0, 0, 0), what


@pytest.mark.parametrize(
    ("role", "kind", "say"),
    [cell for cell in TEXT if cell[0] not in OUTSIDERS or cell[1] == DecisionKind.HIDE],
)
def test_a_decision_on_a_text_is_posted(client, role, kind, say):
    data = GROUND | {"kind": kind.value} | MORE.get(kind, {})
    check(posted(client, role, "moderation:decide", data), say, (role, kind))


@pytest.mark.parametrize(
    ("role", "sanction", "hours", "say"),
    [cell for cell in PERSON if cell[0] not in OUTSIDERS or cell[1] == SanctionKind.SUSPENSION],
)
def test_a_measure_is_posted(client, role, sanction, hours, say):
    # One day begun is one day: the page asks for a date.
    days = None if hours is None or sanction in WORDS else -(-hours // 24)
    until = "" if days is None else (timezone.localdate() + timedelta(days=days)).isoformat()
    data = GROUND | {"sanction": sanction.value, "until": until}
    check(posted(client, role, "sanctions:take", data), say, (role, sanction, hours))


@pytest.mark.parametrize("name", ["moderation:decide", "sanctions:take"])
def test_who_is_signed_out_signs_in_first(client, name):
    response = client.post(reverse(name, args=[CaseFactory().pk]), GROUND)
    assert response.status_code == 302
    assert response.url.startswith("/comptes/connexion/")
    assert written() == (0, 0, 0)

"""The rights matrix by the pages: what each role gets when it posts each act.

An agent posts them all; the others, where the answer changes. Who has no desk is refused before
what they ask is read: one cell of theirs, for those whom the matrices of the rooms do not name.
"""

from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from communaute.moderation.enums import DecisionKind, SanctionKind, Say
from communaute.moderation.models import Decision, Proposal
from tests.communaute.moderation.factories import FACTS, CaseFactory
from tests.communaute.moderation.test_rights import (
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
EDGES = {
    *product(
        ("agence_responsable", "equipe"),
        (
            *(DecisionKind.HIDE, DecisionKind.REMOVE),
            *(SanctionKind.WARNING, SanctionKind.SUSPENSION, SanctionKind.CLOSING),
        ),
    ),
    *product(
        ("syndic", "auditeur", "signaleur", "responsable_ailleurs"),
        (DecisionKind.HIDE, SanctionKind.SUSPENSION),
    ),
}


def posted(client, role, name, data):
    case = CaseFactory()
    client.force_login(person_of(role))
    return client.post(reverse(name, args=[case.pk]), data)


def check(response, say, made):
    decisions = list(Decision.objects.values_list("kind", "sanction"))
    proposals = Proposal.objects.count()
    if say == Say.ALONE:
        assert (response.status_code, decisions, proposals) == (302, [made], 0)
    elif say == Say.PROPOSE:
        assert (response.status_code, written(), proposals) == (302, (0, 0, 0), 1)
    else:
        assert response.status_code in {403, 404, 422}
        assert (written(), proposals) == ((0, 0, 0), 0)


@pytest.mark.parametrize(
    ("role", "kind", "say"),
    [cell for cell in TEXT if cell[0] == "agence" or cell[:2] in EDGES],
)
def test_a_decision_on_a_text_is_posted(client, role, kind, say):
    data = GROUND | {"kind": kind.value} | MORE.get(kind, {})
    check(posted(client, role, "moderation:decide", data), say, (kind, ""))


@pytest.mark.parametrize(
    ("role", "sanction", "hours", "say"),
    [cell for cell in PERSON if cell[0] == "agence" or cell[:2] in EDGES],
)
def test_a_measure_is_posted(client, role, sanction, hours, say):
    # One day begun is one day: the page asks for a date.
    days = None if hours is None or sanction in WORDS else -(-hours // 24)
    until = "" if days is None else (timezone.localdate() + timedelta(days=days)).isoformat()
    data = GROUND | {"sanction": sanction.value, "until": until}
    check(posted(client, role, "sanctions:take", data), say, (DecisionKind.SANCTION, sanction))

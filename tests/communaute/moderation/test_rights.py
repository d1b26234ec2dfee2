"""The rights matrix: who decides, who proposes, who is refused, cell by cell, by the services."""

import pytest

from communaute.comptes.enums import MembershipRole, OrganisationKind
from communaute.moderation.decision_rules import Reasons, say_on_person, say_on_text
from communaute.moderation.enums import DecisionKind, Ground, SanctionKind, Say
from communaute.moderation.errors import ModerationError, ModerationNotAllowed, SecondPersonError
from communaute.moderation.models import Decision, Sanction, StatementOfReasons
from communaute.moderation.sanctions.services import (
    confirm_proposal,
    decline_proposal,
    propose_decision,
    propose_measure,
    sanction_person,
)
from communaute.moderation.services import decide_case
from tests.communaute.comptes.factories import ISERE, MembershipFactory, UserFactory
from tests.communaute.moderation.factories import FACTS, RULE, CaseFactory

pytestmark = pytest.mark.django_db
ALONE, PROPOSE, NO = Say.ALONE, Say.PROPOSE, Say.NO
REASONS = Reasons(facts=FACTS, ground=Ground.CGU, rule=RULE)
DAY = 24


def person_of(role):
    if role == "agence_responsable":
        return MembershipFactory(
            role=MembershipRole.RESPONSABLE,
            organisation__kind=OrganisationKind.AGENCE,
            organisation__covers=[ISERE],
        ).user
    if role == "responsable_ailleurs":
        return MembershipFactory(
            role=MembershipRole.RESPONSABLE,
            organisation__kind=OrganisationKind.AGENCE,
            organisation__covers=["44"],
        ).user
    return UserFactory() if role == "membre" else UserFactory(**{role: True})


OUTSIDERS = (
    *("membre", "exploitant", "collectivite", "syndic", "auditeur", "signaleur", "editeur"),
    *("agence_ailleurs", "responsable_ailleurs"),
)
LIGHT = (
    *(DecisionKind.KEEP, DecisionKind.ASK_EDIT, DecisionKind.HIDE, DecisionKind.LOCK),
    *(DecisionKind.LIMIT, DecisionKind.LABEL),
)
# Role, decision on the text, what one's word is worth.
TEXT = [
    *[("agence", kind, ALONE) for kind in LIGHT],
    *[("agence_responsable", kind, ALONE) for kind in LIGHT],
    *[("equipe", kind, ALONE) for kind in LIGHT],
    ("agence", DecisionKind.REMOVE, PROPOSE),
    ("agence_responsable", DecisionKind.REMOVE, ALONE),
    ("equipe", DecisionKind.REMOVE, ALONE),
    *[(role, kind, NO) for role in OUTSIDERS for kind in (*LIGHT, DecisionKind.REMOVE)],
]
WORDS = (SanctionKind.NOTICE, SanctionKind.WARNING)
HOLDING = (
    *(SanctionKind.PRE_MODERATION, SanctionKind.READ_ONLY),
    *(SanctionKind.MESSAGES, SanctionKind.SUSPENSION),
)
# Role, measure, hours, what one's word is worth.
PERSON = [
    *[
        (role, kind, 180 * DAY, ALONE)
        for role in ("agence", "agence_responsable", "equipe")
        for kind in WORDS
    ],
    *[("agence", kind, 7 * DAY, PROPOSE) for kind in HOLDING],
    *[("agence_responsable", kind, 7 * DAY, ALONE) for kind in HOLDING],
    *[("equipe", kind, 7 * DAY, ALONE) for kind in HOLDING],
    *[("agence", kind, 7 * DAY + 1, NO) for kind in HOLDING],
    *[("agence_responsable", kind, 7 * DAY + 1, PROPOSE) for kind in HOLDING],
    *[("equipe", kind, 7 * DAY + 1, PROPOSE) for kind in HOLDING],
    ("agence", SanctionKind.CLOSING, None, NO),
    ("agence_responsable", SanctionKind.CLOSING, None, PROPOSE),
    ("equipe", SanctionKind.CLOSING, None, PROPOSE),
    *[(role, kind, DAY, NO) for role in OUTSIDERS for kind in (*WORDS, *HOLDING)],
    *[(role, SanctionKind.CLOSING, None, NO) for role in OUTSIDERS],
]


def written():
    return Decision.objects.count(), StatementOfReasons.objects.count(), Sanction.objects.count()


REFUSAL = {PROPOSE: SecondPersonError, NO: ModerationNotAllowed}


def refusals(act, cells, **asked):
    """What refuses each of these cells."""
    found = []
    for cell in cells:
        try:
            act(**asked, **cell)
        except ModerationError as error:
            found.append(type(error))
        else:
            found.append(None)
    return found


@pytest.mark.parametrize("role", ["agence", "agence_responsable", "equipe", *OUTSIDERS])
def test_what_the_word_of_each_is_worth_and_what_is_more_is_refused(role):
    """What each may do alone, or propose, is done by the pages: see `test_rights_posted`."""
    actor, case = person_of(role), CaseFactory()
    text = {kind: say for who, kind, say in TEXT if who == role}
    person = {(kind, hours): say for who, kind, hours, say in PERSON if who == role}
    assert {kind: say_on_text(actor, case, kind) for kind in text} == text
    assert {cell: say_on_person(actor, case, *cell) for cell in person} == person
    asked = {"actor": actor, "case": case, "version": 1, "reasons": REASONS}
    on_text = [({"kind": kind}, say) for kind, say in text.items()]
    on_person = [({"sanction": one[0], "hours": one[1]}, say) for one, say in person.items()]
    for cells, do, propose in (
        (on_text, decide_case, propose_decision),
        (on_person, sanction_person, propose_measure),
    ):
        more = [cell for cell, say in cells if say != ALONE]
        assert refusals(do, more, **asked) == [REFUSAL[say] for _, say in cells if say != ALONE]
        never = [cell for cell, say in cells if say == NO]
        assert refusals(propose, never, **asked) == [ModerationNotAllowed] * len(never)
    assert written() == (0, 0, 0)


# Who proposes, what, who may be the second person.
SECOND = [
    ("agence", DecisionKind.REMOVE, "", None, "agence", False),
    ("agence", DecisionKind.REMOVE, "", None, "agence_responsable", True),
    ("agence", DecisionKind.REMOVE, "", None, "equipe", True),
    ("agence", DecisionKind.REMOVE, "", None, "responsable_ailleurs", False),
    ("agence", DecisionKind.SANCTION, SanctionKind.READ_ONLY, DAY, "agence_responsable", True),
    ("agence", DecisionKind.SANCTION, SanctionKind.READ_ONLY, DAY, "agence", False),
    ("agence_responsable", DecisionKind.SANCTION, SanctionKind.CLOSING, None, "agence", False),
    (
        *("agence_responsable", DecisionKind.SANCTION, SanctionKind.CLOSING, None),
        *("agence_responsable", False),
    ),
    ("agence_responsable", DecisionKind.SANCTION, SanctionKind.CLOSING, None, "equipe", True),
    ("equipe", DecisionKind.SANCTION, SanctionKind.CLOSING, None, "equipe", True),
    ("equipe", DecisionKind.SANCTION, SanctionKind.SUSPENSION, 720, "equipe", True),
    ("equipe", DecisionKind.SANCTION, SanctionKind.SUSPENSION, 720, "agence_responsable", False),
    ("equipe", DecisionKind.SANCTION, SanctionKind.SUSPENSION, 720, "membre", False),
]


def proposed(actor, case, kind, sanction, hours):
    asked = {"actor": actor, "case": case, "version": 1, "reasons": REASONS}
    if sanction:
        return propose_measure(**asked, sanction=sanction, hours=hours)
    return propose_decision(**asked, kind=kind)


@pytest.mark.parametrize(("first", "kind", "sanction", "hours", "second", "may"), SECOND)
def test_the_second_person(first, kind, sanction, hours, second, may):
    case = CaseFactory()
    proposal = proposed(person_of(first), case, kind, sanction, hours)
    other = person_of(second)
    if not may:
        for act in (confirm_proposal, decline_proposal):
            with pytest.raises(ModerationNotAllowed):
                act(actor=other, proposal=proposal)
        assert written() == (0, 0, 0)
        return
    decision = confirm_proposal(actor=other, proposal=proposal)
    assert (decision.kind, decision.sanction) == (kind, sanction)
    assert decision.decided_by == other
    assert decision.statement.facts == FACTS
    assert confirm_proposal(actor=other, proposal=proposal) == decision


@pytest.mark.parametrize("role", ["agence", "agence_responsable", "equipe"])
def test_nobody_is_their_own_second_person(role):
    actor = person_of(role)
    case = CaseFactory()
    kind, sanction, hours = DecisionKind.SANCTION, SanctionKind.CLOSING, None
    if role == "agence":
        kind, sanction = DecisionKind.REMOVE, ""
    proposal = proposed(actor, case, kind, sanction, hours)
    with pytest.raises(ModerationNotAllowed):
        confirm_proposal(actor=actor, proposal=proposal)
    decline_proposal(actor=actor, proposal=proposal)
    with pytest.raises(ModerationError):
        confirm_proposal(actor=UserFactory(equipe=True), proposal=proposal)
    assert written() == (0, 0, 0)


@pytest.mark.parametrize("role", ["agence", "agence_responsable", "equipe"])
def test_nobody_takes_a_measure_towards_themselves_or_a_colleague(role):
    actor = person_of(role)
    case = CaseFactory(content__author=actor)
    with pytest.raises(ModerationNotAllowed):
        sanction_person(
            actor=actor,
            case=case,
            version=1,
            sanction=SanctionKind.WARNING,
            hours=DAY,
            reasons=REASONS,
        )

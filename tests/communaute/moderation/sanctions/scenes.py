"""What the tests of measures start from."""

from communaute.comptes.enums import MembershipRole, OrganisationKind
from communaute.moderation.decision_rules import Reasons
from communaute.moderation.enums import Ground, SanctionKind
from communaute.moderation.sanctions.services import propose_measure, sanction_person
from tests.communaute.comptes.factories import ISERE, MembershipFactory, UserFactory
from tests.communaute.moderation.factories import FACTS, RULE, CaseFactory

DAY = 24
REASONS = Reasons(facts=FACTS, ground=Ground.CGU, rule=RULE, code="3.2", version="1.0")


def lead():
    """Who answers for the agency of Isère."""
    return MembershipFactory(
        role=MembershipRole.RESPONSABLE,
        organisation__kind=OrganisationKind.AGENCE,
        organisation__covers=[ISERE],
    ).user


def sanctioned(kind=SanctionKind.READ_ONLY, hours=DAY, *, case=None, actor=None):
    """The decision of a measure taken by the national team."""
    case = case or CaseFactory()
    case.refresh_from_db()
    return sanction_person(
        actor=actor or UserFactory(equipe=True),
        case=case,
        version=case.version,
        sanction=kind,
        hours=hours,
        reasons=REASONS,
    )


def proposed(case=None, actor=None, kind=SanctionKind.READ_ONLY, hours=DAY):
    """A measure that waits for a second person."""
    case = case or CaseFactory()
    case.refresh_from_db()
    return propose_measure(
        actor=actor or UserFactory(agence=True),
        case=case,
        version=case.version,
        sanction=kind,
        hours=hours,
        reasons=REASONS,
    )

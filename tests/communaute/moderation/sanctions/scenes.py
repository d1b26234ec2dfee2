"""What the tests of measures start from."""

from communaute.comptes.enums import MembershipRole, OrganisationKind
from communaute.moderation.decision_rules import Reasons
from communaute.moderation.enums import Ground, SanctionKind
from communaute.moderation.models import Case
from communaute.moderation.sanctions.selectors import history_of, ladder_for
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


def offered(person, kind):
    """How long, in hours, the ladder makes this measure for this person."""
    team = UserFactory(equipe=True)
    ladder = ladder_for(team, Case(author=person), history_of(team, person))
    return next(rung.hours for rung in ladder if rung.kind == kind)


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

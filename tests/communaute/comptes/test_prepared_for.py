"""Queries of what one reads are composed once for all who have the same rights, and no others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communaute.comptes.enums import MembershipRole, OrganisationKind
from communaute.comptes.perms import act_for, forget_memberships, memberships_of
from communaute.comptes.rights.prepared import PreparedFor, rights_of
from communaute.moderation.models import Case
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.communaute.moderation.factories import CaseFactory

pytestmark = pytest.mark.django_db
NANTES = "44109"


@pytest.fixture
def seen():
    return PreparedFor(lambda user: Case.objects.visible_to(user).order_by("pk"))


def agent(organisation, **kwargs):
    user = UserFactory()
    MembershipFactory(user=user, organisation=organisation, **kwargs)
    return user


def everybody():
    isere = OrganisationFactory(kind=OrganisationKind.AGENCE, covers=["38"])
    nantes = OrganisationFactory(kind=OrganisationKind.AGENCE, covers=[NANTES])
    team = OrganisationFactory(kind=OrganisationKind.EQUIPE)
    both = agent(isere)
    MembershipFactory(user=both, organisation=nantes)
    of_one = agent(isere)
    MembershipFactory(user=of_one, organisation=nantes)
    act_for(of_one, nantes)
    return [
        agent(isere),
        agent(isere),
        agent(isere, role=MembershipRole.RESPONSABLE),
        agent(nantes),
        agent(OrganisationFactory(kind=OrganisationKind.AGENCE)),
        agent(OrganisationFactory(kind=OrganisationKind.EXPLOITANT)),
        agent(team),
        UserFactory(is_superuser=True),
        UserFactory(),
        both,
        of_one,
    ]


def test_each_reads_what_the_rule_says(seen):
    people = everybody()
    for author in [*people, UserFactory()]:
        CaseFactory(author=author)
        CaseFactory(author=author, commune_id=NANTES, departement_id="44")
        CaseFactory(author=author).kept_away.add(people[0])
    for user in [*people, *reversed(people)]:
        assert seen.rows(user) == list(Case.objects.visible_to(user).order_by("pk"))


def test_those_of_the_same_rights_share_a_query_that_names_nobody(seen):
    organisation = OrganisationFactory(kind=OrganisationKind.AGENCE, covers=["38"])
    one, other = agent(organisation), agent(organisation)
    assert seen.of(rights_of(one)) is seen.of(rights_of(other))
    assert rights_of(one) != rights_of(agent(organisation, role=MembershipRole.RESPONSABLE))
    assert one.public_name not in repr(rights_of(one))


def test_a_right_that_changes_is_another_query(seen):
    organisation = OrganisationFactory(kind=OrganisationKind.AGENCE, covers=["38"])
    user = agent(organisation)
    case = CaseFactory()
    assert seen.rows(user) == [case]
    organisation.coverages.update(departement=None, commune=NANTES)
    forget_memberships(user)
    assert seen.rows(user) == []
    organisation.coverages.update(departement="38", commune=None)
    forget_memberships(user)
    assert seen.rows(user) == [case]
    user.memberships.all().delete()
    forget_memberships(user)
    assert seen.rows(user) == []


def test_nothing_is_read_but_memberships_and_the_query(seen):
    user = agent(OrganisationFactory(kind=OrganisationKind.EQUIPE))
    memberships_of(user)
    with CaptureQueriesContext(connection) as queries:
        seen.rows(user)
    assert len(queries) == 1

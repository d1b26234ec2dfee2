"""The territories of an agency: what is inside, what is never inside."""

import pytest
from django.contrib.auth.models import AnonymousUser

from communaute.comptes import perms
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation
from communaute.questions.models import Space
from communaute.territoires.models import Commune, Epci, Region

from .factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

GRENOBLE, VIENNE, LYON, LYON_3, NANTES = "38185", "38544", "69123", "69383", "44109"
GRENOBLE_ALPES = "200040715"
AUVERGNE_RHONE_ALPES = "84"


@pytest.fixture
def contents():
    """Rows with `commune` and `departement`, as contents have: five places and a national one."""
    made = {
        code: Space.objects.create(
            kind="reseau",
            slug=f"espace-{code}",
            title=code,
            commune_id=code,
            departement=Commune.objects.get(code=code).departement,
        )
        for code in (GRENOBLE, VIENNE, LYON, LYON_3, NANTES)
    }
    made["isere"] = Space.objects.create(
        kind="territoire", slug="isere", title="isere", departement_id="38"
    )
    made["national"] = Space.objects.filter(kind="national").first() or Space.objects.create(
        kind="national", slug="national", title="national"
    )
    return made


def agent_of(*territories, kind=OrganisationKind.AGENCE):
    organisation = OrganisationFactory(kind=kind, covers=territories)
    return MembershipFactory(organisation=organisation).user


def in_scope(user, contents):
    found = set(Space.objects.filter(perms.territory_scope(user)).values_list("pk", flat=True))
    return {name for name, space in contents.items() if space.pk in found}


@pytest.mark.parametrize(
    ("territories", "expected"),
    [
        ([GRENOBLE], {GRENOBLE}),
        ([GRENOBLE_ALPES], {GRENOBLE}),
        (["38"], {GRENOBLE, VIENNE, "isere"}),
        (["69"], {LYON, LYON_3}),
        ([LYON], {LYON, LYON_3}),
        ([LYON_3], {LYON_3}),
        ([NANTES, GRENOBLE_ALPES], {NANTES, GRENOBLE}),
        (["2A"], set()),
        ([], set()),
    ],
)
def test_an_agency_reaches_its_territories_and_no_other(contents, territories, expected):
    assert in_scope(agent_of(*territories), contents) == expected


def test_a_region_reaches_its_departements_and_an_epci_its_communes_only(contents):
    region = Region.objects.get(code=AUVERGNE_RHONE_ALPES)
    expected = {GRENOBLE, VIENNE, LYON, LYON_3, "isere"}
    assert in_scope(agent_of(region), contents) == expected
    vienne = Commune.objects.get(code=VIENNE)
    assert in_scope(agent_of(Epci.objects.get(pk=vienne.epci_id)), contents) == {VIENNE}


def test_two_agencies_add_up_and_an_operator_adds_nothing(contents):
    user = agent_of(GRENOBLE)
    MembershipFactory(user=user, organisation=OrganisationFactory(covers=[NANTES]))
    operator = OrganisationFactory(kind=OrganisationKind.EXPLOITANT, covers=["69"])
    MembershipFactory(user=user, organisation=operator)
    assert in_scope(user, contents) == {GRENOBLE, NANTES}


def test_no_other_kind_of_organisation_moderates_and_nobody_else_has_a_scope(contents):
    agents = {
        kind: agent_of("38", "69", "44", kind=kind)
        for kind in OrganisationKind
        if kind != OrganisationKind.AGENCE
    }
    people = agents | {"member": UserFactory(), "visitor": AnonymousUser()}
    assert {name for name, one in people.items() if in_scope(one, contents)} == set()


def test_the_scope_is_read_once(contents, django_assert_num_queries):
    user = agent_of("38", GRENOBLE_ALPES)
    with django_assert_num_queries(2):
        perms.territory_scope(user)
        perms.territory_scope(user)
        perms.is_agency(user)


def test_organisations_covering_a_commune_nearest_first():
    region = OrganisationFactory(covers=[Region.objects.get(code=AUVERGNE_RHONE_ALPES)])
    department = OrganisationFactory(covers=["38"])
    metropolis = OrganisationFactory(covers=[GRENOBLE_ALPES, "44"])
    commune = OrganisationFactory(covers=[GRENOBLE])
    OrganisationFactory(covers=["44"])
    OrganisationFactory(covers=[])
    found = Organisation.objects.covering(Commune.objects.get(code=GRENOBLE))
    assert list(found) == [commune, metropolis, department, region]


def test_an_arrondissement_is_covered_by_its_city():
    city = OrganisationFactory(covers=[LYON])
    OrganisationFactory(covers=["69384"])
    assert list(Organisation.objects.covering(Commune.objects.get(code=LYON_3))) == [city]


def test_a_commune_without_epci_is_not_covered_by_organisations_without_epci():
    island = Commune.objects.filter(epci=None).exclude(region=None).first()
    department = OrganisationFactory(covers=[island.departement])
    OrganisationFactory(covers=["44109"])
    assert list(Organisation.objects.covering(island)) == [department]


def test_national_team():
    assert perms.is_national_team(UserFactory(equipe=True))
    assert perms.is_national_team(UserFactory(is_superuser=True))
    assert not perms.is_national_team(UserFactory(agence=True))
    assert not perms.is_national_team(AnonymousUser())


def test_colleagues_are_oneself_and_the_members_of_ones_organisations(django_assert_num_queries):
    organisation = OrganisationFactory(kind=OrganisationKind.AGENCE)
    one, other = (MembershipFactory(organisation=organisation).user for _ in range(2))
    MembershipFactory(organisation=OrganisationFactory(kind=OrganisationKind.AGENCE))
    assert perms.colleagues_of(one) == {one.pk, other.pk}
    with django_assert_num_queries(0):
        perms.colleagues_of(one)
    assert perms.colleagues_of(AnonymousUser()) == frozenset()
    alone = UserFactory()
    assert perms.colleagues_of(alone) == {alone.pk}
    # The national team has none.
    team = OrganisationFactory(kind=OrganisationKind.EQUIPE)
    one, _ = (MembershipFactory(organisation=team).user for _ in range(2))
    assert perms.colleagues_of(one) == {one.pk}

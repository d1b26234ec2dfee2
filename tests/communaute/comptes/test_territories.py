"""Territories as filters."""

import pytest

from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from communaute.comptes.models import Coverage
from communaute.comptes.territories import covered_by, inside
from communaute.territoires.models import Commune
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory, CoproprieteFactory
from tests.communaute.comptes.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
GRENOBLE, ECHIROLLES, LYON, NANTES = "38185", "38151", "69123", "44109"


@pytest.fixture
def buildings():
    return {
        code: CoproprieteFactory(commune_id=code) for code in (GRENOBLE, ECHIROLLES, LYON, NANTES)
    }


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([], set()),
        ([{"commune": GRENOBLE}], {GRENOBLE}),
        ([{"departement": "38"}], {GRENOBLE, ECHIROLLES}),
        ([{"epci": "same"}], {GRENOBLE, ECHIROLLES}),
        ([{"region": "84"}], {GRENOBLE, ECHIROLLES, LYON}),
        ([{"departement": "69"}, {"commune": NANTES}], {LYON, NANTES}),
    ],
)
def test_buildings_of_a_territory_once_each(buildings, places, expected):
    organisation = OrganisationFactory()
    epci = Commune.objects.get(pk=GRENOBLE).epci_id
    for place in places:
        codes = {f"{level}_id": epci if code == "same" else code for level, code in place.items()}
        Coverage.objects.create(organisation=organisation, **codes)
    for coverages in (organisation.coverages.all(), covered_by(organisation.coverages.all())):
        found = Copropriete.objects.filter(inside(coverages))
        assert {one.commune_id for one in found} == expected
        assert len(found) == len(expected)


def test_a_city_that_is_covered_has_its_arrondissements():
    district = Commune.objects.filter(parent__isnull=False).order_by("pk").first()
    building = CoproprieteFactory(commune_id=district.pk)
    coverages = [Coverage(commune_id=district.parent_id)]
    assert list(Copropriete.objects.filter(inside(coverages))) == [building]


def test_what_leads_to_a_building_is_found_by_its_path():
    one = AmbassadeurFactory(copropriete__commune_id=GRENOBLE)
    AmbassadeurFactory(copropriete__commune_id=NANTES)
    coverages = [Coverage(departement_id="38")]
    found = Ambassadeur.objects.filter(inside(coverages, "copropriete__commune"))
    assert list(found) == [one]

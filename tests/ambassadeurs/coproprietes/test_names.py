"""The name that a building is given meanwhile is nobody's."""

import pytest

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.models.copropriete import unnamed
from ambassadeurs.coproprietes.projets import services as projects
from communaute.territoires.models import Commune
from tests.communaute.comptes.factories import UserFactory

from .applying import application, sign_in

pytestmark = pytest.mark.django_db
BASE = "/mon-compte/copropriete/"


@pytest.fixture
def user(client):
    return sign_in(client, UserFactory())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Mon immeuble à Grenoble", "n’est celui d’aucun immeuble"),
        (" mon immeuble a  GRENOBLE ", "n’est celui d’aucun immeuble"),
        # A name that nobody sees is none.
        ("\u200b\u3164", "Donnez un nom"),
    ],
)
def test_the_name_of_nobody_is_refused_beside_its_field(client, user, typed, said):
    refused = client.post(f"{BASE}nouvelle/", {"name": typed, "commune": "38185"})
    assert refused.status_code == 422
    assert said in str(refused.context["form"]["name"].errors)
    assert not Copropriete.objects.exists()
    applied = client.post("/ambassadeurs/devenir/", application(name=typed))
    assert applied.context["form"]["name"].errors


def test_a_building_without_a_name_is_changed_without_giving_one(client, user):
    grenoble = Commune.objects.get(pk="38185")
    building = projects.create_building(actor=user, name=unnamed(grenoble), commune=grenoble)
    address = f"{BASE}{building.pk}/modifier/"
    told = {"name": building.name, "commune": "Lyon (69)", "lots": "40"}
    assert client.post(address, told).status_code == 302
    building.refresh_from_db()
    assert (building.name, building.lots) == ("Mon immeuble à Lyon", 40)
    assert not building.has_own_name

"""What the page of one's building says of its heating and of the price of the works."""

import pytest
from bs4 import BeautifulSoup

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.projets import invitations
from ambassadeurs.reseaux.models import AddressTest
from communaute.territoires.models import Commune
from tests.ambassadeurs.coproprietes.factories import CoproprieteFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory

from .factories import AmbassadeurFactory
from .test_project_pages import BASE, building_of, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client):
    user = UserFactory()
    client.force_login(user)
    return user


def test_a_connected_building_is_heated_by_the_network(client, user):
    building = building_of(user, boiler_year=2002, boiler_power_kw=700)
    address = f"{BASE}{building.pk}/"
    assert "Chaudière 2002, 700 kW" in words(client.get(address))
    building.reseau, building.connected_year = ReseauFactory(), 2026
    said = {
        ("", "gaz"): "Réseau de chaleur, gaz autrefois",
        ("fioul", "gaz"): "Réseau de chaleur, fioul autrefois",
        ("", "reseau"): "Réseau de chaleur Chaudière",
        ("", ""): "Réseau de chaleur Chaudière",
    }
    shown = {}
    for building.former_energy, building.current_energy in said:
        building.save()
        page = words(client.get(address))
        assert "Chaudière d’avant 2002, 700 kW" in page
        shown[building.former_energy, building.current_energy] = page
    assert [told for told, one in said.items() if f"Énergie {one}" not in shown[told]] == []


def test_the_page_says_of_a_network_what_is_there(client, user):
    building = building_of(user, lots=60)
    Copropriete.objects.update(nearest_reseau=ReseauFactory(), distance_m=683)
    page = words(client.get(f"{BASE}{building.pk}/")).replace("\xa0", " ")
    assert "Un réseau passe à 683 m" in page
    assert "à 683 m, seul un devis le chiffre" in page
    assert "aides déduites" not in page
    Copropriete.objects.update(distance_m=200)
    page = words(client.get(f"{BASE}{building.pk}/")).replace("\xa0", " ")
    assert "50 m de branchement : environ" in page
    assert "seul un devis" not in page
    # Nobody is said connected to a network that is being built.
    Copropriete.objects.update(nearest_reseau=ReseauFactory(status="en_construction"))
    text = words(client.get(f"{BASE}{building.pk}/"))
    assert "Écrivez à une copropriété déjà raccordée." in text
    assert "au même réseau" not in text


def test_the_list_does_not_say_that_a_network_that_is_built_is_there(client, user):
    for status in ("existant", "en_construction"):
        building = CoproprieteFactory(
            connected_year=None,
            reseau=None,
            nearest_reseau=ReseauFactory(status=status),
            distance_m=93,
        )
        building.memberships.create(user=user)
    said = client.get(BASE).text.replace("\u00a0", " ")
    assert "Réseau à 93 m" in said
    assert "Réseau prévu à 93 m" in said


def test_no_likeness_is_promised_where_nothing_is_alike(client, user):
    """Those proposed come with what they share with the building, where it is something."""
    AmbassadeurFactory(copropriete__lots=None, copropriete__period="")
    building = building_of(user)
    Copropriete.objects.update(commune=Commune.objects.exclude(departement="38").first())
    sent = invitations.invite(actor=user, copropriete=building, email="a@b.fr")
    page = words(client.get(f"{BASE}{building.pk}/"))
    assert "Des copropriétés raccordées à qui écrire" in page
    invited = words(client.get(f"{BASE}invitation/{invitations.token_of(sent)}/"))
    client.force_login(UserFactory())
    for shown in (page, invited, words(client.get(BASE))):
        assert "ressembl" not in shown
        assert "près de chez vous" not in shown


def test_a_test_of_address_taken_up_says_that_the_network_is_being_built(client, user):
    test = AddressTest.objects.create(
        outcome="reseau_futur_proche",
        precision="adresse",
        distance_m=64,
        reseau=ReseauFactory(name="Extension", status="en_construction"),
        commune_id="38185",
    )
    page = words(client.get(f"{BASE}nouvelle/?test={test.token}"))
    assert "Extension (en construction), à 64" in page


@pytest.mark.parametrize("known", ["operator", "network", "nothing"])
def test_a_study_is_asked_of_whom_the_link_leads_to(client, user, known):
    building = building_of(user, stage="audit")
    if known != "nothing":
        operator = OrganisationFactory(kind="exploitant") if known == "operator" else None
        Copropriete.objects.update(nearest_reseau=ReseauFactory(exploitant=operator))
    page = BeautifulSoup(client.get(f"{BASE}{building.pk}/").content, "html.parser")
    step = page.select_one(".cp-steps a")
    whom = "exploitant" if known == "operator" else "agence"
    assert f"?a={whom}&" in step["href"]
    assert f"à l’{whom}" in step.text

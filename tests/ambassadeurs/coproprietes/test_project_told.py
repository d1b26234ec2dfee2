"""What is said of a building that several follow: its name, its place, its heating, its works."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.models.copropriete import unnamed
from ambassadeurs.coproprietes.projects import invitations
from ambassadeurs.coproprietes.projects import services as projects
from ambassadeurs.reseaux.models import AddressTest
from communaute.territoires.models import Commune
from tests.ambassadeurs.coproprietes.factories import CoproprieteFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.ambassadeurs.reseaux.fake_geocoder import Answer, feature, found
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory

from .applying import application, sign_in
from .factories import AmbassadeurFactory
from .test_project_pages import BASE, building_of, words
from .test_projects_services import trace_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client):
    return sign_in(client, UserFactory())


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


def test_a_building_that_its_people_say_connected_is_heated_by_the_network(user):
    building = building_of(user, current_energy="gaz", stage="travaux")

    def say(**facts):
        projects.update_building(actor=user, copropriete=building, **facts)
        building.refresh_from_db()
        return building.current_energy, building.former_energy

    # Sent twice, from the page that said « gaz ».
    for _ in range(2):
        assert say(stage="raccorde", current_energy="gaz") == ("reseau", "gaz")
    assert say(stage="travaux", current_energy="reseau") == ("gaz", "")


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


def test_the_price_step_counts_for_this_building(client, user):
    building = building_of(user, stage="audit", dwellings=44)
    page = BeautifulSoup(client.get(f"{BASE}{building.pk}/").content, "html.parser")
    assert page.select(".cp-steps a")[1]["href"] == "/simuler/?logements=44"
    network = ReseauFactory()
    Copropriete.objects.update(nearest_reseau=network)
    page = BeautifulSoup(client.get(f"{BASE}{building.pk}/").content, "html.parser")
    href = page.select(".cp-steps a")[1]["href"]
    assert href == f"/simuler/?reseau={network.slug}&logements=44"


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


DATA = {
    "name": "Les Tilleuls",
    "commune": "Grenoble (38)",
    "address": "33 boulevard Clemenceau",
}


@pytest.mark.parametrize(
    "answer",
    [found(), found(feature(0.5)), found(feature(citycode="69123"))],
)
def test_a_doubtful_address_is_kept_without_distance(client, user, geocoder, answer):
    geocoder.will(answer)
    response = client.post(f"{BASE}nouvelle/", DATA, follow=True)
    building = Copropriete.objects.get()
    assert (building.address, building.longitude) == ("33 boulevard Clemenceau", None)
    assert "Nous n’avons pas pu placer cette adresse" in words(response)


def test_a_silent_geocoder_is_not_a_doubtful_address(client, user, geocoder):
    trace_at(ReseauFactory(), 93)
    geocoder.will(Answer(status=500))
    text = words(client.post(f"{BASE}nouvelle/", DATA, follow=True))
    assert "Le service de recherche d’adresses ne répond pas" in text
    assert "Nous n’avons pas encore pu placer votre adresse" in text
    assert text.lower().count("distance au réseau") == 1
    assert "avec certitude" not in text
    assert "Il nous manque votre adresse" not in text
    # Saved again as it is: it is looked for again, and what fails is said again.
    page = f"{BASE}{Copropriete.objects.get().pk}/modifier/"
    text = words(client.post(page, DATA, follow=True))
    assert "Le service de recherche d’adresses ne répond pas" in text
    cache.clear()  # the minute is over
    geocoder.will(found(feature(coordinates=[5.7245, 45.1885])))
    assert "Un réseau passe à 93" in words(client.post(page, DATA, follow=True))


def test_the_distance_of_a_test_is_known_when_the_geocoder_is_silent(client, user, geocoder):
    geocoder.will(Answer(status=500))
    test = AddressTest.objects.create(
        reseau=ReseauFactory(), commune_id="38185", distance_m=86, outcome="reseau_existant_proche"
    )
    text = words(client.post(f"{BASE}nouvelle/?test={test.token}", DATA, follow=True))
    assert "Un réseau passe à 86" in text
    assert "ne répond pas" not in text

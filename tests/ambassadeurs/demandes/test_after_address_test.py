"""From an address test to the operator's desk: the address and the distance are carried."""

import uuid

import pytest
from bs4 import BeautifulSoup

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.demandes.facts import added
from ambassadeurs.demandes.models import Demande
from ambassadeurs.reseaux.address_test.forms import COOKIE, PATH
from ambassadeurs.reseaux.enums import ReseauStatus
from ambassadeurs.reseaux.models import AddressTest, Reseau
from tests.ambassadeurs.reseaux.factories import traced_reseau
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory, UserFactory

from .asking import asker

pytestmark = pytest.mark.django_db
ADDRESS = "33 boulevard Clemenceau, 38100 Grenoble"
FOUND = "33 Boulevard Clemenceau 38100 Grenoble"
TEXT = "Bonjour, combien coûterait le raccordement ?"


@pytest.fixture
def colleague():
    operator = OrganisationFactory(kind="exploitant", name="Chaleur SA", email="a@chaleur.test")
    return MembershipFactory(organisation=operator).user


@pytest.fixture
def form_url(client, geocoder, colleague):
    """The address of the form of a devis, as the result of an address test gives it."""
    operator = colleague.memberships.get().organisation
    traced_reseau(distance_m=93, name="Réseau de Grenoble", exploitant=operator)
    result = client.post("/mon-adresse/", {"q": ADDRESS}, follow=True)
    page = BeautifulSoup(result.content, "html.parser")
    (link,) = [
        a["href"]
        for a in page.find_all("a", href=True)
        if "objet=devis" in a["href"] and "test=" in a["href"]
    ]
    assert "Clemenceau" not in link
    return link


def sending(**changes):
    return {
        "purpose": "devis",
        "message": TEXT,
        "commune": "Grenoble (38)",
        "address": FOUND,
        "lots": "58",
        "share": ["commune", "address", "lots", "distance", "network"],
        "consent": "on",
        "submission_key": str(uuid.uuid4()),
    } | changes


def form_of(client, url):
    page = BeautifulSoup(client.get(url).content, "html.parser").find("form", id="demande")
    labels = [one.get_text(" ", strip=True) for one in page.find_all("label")]
    return page, " ".join(labels).replace("\xa0", " ")


def test_the_operator_reads_the_address_tested_and_its_distance(client, form_url, colleague):
    user = UserFactory(display_name="Gérard M.")
    client.force_login(user)
    page, labels = form_of(client, form_url)
    assert page.find("input", attrs={"name": "address"})["value"] == FOUND
    assert "Demandée si vous l’envoyez (case plus bas)" in page.get_text()
    assert "Optionnel" not in page.find("label", attrs={"for": "id_address"}).get_text()
    assert "Distance au réseau, en ligne droite : 93 m" in labels
    assert "Adresse de l’immeuble : votre réponse ci-dessus" in labels

    sent = client.post(form_url, sending())

    demande = Demande.objects.get()
    assert sent.headers["Location"].endswith("/envoyee/")
    assert not client.cookies[COOKIE].value
    assert (demande.sent["address"], demande.sent["distance"]) == (FOUND, 93)
    client.force_login(colleague)
    desk = client.get(f"/exploitant/demandes/{demande.public_id}/").content.decode()
    assert FOUND in desk
    assert "93 m" in desk.replace("\xa0", " ")
    assert "à 93 m du réseau" in client.get("/exploitant/").content.decode().replace("\xa0", " ")


def test_a_network_that_is_being_built_is_sent_as_planned(client, form_url, colleague):
    Reseau.objects.update(status=ReseauStatus.EN_CONSTRUCTION)
    client.force_login(UserFactory(display_name="Gérard M."))
    _, labels = form_of(client, form_url)
    assert "Distance au réseau prévu, en ligne droite : 93 m" in labels
    assert "Réseau prévu le plus proche : Réseau de Grenoble" in labels
    assert "Distance au réseau, en" not in labels

    planned = ["planned_distance", "planned_network"]
    client.post(form_url, sending(share=planned))

    demande = Demande.objects.get()
    assert demande.sent == {"planned_distance": 93, "planned_network": "Réseau de Grenoble"}
    assert demande.sent_distance_m == 93
    thread = client.get(f"/mises-en-relation/{demande.public_id}/")
    assert "Distance au réseau prévu" in thread.text
    client.force_login(colleague)
    export = client.get("/exploitant/export.csv").text.splitlines()
    row = dict(zip(export[0].split(";"), export[1].split(";"), strict=True))
    assert row["Distance au réseau prévu, en ligne droite"] == "93 m"
    assert row["Distance au réseau, en ligne droite"] == ""


def test_a_network_built_since_is_told_once():
    before = {"lots": 58, "planned_distance": 93, "planned_network": "Réseau"}
    assert added(before, {"distance": 93}) == {
        "lots": 58,
        "distance": 93,
        "planned_network": "Réseau",
    }


def test_what_is_unticked_does_not_leave(client, form_url):
    client.force_login(UserFactory(display_name="Gérard M."))
    client.post(form_url, sending(address="", share=["commune"]))
    assert Demande.objects.get().sent == {"commune": "38185"}


def test_an_operator_is_told_an_address_or_that_it_is_kept(client, form_url):
    client.force_login(UserFactory(display_name="Gérard M."))
    refused = client.post(form_url, sending(address=""))
    assert refused.status_code == 422
    group = BeautifulSoup(refused.content, "html.parser").find(id="id_address").parent
    assert "Décochez-la plus bas" in group.get_text()
    assert not Demande.objects.exists()


def test_the_result_shared_gives_the_distance_and_no_address(client, form_url):
    cookie = client.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (PATH, True, "Lax")
    assert "Clemenceau" not in cookie.value
    del client.cookies[COOKIE]
    client.force_login(UserFactory())
    page, labels = form_of(client, form_url)
    assert not page.find("input", attrs={"name": "address"}).get("value")
    assert "93 m" in labels


def test_the_address_of_another_test_is_not_taken(client, form_url):
    other = AddressTest.objects.create(outcome="trop_eloigne", precision="adresse")
    client.force_login(UserFactory())
    page, _ = form_of(client, form_url.rsplit("test=", 1)[0] + f"test={other.token}")
    assert not page.find("input", attrs={"name": "address"}).get("value")


def test_a_building_without_address_is_completed(client, form_url):
    user, building = asker(address="", commune_id="38185")
    Copropriete.objects.filter(pk=building.pk).update(longitude=None, latitude=None)
    client.force_login(user)
    page, labels = form_of(client, form_url)
    assert page.find("input", attrs={"name": "address"})["value"] == FOUND
    assert "Nom de la résidence : Le Parc" in labels
    client.post(form_url, sending())
    demande = Demande.objects.get()
    building.refresh_from_db()
    assert (demande.copropriete, demande.sent_distance_m) == (building, 93)
    assert (building.address, building.distance_m) == (FOUND, 93)


def test_the_address_of_another_building_is_another_building(client, form_url):
    user, building = asker(address="2 rue Ailleurs", commune_id="38185")
    client.force_login(user)
    client.post(form_url, sending())
    assert Demande.objects.get().copropriete != building
    building.refresh_from_db()
    assert building.address == "2 rue Ailleurs"


def test_an_agency_may_be_told_the_address(client, form_url):
    OrganisationFactory(covers=["38"], email="agence@example.org")
    client.force_login(UserFactory(display_name="Gérard M."))
    where = f"/mises-en-relation/nouvelle/?a=agence&commune=38185&{form_url.split('&')[-1]}"
    page, _ = form_of(client, where)
    assert "Facultatif" in page.get_text()
    client.post(where, sending(purpose="conseil", address=""))
    assert "address" not in Demande.objects.get().sent

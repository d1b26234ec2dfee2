"""The directory around an address: posted, geocoded by the server, to a hundred metres."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from ambassadeurs.coproprietes.services import set_position
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.coproprietes.test_position import NEIGHBOURS
from tests.ambassadeurs.reseaux.fake_geocoder import Answer, feature, found

pytestmark = pytest.mark.django_db

LIST = "/ambassadeurs/"
AROUND = "/ambassadeurs/autour/"
ADDRESS = "33 boulevard Clemenceau, 38100 Grenoble"


def test_from_the_list_to_what_is_around(geocoder, caplog):
    """Without session nor token, with the other filters; the address is in no URL and no log."""
    for index, (lon, lat) in enumerate(NEIGHBOURS):
        mandate = AmbassadeurFactory(copropriete__name=f"Voisine {index}")
        set_position(copropriete=mandate.copropriete, lon=lon, lat=lat)
    AmbassadeurFactory(copropriete__name="Au loin", copropriete__commune_id="21231")
    client = Client(enforce_csrf_checks=True)
    page = BeautifulSoup(client.get(f"{LIST}?energie=fioul&commune=21231").content, "html.parser")
    form = page.select_one(f'form[action^="{AROUND}"]')
    assert form["method"] == "post" and form.select_one("label[for=id_q]")
    response = client.post(form["action"], {"q": ADDRESS})
    assert response.url == f"{LIST}?energie=fioul&lat=45.184&lon=5.740#resultats"
    assert not response.cookies
    shown = client.get(response.url).text
    assert "Voisine 0" in shown and "Au loin" not in shown
    assert "Clemenceau" not in caplog.text


@pytest.mark.parametrize(
    ("typed", "answer", "status", "said"),
    [
        ("", found(feature()), 422, "Écrivez une adresse"),
        ("ab", found(feature()), 422, "trop courte"),
        ("zzzz zzzz", found(), 422, "Nous ne trouvons pas cette adresse"),
        (ADDRESS, found(feature(coordinates=[55.45, -20.88])), 422, "France métropolitaine"),
        (ADDRESS, Answer(status=500), 200, "ne répond pas"),
    ],
)
def test_what_is_wrong_is_said_and_the_text_is_kept(client, geocoder, typed, answer, status, said):
    geocoder.will(answer)
    response = client.post(f"{AROUND}?lots=40", {"q": typed})
    assert (response.status_code, said in response.text) == (status, True)
    field = BeautifulSoup(response.content, "html.parser").select_one("#id_q")
    assert field.get("value", "") == typed
    # The way out: the commune alone, with the filters.
    assert 'name="commune"' in response.text and 'name="lots" value="40"' in response.text


def test_a_doubt_is_asked_back_as_links_without_address_a_town_is_its_commune(client, geocoder):
    geocoder.will(found(feature(0.5), feature(0.45, label="33 rue Clemenceau 38100 Grenoble")))
    response = client.post(AROUND, {"q": ADDRESS})
    page = BeautifulSoup(response.content, "html.parser")
    links = page.find_all("a", string=lambda text: text and "Clemenceau" in text)
    assert [link["href"] for link in links] == [f"{LIST}?lat=45.184&lon=5.740#resultats"] * 2
    # A town is its commune.
    geocoder.will(found(feature(kind="municipality", label="Grenoble")))
    assert client.post(AROUND, {"q": "Grenoble"}).url == f"{LIST}?commune=38185#resultats"


def test_too_many_addresses(client, geocoder):
    for _ in range(30):
        client.post(AROUND, {"q": ""})
    response = client.post(AROUND, {"q": ADDRESS})
    assert (response.status_code, "Attendez une minute" in response.text) == (429, True)


def test_the_result_of_an_address_leads_there(client):
    page = client.get("/mon-adresse/?lat=45.18403&lon=5.740288")
    assert "?lat=45.184&amp;lon=5.740#resultats" in page.text
    assert "?commune=38185#resultats" in client.get("/mon-adresse/?commune=38185").text

"""Addresses proposed as one types: by our server, never blocking, communes when it is alone."""

import logging

import pytest

from ambassadeurs.reseaux.address_test import geocoding
from ambassadeurs.reseaux.numbers import NUMBERS
from communaute.territoires.models import Commune

from ..fake_geocoder import Answer, feature, found

pytestmark = pytest.mark.django_db

URL = "/mon-adresse/suggestions/"


def ask(client, text, **more):
    return client.post(URL, {"q": text}, **more)


def labels(response):
    return [one["label"] for one in response.json()["results"]]


def test_addresses_come_from_the_geocoder_asked_by_our_server(client, geocoder):
    other = feature(label="35 Boulevard Clemenceau 38100 Grenoble")
    geocoder.will(found(feature(), other, feature()))
    response = ask(client, "33 boulevard clem")
    assert response.status_code == 200
    assert labels(response) == [
        "33 Boulevard Clemenceau 38100 Grenoble",
        "35 Boulevard Clemenceau 38100 Grenoble",
    ]
    # The same text is asked once; a test of address is not answered from a suggestion.
    ask(client, "33  Boulevard Clem")
    client.post("/mon-adresse/", {"q": "33 boulevard clem"})
    sent = [(one["q"], one["autocomplete"]) for one in geocoder.queries]
    assert sent == [(["33 boulevard clem"], ["1"]), (["33 boulevard clem"], ["0"])]


def test_offline_the_communes_of_the_shipped_data_answer(client, geocoder):
    geocoder.will(Answer(status=503))
    proposed = {
        "Grenob": "38000 Grenoble",
        "33 boulevard Clemenceau, Greno": "33 boulevard Clemenceau, 38000 Grenoble",
        "33 boulevard Clemenceau 38100": "33 boulevard Clemenceau, 38100 Grenoble",
        "33 boulevard Clemenceau, 38100 Grenoble": "33 boulevard Clemenceau, 38100 Grenoble",
        "38100 Grenob": "38100 Grenoble",
        "33 boulevard Clemenceau Échirol": "33 boulevard Clemenceau, 38130 Échirolles",
    }
    first = {typed: ask(client, typed).json()["results"][0] for typed in proposed}
    assert first == {
        typed: {"label": label, "hint": "commune"} for typed, label in proposed.items()
    }


def test_a_silent_geocoder_is_left_alone_for_a_while(client, geocoder, monkeypatch):
    """Two threads answer everybody: each letter typed may not wait for a dead service."""
    monkeypatch.setattr("ambassadeurs.reseaux.address_test.geocoding.SUGGEST_S", 0.2)
    geocoder.will(Answer(is_silent=True))
    ask(client, "Grenob")
    ask(client, "Grenobl")
    ask(client, "Grenoble")
    assert len(geocoder.queries) <= 1


def test_over_its_limits_the_geocoder_is_not_asked_again_at_once(client, geocoder):
    geocoder.will(Answer(status=429, headers={"Retry-After": "1"}))
    assert labels(ask(client, "Grenob"))[0] == "38000 Grenoble"
    assert len(geocoder.queries) == 1


@pytest.mark.parametrize("text", ["", "ab", "   ", "a" * 201])
def test_what_is_no_beginning_is_refused(client, geocoder, text):
    response = ask(client, text)
    assert response.status_code == 422
    assert response.json() == {"results": []}
    assert geocoder.queries == []


@pytest.mark.parametrize("text", ["!!!!", "\x00\x00\x00abc", "zzzz qqqq xxxx"])
def test_nonsense_has_no_proposal(client, geocoder, text):
    geocoder.will(found())
    assert ask(client, text).json() == {"results": []}


def test_a_visitor_has_so_many_a_minute(client, geocoder, settings):
    settings.NUMBERS = {"reseaux": {"suggestions_a_minute": 2}}
    geocoder.will(found(feature()))
    assert [ask(client, "33 boulevard clem").status_code for _ in range(3)] == [200, 200, 429]
    assert NUMBERS.suggestions_a_minute == 2


def test_what_is_typed_is_in_no_address_nor_journal(client, geocoder, caplog):
    geocoder.will(Answer(status=500))
    with caplog.at_level(logging.DEBUG):
        ask(client, "7 impasse Secrète, Grenoble")
    assert "Secrète" not in caplog.text
    assert client.get(URL, {"q": "7 impasse Secrète"}).status_code == 405


def test_a_commune_without_postcode_is_proposed_by_its_name():
    commune = Commune.objects.get(pk="38185")
    commune.postcodes = ""
    assert geocoding._commune("", "Grenoble", commune).label == "Grenoble"


def test_the_field_works_without_javascript(client):
    page = client.get("/mon-adresse/").text
    assert f'data-address-field="{URL}"' in page
    assert 'role="combobox"' not in page

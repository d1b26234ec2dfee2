"""The directory compared with one's own building: filters, reasons, order, map."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import override_settings
from django.utils import timezone

from ambassadeurs.coproprietes.models import (
    Ambassadeur,
    CoproprieteMember,
    Figure,
    RetourExperience,
)
from ambassadeurs.coproprietes.services import set_position
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory, CoproprieteFactory
from tests.ambassadeurs.coproprietes.test_position import ELSEWHERE, NEIGHBOURS
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import UserFactory

pytestmark = pytest.mark.django_db

LIST = "/ambassadeurs/"
MAP = "/ambassadeurs/carte.geojson"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def cards(response):
    """Title → reasons."""
    page = BeautifulSoup(response.content, "html.parser")
    found = {}
    for card in page.select(".co-card"):
        reason = card.select_one(".co-card__reason")
        words = reason.find_all(string=True, recursive=False)[-1] if reason else ""
        found[card.select_one(".co-card__title").get_text(strip=True)] = str(words)
    return found


def sign_in_with_building(client, **facts):
    user = UserFactory()
    facts = {"reseau": None, "connected_year": None, "name": "Chez moi", "lots": 58} | facts
    project = CoproprieteFactory(**facts)
    CoproprieteMember.objects.create(copropriete=project, user=user)
    client.force_login(user, backend=BACKEND)
    return project


def three_neighbours():
    for index, (lon, lat) in enumerate(NEIGHBOURS):
        mandate = AmbassadeurFactory(copropriete__name=f"Voisine {index}")
        set_position(copropriete=mandate.copropriete, lon=lon, lat=lat)


def test_a_figure_of_a_published_sheet_is_a_figure(client):
    for state in ("publie", "brouillon"):
        mandate = AmbassadeurFactory(copropriete__name=state, copropriete__cost_after=None)
        retour = RetourExperience.objects.create(copropriete=mandate.copropriete, state=state)
        Figure.objects.create(retour=retour, key="prix_reseau", value=90, year=2024)
    assert cards(client.get(f"{LIST}?chiffres=on")).keys() == {"publie"}


def test_around_a_point_the_distance_is_said_and_kept_by_the_form(client):
    three_neighbours()
    response = client.get(f"{LIST}?lat={NEIGHBOURS[0][1]}&lon={NEIGHBOURS[0][0]}")
    assert set(cards(response).values()) == {"à moins de 500\xa0m"}
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("input[type=hidden][name=lat]")["value"] == str(NEIGHBOURS[0][1])


def test_filters_explain_even_when_signed_out(client):
    facts = {"copropriete__lots": 62, "copropriete__has_verified_figures": True}
    AmbassadeurFactory(copropriete__name="A", **facts)
    assert cards(client.get(LIST)) == {"A": ""}
    words = "62 lots contre vos 58 · chiffres vérifiés"
    assert cards(client.get(f"{LIST}?lots=58")) == {"A": words}


def test_with_ones_building_those_most_like_it_come_first_and_say_why(client):
    reseau = ReseauFactory()
    AmbassadeurFactory(
        copropriete__name="Loin", copropriete__lots=900, copropriete__connected_year=2025
    )
    AmbassadeurFactory(copropriete__name="Proche", copropriete__reseau=reseau, copropriete__lots=62)
    project = sign_in_with_building(client, period="", former_energy="", heating_mode="")
    project.nearest_reseau = reseau
    project.save()
    response = client.get(LIST)
    words = "même réseau · même commune · 62 lots contre vos 58"
    assert next(iter(cards(response).items())) == ("Proche", words)
    assert "Chez moi" in response.text
    assert cards(client.get(f"{LIST}?lots=31"))["Proche"] == words.replace("58", "31")


def test_the_map_shows_centres_of_public_cells_only(client):
    three_neighbours()
    alone = AmbassadeurFactory(copropriete__name="Isolée")
    set_position(copropriete=alone.copropriete, lon=ELSEWHERE[0], lat=ELSEWHERE[1])
    response = client.get(MAP)
    assert response["Content-Type"] == "application/geo+json"
    (feature,) = response.json()["features"]
    assert feature["properties"]["count"] == 3
    assert tuple(feature["geometry"]["coordinates"]) not in NEIGHBOURS
    assert "Isolée" not in response.text
    assert client.get(f"{MAP}?energie=gaz").json()["features"] == []
    assert client.get(f"{MAP}?lots=beaucoup").json()["features"] == []


def feet(response):
    page = BeautifulSoup(response.content, "html.parser")
    return [" ".join(foot.get_text().split()) for foot in page.select(".co-card__foot")]


@pytest.mark.parametrize(
    ("answers", "hours", "words"),
    [
        (4, 30, ""),
        (5, None, ""),
        (5, 0, " · répond d’habitude en 1 jour"),
        (5, 25, " · répond d’habitude en 2 jours"),
    ],
)
def test_the_usual_time_to_answer_is_told_from_five_answers_up(
    client, settings, answers, hours, words
):
    mandate = AmbassadeurFactory(answered_count=answers, median_answer_hours=hours)
    assert feet(client.get(LIST)) == [f"Monique, conseil syndical{words}"]
    said = "répond d’habitude en" in client.get(mandate.copropriete.get_absolute_url()).text
    assert said is bool(words)
    with override_settings(NUMBERS={"coproprietes": {"usual_answers_from": 6}}):
        assert feet(client.get(f"{LIST}?page=1")) == ["Monique, conseil syndical"]
    # On pause no time is promised.
    Ambassadeur.objects.update(paused_until=timezone.localdate() + timedelta(days=2))
    assert feet(client.get(f"{LIST}?lots=60")) == ["Monique, conseil syndical (en pause)"]


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def chips(client, query):
    return {
        link.find(string=True, recursive=False): link["href"]
        for link in soup(client.get(f"{LIST}?{query}")).select(".cu-filter-chips a")
    }


def test_people_come_before_the_filters_which_are_folded(client):
    AmbassadeurFactory()
    page = soup(client.get(LIST))
    fold = page.select_one("details.cu-fold")
    assert not fold.has_attr("open")
    assert fold.select("form[role=search], form.co-around")
    assert page.select_one(".cu-filter-chips") is None
    # Nothing else than words stands between the title and the people, but this fold.
    assert not [form for form in page.select("main form") if not form.find_parent("details")]


def test_each_filter_in_use_is_a_chip_that_takes_itself_off(client):
    reseau = ReseauFactory(name="Compagnie de chauffage")
    AmbassadeurFactory(copropriete__reseau=reseau)
    rest = "energie=fioul&chiffres=on"
    assert chips(client, f"reseau={reseau.slug}&{rest}&page=1") == {
        "Compagnie de chauffage": f"{LIST}?{rest}",
        "Chauffage d’avant : Fioul": f"{LIST}?reseau={reseau.slug}&chiffres=on",
        "Qui donnent leurs chiffres": f"{LIST}?reseau={reseau.slug}&energie=fioul",
    }


def test_one_filter_in_words(client):
    # One that nobody speaks for too.
    reseau = ReseauFactory(name="Réseau sans voix")
    words = {
        "commune=38185": "Grenoble",
        "lots=58": "Proches de vos 58 lots",
        "periode=DE_1961_A_1974": "Construction : 1961–1974",
        "chauffage=individuel": "Type de chauffage : Individuel",
        "visites=on": "Qui acceptent des visites",
        "lat=45.167&lon=5.717": "Autour de votre adresse",
        f"reseau={reseau.slug}": "Réseau sans voix",
    }
    shown = {query: chips(client, query) for query in words}
    assert shown == {query: {one: LIST} for query, one in words.items()}

"""The directory and the page of one copropriété: what is public, filters, cards, the CSV twin."""

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.enums import FigureKey
from ambassadeurs.coproprietes.models import CoproprieteMember
from ambassadeurs.demandes.services.preconditions import release, reserve
from socle.public_pages import read_version
from socle.search import indexer
from socle.search.results import find
from tests.ambassadeurs.coproprietes.factories import (
    HIDDEN_TRAITS,
    AmbassadeurFactory,
    FigureFactory,
    PhotoFactory,
    RetourFactory,
)
from tests.ambassadeurs.reseaux.factories import ReseauFactory, ensure_space
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.moderation.sanctions.scenes import sanctioned
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

from .test_directory import sign_in_with_building

pytestmark = pytest.mark.django_db

LIST = "/ambassadeurs/"


def names(response):
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return [title.get_text(strip=True) for title in page.select(".co-card__title")]


def test_it_works(client):
    mandate = AmbassadeurFactory(copropriete__name="Les Tilleuls")
    building = mandate.copropriete
    RetourFactory(published=True, mandate=mandate)
    # A hidden mandate beside a public one is not shown; another public one is.
    AmbassadeurFactory(pending=True, copropriete=building, first_name="Gontran")
    AmbassadeurFactory(copropriete=building, first_name="Bernard", role="syndic")
    response = client.get(LIST)
    assert names(response) == ["Les Tilleuls"]
    assert "1 copropriété" in response.text
    assert "1\xa0100 €" in response.text
    page = client.get(building.get_absolute_url())
    assert page.status_code == 200
    text = BeautifulSoup(page.content, "html.parser").get_text(" ", strip=True)
    assert "Les Tilleuls" in text
    assert "Pourquoi se raccorder" in text
    assert "Bernard" in text
    for shown in (response.text, text):
        assert "Monique" in shown
        assert "Gontran" not in shown


def test_without_public_mandate_nothing_is_public(client):
    mandates = {
        trait: AmbassadeurFactory(copropriete__name=f"Résidence Cachée {trait}", **{trait: True})
        for trait in HIDDEN_TRAITS
    }
    # Nor is a project that is not connected.
    mandates["project"] = AmbassadeurFactory(
        copropriete__name="Résidence Cachée project", copropriete__connected_year=None
    )
    addresses = {trait: one.copropriete.get_absolute_url() for trait, one in mandates.items()}
    gone = dict.fromkeys(addresses, 404)
    assert {trait: client.get(one).status_code for trait, one in addresses.items()} == gone
    client.force_login(mandates["pending"].user)
    assert client.get(addresses["pending"]).status_code == 404
    for public in (LIST, f"{LIST}export.csv", "/sitemap-ambassadeurs.xml", "/sitemap.xml"):
        text = client.get(public).text
        assert "Cachée" not in text
        assert [trait for trait, one in addresses.items() if one in text] == []
    indexer.rebuild(["coproprietes"])
    assert not any("Cachée" in line.title for line in find("Cachée").lines)
    assert all("Cachée" not in render_tags(one.copropriete.reseau) for one in mandates.values())


def test_facts_that_are_unknown_are_left_out(client):
    copropriete = AmbassadeurFactory(
        copropriete__name="★★★",
        copropriete__lots=None,
        copropriete__period="",
        copropriete__former_energy="",
    ).copropriete
    for address in (LIST, copropriete.get_absolute_url(), f"{LIST}export.csv"):
        response = client.get(address)
        assert response.status_code == 200
        assert "None" not in response.text


def render_tags(reseau):
    return Template(
        "{% load annuaire_tags %}{% featured_ambassadors limit=3 as a %}"
        "{% people_of_network reseau limit=6 as b %}"
        '{% for copropriete in a %}{% include "coproprietes/_card.html" %}{% endfor %}'
        '{% for copropriete in b.cards %}{% include "coproprietes/_card.html" %}{% endfor %}'
    ).render(Context({"reseau": reseau}))


def test_the_address_is_canonical(client):
    copropriete = AmbassadeurFactory().copropriete
    response = client.get(f"/ambassadeurs/{copropriete.pk}-autre-nom/")
    assert response.status_code == 301
    assert response["Location"] == copropriete.get_absolute_url()
    assert client.get("/ambassadeurs/999999-rien/").status_code == 404


def test_filters(client):
    AmbassadeurFactory(
        copropriete__name="A", copropriete__reseau=ReseauFactory(identifiant="3802C")
    )
    AmbassadeurFactory(
        takes_visits=True,
        copropriete__name="B",
        copropriete__commune_id="21231",
        copropriete__lots=200,
        copropriete__former_energy="gaz",
        copropriete__period="AVANT_1949",
        copropriete__heating_mode="individuel",
        copropriete__cost_before=None,
    )
    kept = {
        "": ["A", "B"],
        "reseau=3802c": ["A"],
        "reseau=3802C&energie=gaz": [],
        "commune=Dijon": ["B"],
        # From half to twice as many.
        "lots=29": [],
        "lots=30": ["A"],
        "lots=120": ["A", "B"],
        "energie=gaz": ["B"],
        "periode=AVANT_1949": ["B"],
        "visites=on": ["B"],
        "chauffage=individuel": ["B"],
        "chiffres=on": ["A"],
        "lat=45.1667&lon=5.7167": ["A"],
        "lat=48.85&lon=2.35": [],
        "page=abc": ["A", "B"],
    }
    assert {query: names(client.get(f"{LIST}?{query}")) for query in kept} == kept
    file = client.get(f"{LIST}export.csv?commune=38185").text
    rows = csv.reader(io.StringIO(file), delimiter=";")
    assert [row[0] for row in rows][1:] == ["A"]


@pytest.mark.parametrize(
    "query",
    [
        *("lots=beaucoup", "lots=10001", "energie=charbon", "reseau=9999X", "commune=zzzzz"),
        *("lat=45.1", "lat=abc&lon=5.7", "lat=-20.9&lon=55.4"),
    ],
)
def test_a_wrong_filter_is_said_and_lists_nothing(client, query):
    AmbassadeurFactory()
    response = client.get(f"{LIST}?{query}&visites=on")
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    # Where it is said, the fold is open; no chip takes it off.
    assert page.select_one("details.cu-fold[open] .fr-error-text")
    assert page.select_one(".cu-filter-chips, .co-card") is None
    assert "Un critère est à corriger" in response.text
    said = "Nous ne savons pas situer ce point" in response.text
    assert said is query.startswith("lat")
    file = client.get(f"{LIST}export.csv?{query}")
    assert (file.status_code, len(file.text.splitlines())) == (422, 1)
    places = client.get(f"{LIST}carte.geojson?{query}")
    assert (places.status_code, places.json()["features"]) == (422, [])


def test_empty_says_what_to_do(client):
    assert "Aucun ambassadeur ne répond en ce moment" in client.get(LIST).text
    reseau = ReseauFactory(name="Réseau sans personne")
    response = client.get(f"{LIST}?reseau={reseau.slug}")
    assert "Retirez un critère" in response.text
    assert "Réseau sans personne" in response.text


def test_twenty_a_page(client):
    reseau = ReseauFactory()
    AmbassadeurFactory.create_batch(21, copropriete__reseau=reseau)
    assert len(names(client.get(LIST))) == 20
    assert len(names(client.get(f"{LIST}?page=2"))) == 1
    assert len(names(client.get(f"{LIST}?page=99"))) == 1


def test_a_pause_stops_visits_and_is_said(client):
    mandate = AmbassadeurFactory(
        takes_visits=True, paused_until=timezone.localdate() + timedelta(days=30)
    )
    assert names(client.get(f"{LIST}?visites=on")) == []
    shown = client.get(mandate.copropriete.get_absolute_url()).text
    assert "En pause jusqu’au" in shown
    assert "Voir qui d’autre peut répondre" in shown
    assert "Poser une question en privé" not in shown
    assert "Leur écrire" not in shown
    network = client.get(mandate.copropriete.reseau.get_absolute_url()).text
    assert "(en pause)" in network
    assert "répondent à vos questions" not in network


@pytest.mark.parametrize(
    ("facts", "is_full"),
    [
        ({"demandes_month": "2026-11", "demandes_this_month": 4}, True),
        ({"demandes_month": "2026-10", "demandes_this_month": 4}, False),
        ({"open_demandes": 2}, True),
        ("a measure forbids to answer", True),
    ],
)
def test_who_takes_none_is_offered_for_nothing_that_would_be_refused(client, facts, is_full):
    is_sanctioned = isinstance(facts, str)
    mandate = AmbassadeurFactory(takes_visits=True, **({} if is_sanctioned else facts))
    if is_sanctioned:
        sanctioned(case=CaseFactory(content__author=mandate.user))
    building = mandate.copropriete
    space = ensure_space(building.reseau)
    card = client.get(LIST).text
    assert ("ne prend pas de nouvelle demande" in card) is is_full
    assert ("accepte des visites" in card) is not is_full
    assert names(client.get(f"{LIST}?visites=on")) == ([] if is_full else [building.name])
    shown = client.get(building.get_absolute_url()).text
    assert ("Poser une question en privé" in shown) is not is_full
    assert ("Demander une visite" in shown) is not is_full
    assert ("Ne prend pas de nouvelle demande" in shown) is is_full
    assert ("Voir qui d’autre peut répondre" in shown) is is_full
    # What their limit does not count is still there.
    ask = f"{reverse('questions:ask')}?espace={space.slug}"
    assert ask in shown


def test_a_limit_reached_is_on_the_pages_kept(django_capture_on_commit_callbacks):
    mandate = AmbassadeurFactory(max_open=2)
    for move, moves in ((reserve, 0), (reserve, 1)):
        with django_capture_on_commit_callbacks(execute=True):
            before = read_version()
            assert move(mandate)
        assert read_version().number - before.number == moves
    for moves in (1, 0):
        with django_capture_on_commit_callbacks(execute=True):
            before = read_version()
            release(mandate.pk)
        assert read_version().number - before.number == moves


def test_their_published_answers_in_their_network(client):
    mandate = AmbassadeurFactory()
    space = ensure_space(mandate.copropriete.reseau)
    mine = {"author": mandate.user}
    shown = AnswerFactory(
        body_html="<p>Réponse&nbsp;: <em>1 200 €</em></p>", question__space=space, **mine
    )
    AnswerFactory(body="Réponse masquée", question__space=space, hidden=True, **mine)
    hidden = QuestionFactory(space=space, hidden=True)
    AnswerFactory(body="Sous question masquée", question=hidden, **mine)
    AnswerFactory(body="Dans un autre espace", **mine)
    AnswerFactory(body="Par quelqu’un d’autre", question__space=space)
    response = client.get(mandate.copropriete.get_absolute_url())
    page = BeautifulSoup(response.content, "html.parser")
    assert [one.select("p")[1].get_text() for one in page.select(".co-answers li")] == [
        "Réponse : 1 200 €"
    ]
    assert f"#reponse-{shown.pk}" in response.text
    assert shown.question.title in response.text
    assert f"/communaute/questions/poser/?espace={space.slug}" in response.text


@pytest.mark.parametrize("rows", [1, 25])
def test_list_costs_eight_queries(client, django_assert_max_num_queries, rows):
    """Nor more for whoever compares it with their own building."""
    AmbassadeurFactory.create_batch(rows)
    sign_in_with_building(client)
    client.get(LIST)  # the site's address is read once per process
    for query in ("", "?lat=45.1667&lon=5.7167&chiffres=on"):
        with django_assert_max_num_queries(8):
            client.get(f"{LIST}{query}")


def test_who_belongs_to_the_building_is_offered_nothing_that_would_be_refused(client):
    mandate = AmbassadeurFactory(takes_visits=True)
    member, other = UserFactory(), UserFactory()
    CoproprieteMember.objects.create(copropriete=mandate.copropriete, user=member)
    asks = ("Poser une question en privé", "Demander une visite", "en devenir ambassadeur")
    for person, is_offered in ((mandate.user, False), (member, False), (other, True)):
        client.force_login(person)
        page = client.get(mandate.copropriete.get_absolute_url()).text
        assert [ask in page for ask in asks] == [is_offered] * len(asks)


@pytest.mark.parametrize("rows", [1, 5])
def test_page_costs_the_same_with_many_answers_figures_and_photos(
    client, django_assert_max_num_queries, rows
):
    retour = RetourFactory(published=True)
    building = retour.copropriete
    space = ensure_space(building.reseau)
    AnswerFactory.create_batch(rows, author=retour.author, question__space=space)
    for key in list(FigureKey)[:rows]:
        FigureFactory(retour=retour, key=key)
    PhotoFactory.create_batch(rows, retour=retour)
    client.force_login(UserFactory())
    client.get(building.get_absolute_url())
    # Session, user, memberships, notifications; building, ambassadors, sheet, its figures and
    # photos, answers, thanks, visits; whether it is theirs; whether the answer to a question comes
    # by mail: address that bounces, preference.
    with django_assert_max_num_queries(15):
        client.get(building.get_absolute_url())


def test_the_network_tag_shows_its_own_only():
    mandate = AmbassadeurFactory(copropriete__name="Ici")
    AmbassadeurFactory(copropriete__name="Ailleurs", copropriete__quote="")
    html = render_tags(mandate.copropriete.reseau)
    assert html.count("Ici") == 2
    assert "Ailleurs" not in html


def test_search_finds_by_words_of_the_page():
    mandate = AmbassadeurFactory(
        copropriete__name="Les Tilleuls", copropriete__quartier="Île Verte"
    )
    indexer.rebuild(["coproprietes"])
    for query in ("tilleuls grenoble", "tilleuls 38000", "tileuls île verte"):
        assert find(query).lines[0].url == mandate.copropriete.get_absolute_url()

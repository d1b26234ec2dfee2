"""Finding a space, reading who answers there, describing it; its figures are exact."""

import pytest
from bs4 import BeautifulSoup

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.reseaux.models import Reseau
from communaute.moderation.enums import ContentStatus
from communaute.questions.counters import (
    answer_status_changed,
    drifting_spaces,
    question_status_changed,
    repair,
)
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.models import Answer, Question, Space
from communaute.questions.services import create_space
from communaute.questions.spaces.views import describe_space
from communaute.territoires.models import Commune
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.communaute.moderation.states import put_in_state
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory, SpaceFactory
from tests.personas import make_person
from tests.versions import version_in

pytestmark = pytest.mark.django_db

INDEX = "/communaute/espaces/"


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def grenoble():
    return create_space(
        kind="reseau",
        slug="3802C",
        title="Réseau de l’Île verte",
        commune=Commune.objects.get(code="38185"),
    )


def found(client, words):
    return [space.slug for space in client.get(INDEX, {"q": words}).context["found"]]


def test_a_space_for_each_theme_and_each_departement_exists_from_the_first_day(client):
    assert Space.objects.filter(kind="theme").count() == 6
    assert Space.objects.get(slug="departement-38").departement_id == "38"
    page = soup(client.get(INDEX))
    assert "Aides et financement" in page.select_one("#espaces-theme").parent.text
    listed = client.get(f"{INDEX}departements/").content.decode()
    assert "Isère (38)" in listed
    assert "Guadeloupe (971)" in listed


@pytest.mark.parametrize(
    "words", ["grenoble", "GRENOBLE", "38000", "ile verte", "île", "Grenoble (38)"]
)
def test_a_network_is_found_by_its_name_its_commune_or_its_postcode(client, grenoble, words):
    assert grenoble.slug in found(client, words)


@pytest.mark.parametrize("words", ["meylan", "38240", "isere", "Isère"])
def test_a_commune_without_network_leads_to_its_territory(client, grenoble, words):
    shown = found(client, words)
    assert "departement-38" in shown
    assert "departement-69" not in shown


@pytest.mark.parametrize("words", ["zzz", "é\x00", "%", "_", "x" * 101, "'\"", "   "])
def test_what_names_no_space_finds_none_and_says_where_to_go(client, grenoble, words):
    response = client.get(INDEX, {"q": words})
    assert response.status_code == 200
    assert response.context["found"] == []
    assert soup(response).find("a", href="/communaute/espaces/departements/") or not words.strip()


def test_the_page_says_who_answers_who_keeps_it_and_its_figures(client, exploitant):
    make_person("ambassadeur")
    reseau = Reseau.objects.get()
    reseau.space = SpaceFactory(description="Pour le centre.")
    reseau.exploitant = exploitant.memberships.get().organisation
    reseau.save()
    OrganisationFactory(name="ALEC de Grenoble", covers=["38"])
    AnswerFactory(question__space=reseau.space)
    QuestionFactory(space=reseau.space)
    page = soup(client.get(reseau.space.get_absolute_url()))
    aside = " ".join(page.select_one("aside").text.split())
    for said in (
        "Camille, Résidence de l’ambassadeur Ambassadeur",
        f"{reseau.exploitant.name} Exploitant",
        "ALEC de Grenoble, agence locale de l’énergie",
        "2 questions, 1 répondue",
    ):
        assert said in aside
    assert "Pour le centre." in page.select_one(".cu-lead").text
    assert Ambassadeur.objects.get().user.display_name not in aside
    page = soup(client.get(SpaceFactory(commune=None).get_absolute_url()))
    assert "L’équipe nationale" in page.select_one("aside").text


def test_a_space_is_described_by_those_who_keep_it(client, agence, agence_ailleurs, membre):
    space = SpaceFactory()
    address = f"{space.get_absolute_url()}decrire/"
    client.force_login(agence)
    assert client.post(address, {"description": "x" * 601}).status_code == 422
    assert client.post(address, {"description": " Bienvenue. "})["Location"] in address
    assert "Bienvenue." in client.get(space.get_absolute_url()).text
    for person in (agence_ailleurs, membre):
        with pytest.raises(QuestionNotAllowed):
            describe_space(actor=person, space=space, description="Non.")
    space.refresh_from_db()
    assert space.description == "Bienvenue."


def test_a_description_written_meanwhile_is_not_replaced_unread(client, agence, equipe):
    space = SpaceFactory()
    address = f"{space.get_absolute_url()}decrire/"
    client.force_login(agence)
    read = version_in(client.get(address))
    describe_space(actor=equipe, space=space, description="Celle de l’équipe.")
    mine = {"description": "Celle de l’agence.", "version": read}
    refused = client.post(address, mine)
    assert refused.status_code == 409
    assert "vient de décrire cet espace" in refused.text
    assert "Celle de l’agence." in refused.text
    space.refresh_from_db()
    assert space.description == "Celle de l’équipe."
    again = mine | {"version": version_in(refused)}
    # The same click twice is no conflict.
    assert client.post(address, again).status_code == 302
    assert client.post(address, again).status_code == 302
    space.refresh_from_db()
    assert space.description == "Celle de l’agence."


def figures(space):
    return Space.objects.values_list("questions_count", "answered_count").get(pk=space.pk)


def change(content, status):
    old = type(content).objects.get(pk=content.pk)
    content.refresh_from_db()
    put_in_state(content, status)
    moved = question_status_changed if isinstance(content, Question) else answer_status_changed
    moved(content, old.status, status)


def test_the_figures_follow_what_is_hidden_and_restored():
    space = SpaceFactory()
    answer = AnswerFactory(question__space=space)
    AnswerFactory(question=answer.question, author=answer.question.author)
    question = answer.question
    assert figures(space) == (1, 1)
    change(answer, ContentStatus.HIDDEN)
    assert figures(space) == (1, 0)
    change(question, ContentStatus.HIDDEN)
    change(answer, ContentStatus.PUBLISHED)
    assert figures(space) == (0, 0)
    change(question, ContentStatus.PUBLISHED)
    assert figures(space) == (1, 1)
    assert drifting_spaces() == []
    Space.objects.filter(pk=space.pk).update(answered_count=8)
    assert "dont répondues 8 au lieu de 1" in str(drifting_spaces()[0])
    repair()
    assert figures(space) == (1, 1)
    assert Answer.objects.count() == 2


@pytest.mark.parametrize("trait", [{}, {"agence": True}, {"equipe": True}])
def test_the_index_costs_the_same_whatever_the_number(client, trait, django_assert_max_num_queries):
    SpaceFactory.create_batch(15)
    client.force_login(UserFactory(**trait))
    client.get(INDEX)
    with django_assert_max_num_queries(8):
        client.get(INDEX)
    with django_assert_max_num_queries(8):
        client.get(INDEX, {"q": "grenoble"})


def test_departements_are_listed_in_the_order_of_the_alphabet():
    listed = [one.title[:-5] for one in Space.objects.territories().for_list()]
    wanted = ("Alpes-de-Haute-Provence", "Alpes-Maritimes", "Saône-et-Loire", "Savoie")
    assert [one for one in listed if one in wanted] == list(wanted)

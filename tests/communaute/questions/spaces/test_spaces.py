"""Finding a space, reading who answers there, describing it; its figures are exact."""

import pytest

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.reseaux.models import Reseau
from communaute.moderation.enums import ContentStatus
from communaute.questions.counters import (
    drifting_spaces,
    repair,
)
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.models import Answer, Space
from communaute.questions.services import create_space
from communaute.questions.spaces.views import describe_space
from communaute.territoires.models import Commune
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory
from tests.communaute.questions.acts import becomes, soup
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory, SpaceFactory
from tests.personas import make_person
from tests.versions import version_in

pytestmark = pytest.mark.django_db

INDEX = "/communaute/espaces/"


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
    # In the order of the alphabet.
    order = ("Alpes-de-Haute-Provence", "Alpes-Maritimes", "Saône-et-Loire", "Savoie (73)")
    assert sorted(order, key=listed.index) == list(order)


def test_a_network_is_found_by_its_name_or_its_place_and_a_commune_without_any_by_its_territory(
    client, grenoble
):
    names = ("grenoble", "GRENOBLE", "38000", "ile verte", "île", "Grenoble (38)")
    assert [words for words in names if grenoble.slug not in found(client, words)] == []
    elsewhere = {words: found(client, words) for words in ("meylan", "38240", "isere", "Isère")}
    assert [words for words, one in elsewhere.items() if "departement-38" not in one] == []
    assert [words for words, one in elsewhere.items() if "departement-69" in one] == []


def test_what_names_no_space_finds_none_and_says_where_to_go(client, grenoble):
    nothing = ("zzz", "é\x00", "%", "_", "x" * 101, "'\"", "   ")
    pages = {words: client.get(INDEX, {"q": words}) for words in nothing}
    assert {words: page.context["found"] for words, page in pages.items()} == {
        words: [] for words in nothing
    }
    link = "/communaute/espaces/departements/"
    led = {words for words, page in pages.items() if soup(page).find("a", href=link)}
    assert led >= set(nothing[:-1])


def test_the_page_says_who_answers_who_keeps_it_and_its_figures(client, exploitant):
    make_person("ambassadeur")
    reseau = Reseau.objects.get()
    reseau.space = SpaceFactory(description="Pour le centre.")
    reseau.exploitant = exploitant.memberships.get().organisation
    reseau.save()
    OrganisationFactory(name="ALEC de Grenoble", covers=["38"])
    OrganisationFactory(name="ALEC de Nantes", covers=["44"])
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
    assert "ALEC de Nantes" not in aside
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


def test_the_figures_follow_what_is_hidden_and_restored():
    space = SpaceFactory()
    answer = AnswerFactory(question__space=space)
    AnswerFactory(question=answer.question, author=answer.question.author)
    question = answer.question
    assert figures(space) == (1, 1)
    becomes(answer, ContentStatus.HIDDEN)
    assert figures(space) == (1, 0)
    becomes(question, ContentStatus.HIDDEN)
    becomes(answer, ContentStatus.PUBLISHED)
    assert figures(space) == (0, 0)
    becomes(question, ContentStatus.PUBLISHED)
    assert figures(space) == (1, 1)
    assert drifting_spaces() == []
    Space.objects.filter(pk=space.pk).update(answered_count=8)
    (wrong,) = drifting_spaces()
    assert (wrong["answered_count"], wrong["answered_counted"]) == (8, 1)
    repair()
    assert figures(space) == (1, 1)
    assert Answer.objects.count() == 2


def test_the_index_costs_the_same_whatever_the_number(client, django_assert_max_num_queries):
    SpaceFactory.create_batch(15)
    client.force_login(UserFactory(agence=True))
    client.get(INDEX)
    with django_assert_max_num_queries(8):
        client.get(INDEX)
    with django_assert_max_num_queries(8):
        client.get(INDEX, {"q": "grenoble"})

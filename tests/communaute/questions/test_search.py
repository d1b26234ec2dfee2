"""Questions in the search: with their answers, as they are, and only what anybody may read."""

import pytest

from communaute.moderation.enums import ContentStatus
from communaute.questions import search
from communaute.questions.effects import mark_useful, unmark_useful
from communaute.questions.enums import SpaceKind
from communaute.questions.services import (
    accept_answer,
    create_space,
)
from communaute.questions.spaces.views import describe_space
from communaute.territoires.models import Commune
from socle.search import indexer
from socle.search.models import Document
from socle.search.results import find
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import ask, becomes, comment, reply

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]


@pytest.fixture
def question():
    return ask(
        UserFactory(display_name="Jeanne"),
        title="Combien coûte un échangeur à plaques ?",
        body="Notre vieille chaudière au gaz tombe en panne tous les hivers, sur ce réseau.",
    )


def answer(question, body="Le détartrage annuel suffit, d’après notre chauffagiste."):
    return reply(question, UserFactory(display_name="Paul"), body)


def is_found(query: str) -> bool:
    return bool(find(query).lines)


def is_exact() -> bool:
    return not [one for one in indexer.differences() if one.source == "questions"]


def test_a_question_is_found_at_once_by_its_words_and_those_of_its_answers(question):
    assert is_found("échangeurs plaque")
    assert is_found("chaudieres")
    assert is_found("réseaux")
    # A word is not found inside another: « eau » is not « réseau ».
    assert question.title not in [str(line.title) for line in find("eau").lines]
    assert not is_found("detartrage")
    given, voter = answer(question), UserFactory()
    assert is_found("détartrages")
    mark_useful(actor=voter, answer=given)
    accept_answer(actor=question.author, answer=given)
    document = Document.objects.get(kind="questions")
    assert (document.useful, document.is_accepted, document.departement) == (1, True, "38")
    assert is_exact()
    unmark_useful(actor=voter, answer=given)
    assert Document.objects.get(kind="questions").useful == 0


def test_a_hidden_answer_and_a_hidden_question_leave_and_come_back(question):
    given = answer(question)
    becomes(given, ContentStatus.HIDDEN)
    assert not is_found("détartrage")
    assert is_found("échangeur")
    becomes(given, ContentStatus.PUBLISHED)
    assert is_found("détartrage")
    becomes(question, ContentStatus.HIDDEN)
    assert not Document.objects.filter(kind="questions").exists()
    assert not is_found("échangeur")
    becomes(question, ContentStatus.PUBLISHED)
    assert is_found("détartrage")
    assert is_exact()


def test_a_comment_is_found_with_what_it_is_about_while_both_are_read(question):
    comment(question, question.author, "Merci, Zéphyrine !")
    assert is_found("zephyrine")
    given = answer(question)
    said = comment(given, UserFactory(display_name="Rose"), "Le nôtre : calcaire de Volvic.")
    lines = find("calcaire").lines
    assert [line.url for line in lines] == [question.get_absolute_url()]
    assert "<mark>calcaire</mark>" in lines[0].extract
    becomes(said, ContentStatus.HIDDEN)
    assert not is_found("calcaire")
    becomes(said, ContentStatus.PUBLISHED)
    assert is_found("calcaire")
    becomes(given, ContentStatus.HIDDEN)
    assert not is_found("calcaire")
    assert is_exact()


def test_a_space_is_found_by_its_name_its_place_and_what_is_said_of_it():
    grenoble = Commune.objects.get(code="38185")
    space = create_space(
        kind=SpaceKind.NETWORK, slug="9999C", title="Réseau des Granges", commune=grenoble
    )
    for query in ("granges", "38000", "espace grenoble"):
        (line,) = find(query).lines
        assert (line.url, line.kind) == (space.get_absolute_url(), "Espaces")
    team = UserFactory(is_superuser=True)
    describe_space(actor=team, space=space, description="On y parle surtout de la chaufferie bois.")
    assert is_found("chaufferie")
    assert not [one for one in indexer.differences() if one.pk == space.pk]


def test_an_answer_that_comes_after_those_that_are_read_moves_the_date_alone(question, monkeypatch):
    monkeypatch.setattr(search, "ANSWERS_READ", 2)
    for body in ("Le joint de la pompe suffit.", "Un robinet thermostatique aussi."):
        answer(question, body)
        assert is_exact()
    last = answer(question, "Le vase d’expansion, chez nous.")
    assert is_exact()
    assert is_found("robinet thermostatique")
    assert not is_found("vase expansion")
    assert Document.objects.get(kind="questions").happened_at == last.created_at

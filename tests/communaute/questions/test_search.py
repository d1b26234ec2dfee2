"""Questions in the search: with their answers, as they are, and only what anybody may read."""

import uuid

import pytest

from communaute.moderation.enums import ContentStatus
from communaute.questions import search
from communaute.questions.comments import add_comment
from communaute.questions.counters import (
    answer_status_changed,
    comment_status_changed,
    question_status_changed,
)
from communaute.questions.effects import mark_useful, unmark_useful
from communaute.questions.enums import SpaceKind
from communaute.questions.models import Question
from communaute.questions.services import (
    accept_answer,
    answer_question,
    ask_question,
    create_space,
)
from communaute.questions.spaces.views import describe_space
from communaute.territoires.models import Commune
from socle.search import indexing
from socle.search.finding import find
from socle.search.models import Document
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import put_in_state

from .factories import SpaceFactory

pytestmark = pytest.mark.django_db

BODY = "Notre vieille chaudière au gaz tombe en panne tous les hivers."


@pytest.fixture
def question():
    return ask_question(
        actor=UserFactory(display_name="Jeanne"),
        space=SpaceFactory(),
        title="Combien coûte un échangeur à plaques ?",
        body=BODY,
        submission_key=uuid.uuid4(),
    )


def answer(question, body="Le détartrage annuel suffit, d’après notre chauffagiste."):
    return answer_question(
        actor=UserFactory(display_name="Paul"),
        question=question,
        body=body,
        submission_key=uuid.uuid4(),
    )


def is_found(query: str) -> bool:
    return bool(find(query).lines)


def is_exact() -> bool:
    return not [one for one in indexing.differences() if one.source == "questions"]


def test_a_question_is_found_at_once_by_its_words_and_those_of_its_answers(question):
    assert is_found("échangeurs plaque")
    assert is_found("chaudieres")
    assert not is_found("detartrage")
    reply = answer(question)
    assert is_found("détartrages")
    mark_useful(actor=UserFactory(), answer=reply)
    accept_answer(actor=question.author, answer=reply)
    document = Document.objects.get(kind="questions")
    assert (document.useful, document.is_accepted, document.departement) == (1, True, "38")
    assert is_exact()


def test_a_vote_taken_back_is_followed(question):
    reply, voter = answer(question), UserFactory()
    mark_useful(actor=voter, answer=reply)
    unmark_useful(actor=voter, answer=reply)
    assert Document.objects.get(kind="questions").useful == 0


def hide(content, changed, status=ContentStatus.HIDDEN):
    old = content.status
    put_in_state(content, status)
    changed(content, old, status)


def test_a_hidden_answer_and_a_hidden_question_leave_and_come_back(question):
    reply = answer(question)
    hide(reply, answer_status_changed)
    assert not is_found("détartrage")
    assert is_found("échangeur")
    hide(reply, answer_status_changed, ContentStatus.PUBLISHED)
    assert is_found("détartrage")
    hide(question, question_status_changed)
    assert not Document.objects.filter(kind="questions").exists()
    assert not is_found("échangeur")
    hide(Question.objects.get(), question_status_changed, ContentStatus.PUBLISHED)
    assert is_found("détartrage")
    assert is_exact()


def test_a_word_is_not_found_inside_another(question):
    """« eau » is not « réseau »."""
    ask_question(
        actor=UserFactory(display_name="Ali"),
        space=question.space,
        title="Le réseau passe-t-il par ici ?",
        body="Je cherche un réseau de chaleur dans ce quartier.",
        submission_key=uuid.uuid4(),
    )
    assert not any("réseau" in str(line.title).lower() for line in find("eau").lines)


def test_a_comment_is_found_with_the_answer_it_is_about_while_both_are_read(question):
    reply = answer(question)
    comment = add_comment(
        actor=UserFactory(display_name="Rose"),
        about=reply,
        body="Le nôtre est entartré par le calcaire de Volvic.",
        submission_key=uuid.uuid4(),
    )
    lines = find("calcaire").lines
    assert [line.url for line in lines] == [question.get_absolute_url()]
    assert "<mark>calcaire</mark>" in lines[0].extract
    hide(comment, comment_status_changed)
    assert not is_found("calcaire")
    hide(comment, comment_status_changed, ContentStatus.PUBLISHED)
    assert is_found("calcaire")
    hide(reply, answer_status_changed)
    assert not is_found("calcaire")
    assert is_exact()


def test_a_comment_under_the_question_is_found(question):
    add_comment(
        actor=question.author,
        about=question,
        body="Merci, Zéphyrine !",
        submission_key=uuid.uuid4(),
    )
    assert is_found("zephyrine")
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
    assert not [one for one in indexing.differences() if one.pk == space.pk]


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

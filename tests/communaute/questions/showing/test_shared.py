import pickle
import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser, Group
from django.core.cache import cache
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.starter import EDITORS
from communaute.comptes.badges import Badge
from communaute.moderation.enums import ContentStatus
from communaute.questions.models import Answer, Question
from communaute.questions.reading.orders import THREAD
from communaute.questions.reading.thread import thread
from communaute.questions.showing import shared
from communaute.questions.votes import mark_useful
from communaute.revising import cards
from communaute.revising.cards import answer_card
from socle.keyset import Place
from socle.models import PublicVersion
from tests.cms.factories import make_guide
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide
from tests.communaute.questions.factories import AnswerFactory, CommentFactory, QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    question = QuestionFactory(author__email="qui-demande@exemple.test")
    answers = AnswerFactory.create_batch(3, question=question)
    mark_useful(actor=UserFactory(), answer=answers[0])
    CommentFactory(question=question, answer=answers[1])
    Question.objects.filter(pk=question.pk).update(accepted_answer=answers[1])
    question.refresh_from_db()
    return question


@pytest.fixture
def member(client):
    member = UserFactory()
    client.force_login(member)
    return member


def page(client, question):
    response = client.get(question.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def same_for_all(html):
    """Without the tokens, the key and the moment, new on each page, nor the spaces around tags."""
    html = re.sub(
        r'(name="(?:csrfmiddlewaretoken|submission_key|opened)" value=")[^"]*', r"\1", html
    )
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", html)).replace("><", ">\n<").splitlines()


@pytest.mark.parametrize("reader", ["visitor", "member", "who thanked"])
def test_the_page_kept_is_the_one_made_for_one_reader(client, question, monkeypatch, reader):
    make_guide(title="Un guide")
    if reader != "visitor":
        client.force_login(user := UserFactory())
    if reader == "who thanked":
        mark_useful(actor=user, answer=question.answers.last())
    with monkeypatch.context() as patch:
        patch.setattr("communaute.questions.views.reading.shared_context", lambda *_: None)
        own = same_for_all(page(client, question))
    # A page that a visitor was given whole is not made again.
    cache.clear()
    assert same_for_all(page(client, question)) == own
    made = cache._cache.copy() if hasattr(cache, "_cache") else None
    assert made is None or any("questions:shared" in key for key in made)
    assert same_for_all(page(client, question)) == own
    assert "\0" not in "".join(own)


def test_a_reader_gets_their_own_token_and_votes(client, question, member):
    page(client, question)
    other = UserFactory()
    mark_useful(actor=other, answer=question.answers.first())
    client.force_login(other)
    found = BeautifulSoup(page(client, question), "html.parser")
    assert len(found.select('button[aria-pressed="true"]')) == 1
    tokens = {field["value"] for field in found.select('[name="csrfmiddlewaretoken"]')}
    assert {len(token) for token in tokens} == {64}
    client.force_login(member)
    assert 'aria-pressed="true"' not in page(client, question)


@pytest.mark.parametrize("signed_in", [False, True])
def test_what_another_process_hides_is_gone_at_once(client, question, signed_in):
    """The number in the database is all that two processes share."""
    if signed_in:
        client.force_login(UserFactory())
    answer = question.answers.first()
    Answer.objects.filter(pk=answer.pk).update(body_html="<p>Un mot à taire</p>")
    assert "Un mot à taire" in page(client, question)
    Answer.objects.filter(pk=answer.pk).update(status=ContentStatus.DELETED)
    PublicVersion.objects.update_or_create(pk=1)
    PublicVersion.objects.update(number=F("number") + 1)
    assert "Un mot à taire" not in page(client, question)


def test_what_moderation_hides_is_gone_at_once(
    client, question, member, equipe, django_capture_on_commit_callbacks
):
    answer = AnswerFactory(question=question, body_html="<p>Un mot à taire</p>")
    assert "Un mot à taire" in page(client, question)
    with django_capture_on_commit_callbacks(execute=True):
        hide(CaseFactory(content=answer), equipe)
    assert "Un mot à taire" not in page(client, question)
    # Its author and its moderators still read it, on pages of their own.
    for reader in (answer.author, equipe):
        client.force_login(reader)
        assert "Un mot à taire" in page(client, question)
    client.force_login(member)
    assert "Un mot à taire" not in page(client, question)


def test_who_may_do_more_has_a_page_of_their_own(client, question, member, equipe):
    page(client, question)
    answer = question.answers.first()
    for reader, words in (
        (answer.author, f"/reponses/{answer.pk}/retirer/"),
        (question.author, "Ajouter une précision"),
        (equipe, "Modérer"),
    ):
        client.force_login(reader)
        own = page(client, question)
        assert words in own, reader
        client.force_login(member)
        assert words not in page(client, question)


def test_a_member_sees_at_once_what_comes(client, question, member):
    page(client, question)
    AnswerFactory(question=question, body_html="<p>Une autre réponse</p>")
    Question.objects.filter(pk=question.pk).update(answers_count=F("answers_count") + 1)
    assert "Une autre réponse" in page(client, question)


def test_nothing_of_an_account_is_kept(client, question, member, monkeypatch):
    kept = []
    monkeypatch.setattr(
        shared, "cache", type("Cache", (), {"get": {}.get, "set": lambda *a: kept.append(a)})
    )
    page(client, question)
    ((_, found, seconds),) = kept
    assert seconds == 60
    assert b"qui-demande@exemple.test" not in pickle.dumps(found)
    assert member.email.encode() not in pickle.dumps(found)
    kept = found.question._state.fields_cache["author"]
    assert (kept.public_name, kept.password) == (question.author.public_name, "")


def test_a_visitor_is_no_editor_when_nobody_is(client, question):
    assert not Group.objects.filter(name=EDITORS, user__isnull=False)
    assert "En faire un guide" not in page(client, question)


def test_only_the_two_ends_of_a_thread_are_kept(client, question, monkeypatch):
    kept = {}
    keep = cache.set
    monkeypatch.setattr(shared.cache, "set", lambda *a: (kept.update([a[:2]]), keep(*a)))
    for place in ("?apres=AAAA", "?avant=AAAA", f"?reponse={question.answers.first().pk}"):
        client.get(question.get_absolute_url() + place)
    # What stands around the answers of all the others is kept once.
    (around,) = (page for key, page in kept.items() if "questions:shared" in key)
    assert set(around.parts) == {"question", "aside"}


def deep_pages(client, question, places):
    urls = [f"{question.get_absolute_url()}?apres={THREAD.cursor(place)}" for place in places]
    pages = [client.get(url) for url in urls]
    assert {page.status_code for page in pages} == {200}
    return [same_for_all(page.content.decode()) for page in pages]


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_middle_of_a_thread_is_the_one_made_for_one_reader(
    client, question, monkeypatch, signed_in
):
    if signed_in:
        client.force_login(user := UserFactory())
        mark_useful(actor=user, answer=question.answers.last())
    places = list(question.answers.order_by(*THREAD.order)[:2])
    with monkeypatch.context() as patch:
        patch.setattr("communaute.questions.views.reading.shared_context", lambda *_: None)
        own = deep_pages(client, question, places)
    cache.clear()
    assert deep_pages(client, question, places) == own
    assert deep_pages(client, question, reversed(places)) == own[::-1]


@pytest.mark.parametrize(
    "change",
    [
        {"body_html": "<p>Un autre texte</p>"},
        {"caution": "À lire avec prudence"},
        {"edited_at": timezone.now()},
        {"useful_count": 7},
        {"comments_count": 2},
        {"author": None},
        {"status": ContentStatus.DELETED},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_card_says_what_changed(question, change):
    """Found again by all that it says: the one kept is the one made anew."""
    answer = in_the_thread(question)
    before = answer_card(answer, {answer.author_id: []})
    assert answer_card(answer, {answer.author_id: []}) == before
    for name, value in change.items():
        setattr(answer, name, value)
    badges = {answer.author_id: []}
    after = answer_card(answer, badges)
    cards._CARDS.kept.clear()
    assert before != after == answer_card(answer, badges)


def test_a_card_says_the_badges_of_its_author(question):
    answer = in_the_thread(question)
    badge = Badge("Agence", "agence", "fr-icon-lightbulb-line")
    assert "Agence" not in answer_card(answer, {answer.author_id: []})
    assert "Agence" in answer_card(answer, {answer.author_id: [badge]})


def in_the_thread(question):
    answer = next(iter(thread(AnonymousUser(), question, Place()).page))
    answer.first_comments = []
    return answer


@pytest.mark.parametrize(("signed_in", "budget"), [(False, 1), (True, 7)])
def test_what_is_kept_is_not_read_again(client, question, signed_in, budget):
    if signed_in:
        client.force_login(UserFactory())
    page(client, question)
    with CaptureQueriesContext(connection) as seen:
        client.get(f"{question.get_absolute_url()}?x=1")
    assert len(seen) <= budget
    assert not [one for one in seen if '"questions_answer"."body_html"' in one["sql"]]

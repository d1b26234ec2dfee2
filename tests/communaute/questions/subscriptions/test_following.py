"""Following a question, a space, a theme: told once, by the morning's mail, never one's own."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag

from communaute.moderation.enums import ContentStatus
from communaute.notifications.catalogue import Channel
from communaute.notifications.channels import Ways
from communaute.notifications.models import Mail, Notification
from communaute.notifications.preferences.services import set_ways
from communaute.questions.announcements import announce_comment
from communaute.questions.counters import answer_status_changed, question_status_changed
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.kinds import is_still_followed, travels, wants_to_hear
from communaute.questions.models import Subscription
from communaute.questions.perms import can_follow
from communaute.questions.services import answer_question, ask_question
from communaute.questions.subscriptions import set_following
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import put_in_state
from tests.communaute.questions.factories import CommentFactory, QuestionFactory, SpaceFactory

FOLLOW = "/communaute/suivre/"
LIST = "/communaute/suivies/"
TEXT = "Nous avons payé quarante mille euros pour soixante lots, aides déduites."


@pytest.fixture
def space(db):
    return SpaceFactory()


@pytest.fixture
def question(db):
    return QuestionFactory(author=UserFactory())


@pytest.fixture
def follower(question):
    person = UserFactory(email="suiveuse@example.org")
    set_following(actor=person, target=question, follows=True)
    return person


def answer(question, actor=None):
    actor = actor or UserFactory()
    return answer_question(actor=actor, question=question, body=TEXT, submission_key=uuid.uuid4())


def ask(space, actor=None, **fields):
    return ask_question(
        actor=actor or UserFactory(),
        space=space,
        title="Combien coûte le raccordement ?",
        body="Notre chaudière au gaz a vingt-cinq ans et le réseau passe dans la rue.",
        submission_key=uuid.uuid4(),
        **fields,
    )


def kinds_told(person):
    told = Notification.objects.visible_to(person).order_by("pk")
    return [kind.partition(".")[2] for kind in told.values_list("kind", flat=True)]


def test_followers_hear_of_each_answer_but_its_author(question, follower):
    other = answer(question)
    mine = answer(question, actor=follower)
    assert kinds_told(follower) == ["answer"]
    # Who answered follows by itself; the asker is told as the asker.
    assert kinds_told(other.author) == ["answer"]
    assert kinds_told(question.author) == ["first_answer", "new_answer"]
    held = Mail.objects.held().filter(kind="subscriptions.answer")
    assert set(held.values_list("user", flat=True)) == {follower.pk, other.author_id}
    assert mine.author_id == follower.pk


def test_who_stopped_hears_nothing_even_after_answering(question, follower):
    set_following(actor=follower, target=question, follows=False)
    answer(question, actor=follower)
    answer(question)
    assert kinds_told(follower) == []
    set_following(actor=question.author, target=question, follows=False)
    answer(question)
    assert kinds_told(question.author) == ["first_answer", "new_answer"]


def test_asking_follows_ones_question(space):
    asked = ask(space)
    assert Subscription.objects.active().get().question == asked
    assert kinds_told(asked.author) == []


def test_a_space_and_a_theme_followed_by_one_person_tell_one_question_once(space, db):
    person, asker, stranger = UserFactory(), UserFactory(), UserFactory()
    tag = Tag.objects.create(name="subventions", slug="subventions")
    for who in (person, asker):
        set_following(actor=who, target=space, follows=True)
        set_following(actor=who, target=tag, follows=True)
    set_following(actor=stranger, target=SpaceFactory(), follows=True)
    ask(space, actor=asker, tags=["subventions"])
    assert kinds_told(person) == ["question"]
    assert kinds_told(asker) == kinds_told(stranger) == []


def test_who_is_asked_to_answer_is_not_told_twice(space, agence):
    set_following(actor=agence, target=space, follows=True)
    ask(space)
    assert kinds_told(agence) == ["new_in_space"]


def test_one_chooses_how_one_is_told(question, follower):
    never = Ways(site=False, mail=Channel.NONE)
    set_ways(actor=follower, ways={"subscriptions.answer": never})
    answer(question)
    assert kinds_told(follower) == []
    assert not Mail.objects.filter(user=follower).exists()


@pytest.mark.parametrize("what", ["answer", "question"])
def test_what_is_hidden_is_not_told_and_comes_back_once(what, question, follower, space):
    if what == "question":
        set_following(actor=follower, target=space, follows=True)
        content, changed = ask(space), question_status_changed
    else:
        content, changed = answer(question), answer_status_changed
    told = [what]
    assert kinds_told(follower) == told
    put_in_state(content, ContentStatus.HIDDEN)
    changed(content, ContentStatus.PUBLISHED, ContentStatus.HIDDEN)
    assert kinds_told(follower) == []
    assert not Mail.objects.held().filter(user=follower).exists()
    put_in_state(content, ContentStatus.PUBLISHED)
    content.refresh_from_db()
    changed(content, ContentStatus.HIDDEN, ContentStatus.PUBLISHED)
    assert kinds_told(follower) == told
    assert Mail.objects.held().filter(user=follower).count() == 1


def test_what_waits_is_dropped_once_one_stops_following(question, follower):
    context = Mail.objects.filter(user=follower).first()
    answer(question)
    context = Mail.objects.get(user=follower).context
    assert is_still_followed(follower, context)
    set_following(actor=follower, target=question, follows=False)
    assert not is_still_followed(follower, context)


@pytest.mark.parametrize("people", [1, 6])
def test_telling_costs_the_same_whatever_the_followers(question, people):
    for _ in range(people):
        set_following(actor=UserFactory(), target=question, follows=True)
    author = UserFactory()
    with CaptureQueriesContext(connection) as seen:
        answer(question, actor=author)
    about = [query for query in seen if "notification" in query["sql"]]
    assert len(about) <= 9
    assert Notification.objects.filter(kind="subscriptions.answer").count() == people


def test_a_hidden_question_cannot_be_followed_but_can_be_left(question, follower):
    put_in_state(question, ContentStatus.HIDDEN)
    question.refresh_from_db()
    with pytest.raises(QuestionNotAllowed):
        set_following(actor=UserFactory(), target=question, follows=True)
    assert set_following(actor=follower, target=question, follows=False) is False
    assert not Subscription.objects.visible_to(follower).exists()


def test_one_thing_once(question, follower, space):
    row = {"user": follower, "question": question}
    for wrong in (row, row | {"space": space}, {"user": follower}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Subscription.objects.create(**wrong)


# --- Pages --------------------------------------------------------------------------------------


def button(page):
    """What the button of a page sends: the token and all."""
    form = BeautifulSoup(page.content, "html.parser").select_one(f'form[action="{FOLLOW}"]')
    return {field["name"]: field["value"] for field in form.select("input")}


def test_a_question_and_a_space_are_followed_by_a_button_and_left(question, space):
    person = UserFactory()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    for target in (question, space):
        page = browser.get(target.get_absolute_url())
        assert "Ne plus suivre" not in page.text
        for _ in range(2):
            response = browser.post(FOLLOW, button(page))
            assert response.status_code == 302
            assert response.url == target.get_absolute_url()
        page = browser.get(target.get_absolute_url())
        assert "Ne plus suivre" in page.text
        listed = browser.get(LIST)
        assert str(target) in listed.text
        response = browser.post(FOLLOW, button(listed))
        assert response.url == LIST
        assert "Vous ne suivez aucune question" in browser.get(LIST).text


def test_a_theme_is_followed_from_the_list(client, question):
    question.tags.add("subventions")
    tag = Tag.objects.get()
    person = UserFactory()
    client.force_login(person)
    assert "Subventions" in client.get(LIST).text
    client.post(FOLLOW, {"quoi": "theme", "id": tag.pk, "suivre": "oui"})
    assert Subscription.objects.get().tag == tag
    assert "Ne plus suivre ce thème" in client.get(LIST).text


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 422),
        ({"quoi": "personne", "id": "1", "suivre": "oui"}, 422),
        ({"quoi": "espace", "id": "1" * 30, "suivre": "oui"}, 422),
        ({"quoi": "espace", "id": "2147483647", "suivre": "oui"}, 302),
        ({"quoi": "question", "id": "2147483647", "suivre": "non"}, 302),
    ],
)
def test_nonsense_is_refused(client, db, sent, status):
    client.force_login(UserFactory())
    assert client.post(FOLLOW, sent).status_code == status
    assert not Subscription.objects.exists()


def test_a_question_hidden_from_me_is_not_followed(client, db):
    hidden = QuestionFactory(hidden=True)
    client.force_login(UserFactory())
    sent = {"quoi": "question", "id": hidden.pk, "suivre": "oui"}
    page = client.post(FOLLOW, sent, follow=True)
    assert "n’est plus en ligne" in page.text
    assert hidden.title not in page.text
    assert not Subscription.objects.exists()


def test_visitors_are_led_to_sign_in(client, question):
    page = client.get(question.get_absolute_url()).text
    assert f"?next={question.get_absolute_url()}" in page
    assert client.post(FOLLOW, {}).status_code == 302


def test_the_list_is_mine(client, question, follower):
    client.force_login(UserFactory())
    assert question.title not in client.get(LIST).text


def test_a_theme_is_followed_from_its_page_and_leads_back_to_it(client, space):
    person = UserFactory()
    tag = ask(space, tags=["Travaux"]).tags.get()
    page = f"/communaute/themes/{tag.slug}/"
    client.force_login(person)
    for follows, words in (("oui", "Ne plus suivre ce thème"), ("non", "Suivre ce thème")):
        data = {"quoi": "theme", "id": tag.pk, "suivre": follows}
        back = client.post(FOLLOW, data, follow=True)
        assert back.redirect_chain == [(page, 302)]
        button = BeautifulSoup(back.content, "html.parser").select_one(".cu-follow button")
        assert button.get_text(strip=True) == words
    back = client.post(FOLLOW, data | {"suivre": "oui", "retour": "suivies"}, follow=True)
    assert back.redirect_chain == [(LIST, 302)]
    assert page in back.content.decode()


def test_nobody_follows_without_an_account(question, follower):
    assert not can_follow(AnonymousUser(), question)
    assert can_follow(follower, question)
    question.status = ContentStatus.HIDDEN
    assert not can_follow(follower, question)


def test_who_stopped_following_their_question_hears_of_it_no_more(client, question):
    """Neither of a comment, nor of an answer told before and not sent yet; nothing says they do."""
    asker, other = question.author, UserFactory(display_name="Claire V.")
    set_following(actor=asker, target=question, follows=False)
    context = {"question_pk": question.pk}
    assert not wants_to_hear(asker, context)
    client.force_login(other)
    data = {"body": TEXT, "submission_key": str(uuid.uuid4())}
    page = client.post(f"/communaute/questions/{question.pk}/repondre/", data, follow=True)
    assert "est prévenue" not in page.text
    comment = CommentFactory(question=question, author=other)
    announce_comment(comment)
    assert not Notification.objects.filter(user=asker, kind="questions.new_comment").exists()


def test_its_page_does_not_promise_a_mail_to_who_stopped(client, question):
    client.force_login(question.author)
    assert "Dès la première réponse" in client.get(question.get_absolute_url()).text
    set_following(actor=question.author, target=question, follows=False)
    page = client.get(question.get_absolute_url()).text
    assert "Dès la première réponse" not in page
    assert "Vous ne suivez plus cette question" in page


def test_a_mail_that_waits_asks_whether_one_still_follows_there(question):
    person, context = UserFactory(), {"question_pk": question.pk}
    set_following(actor=person, target=question.space, follows=True)
    assert travels(person, context)
    set_following(actor=person, target=question.space, follows=False)
    assert not travels(person, context)

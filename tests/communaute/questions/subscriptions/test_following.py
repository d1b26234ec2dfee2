"""Following a question, a space, a theme: told once, by the morning's mail, never one's own."""

import uuid

import pytest
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
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.kinds import is_still_followed, travels, wants_to_hear
from communaute.questions.models import Subscription
from communaute.questions.notify import announce_comment
from communaute.questions.perms import can_follow
from communaute.questions.subscriptions import set_following
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.states import put_in_state
from tests.communaute.questions.acts import SAID, ask, becomes, reply, soup
from tests.communaute.questions.factories import CommentFactory, QuestionFactory, SpaceFactory

FOLLOW = "/communaute/suivre/"
LIST = "/communaute/suivies/"


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


def kinds_told(person):
    told = Notification.objects.visible_to(person).order_by("pk")
    return [kind.partition(".")[2] for kind in told.values_list("kind", flat=True)]


@pytest.mark.usefixtures("trusted")
def test_followers_hear_of_each_answer_but_its_author(question, follower):
    never = UserFactory()
    set_following(actor=never, target=question, follows=True)
    ways = {"subscriptions.answer": Ways(site=False, mail=Channel.NONE)}
    set_ways(actor=never, ways=ways)
    other = reply(question)
    mine = reply(question, follower)
    assert kinds_told(follower) == ["answer"]
    # Who answered follows by itself; the asker is told as the asker.
    assert kinds_told(other.author) == ["answer"]
    assert kinds_told(question.author) == ["first_answer", "new_answer"]
    held = Mail.objects.held().filter(kind="subscriptions.answer")
    assert set(held.values_list("user", flat=True)) == {follower.pk, other.author_id}
    assert mine.author_id == follower.pk
    # One chooses how one is told; what waits is dropped once one stops following.
    assert kinds_told(never) == []
    context = held.get(user=follower).context
    assert is_still_followed(follower, context)
    set_following(actor=follower, target=question, follows=False)
    assert not is_still_followed(follower, context)


@pytest.mark.usefixtures("trusted")
def test_who_stopped_hears_nothing_even_after_answering(question, follower):
    set_following(actor=follower, target=question, follows=False)
    reply(question, follower)
    reply(question)
    assert kinds_told(follower) == []
    set_following(actor=question.author, target=question, follows=False)
    reply(question)
    assert kinds_told(question.author) == ["first_answer", "new_answer"]


@pytest.mark.usefixtures("trusted")
def test_a_space_and_a_theme_followed_by_one_person_tell_one_question_once(space, agence):
    person, asker, stranger = UserFactory(), UserFactory(), UserFactory()
    tag = Tag.objects.create(name="subventions", slug="subventions")
    for who in (person, asker, agence):
        set_following(actor=who, target=space, follows=True)
        set_following(actor=who, target=tag, follows=True)
    set_following(actor=stranger, target=SpaceFactory(), follows=True)
    asked = ask(asker, space, tags=["subventions"])
    assert kinds_told(person) == ["question"]
    assert kinds_told(asker) == kinds_told(stranger) == []
    # Who is asked to answer is not told twice; who asks follows their question.
    assert kinds_told(agence) == ["new_in_space"]
    assert Subscription.objects.active().get(question__isnull=False).question == asked
    # A mail that waits asks whether one still follows there.
    context = {"question_pk": asked.pk}
    assert travels(person, context)
    for target in (space, tag):
        set_following(actor=person, target=target, follows=False)
    assert not travels(person, context)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("what", ["answer", "question"])
def test_what_is_hidden_is_not_told_and_comes_back_once(what, question, follower, space):
    if what == "question":
        set_following(actor=follower, target=space, follows=True)
        content = ask(space=space)
    else:
        content = reply(question)
    told = [what]
    assert kinds_told(follower) == told
    becomes(content, ContentStatus.HIDDEN)
    assert kinds_told(follower) == []
    assert not Mail.objects.held().filter(user=follower).exists()
    becomes(content, ContentStatus.PUBLISHED)
    assert kinds_told(follower) == told
    assert Mail.objects.held().filter(user=follower).count() == 1


@pytest.mark.usefixtures("trusted")
def test_telling_costs_the_same_whatever_the_followers(question):
    for _ in range(6):
        set_following(actor=UserFactory(), target=question, follows=True)
    author = UserFactory()
    with CaptureQueriesContext(connection) as seen:
        reply(question, author)
    about = [query for query in seen if "notification" in query["sql"]]
    assert len(about) <= 9
    assert Notification.objects.filter(kind="subscriptions.answer").count() == 6


def test_a_hidden_question_cannot_be_followed_but_can_be_left(client, question, follower):
    assert not can_follow(AnonymousUser(), question)
    put_in_state(question, ContentStatus.HIDDEN)
    question.refresh_from_db()
    other = UserFactory()
    with pytest.raises(QuestionNotAllowed):
        set_following(actor=other, target=question, follows=True)
    client.force_login(other)
    sent = {"quoi": "question", "id": question.pk, "suivre": "oui"}
    page = client.post(FOLLOW, sent, follow=True)
    assert "n’est plus en ligne" in page.text
    assert question.title not in page.text
    assert set_following(actor=follower, target=question, follows=False) is False
    assert not Subscription.objects.active().exists()


def test_one_thing_once(question, follower, space):
    row = {"user": follower, "question": question}
    for wrong in (row, row | {"space": space}, {"user": follower}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Subscription.objects.create(**wrong)


# --- Pages --------------------------------------------------------------------------------------


def button(page):
    """What the button of a page sends: the token and all."""
    form = soup(page).select_one(f'form[action="{FOLLOW}"]')
    return {field["name"]: field["value"] for field in form.select("input")}


@pytest.mark.usefixtures("trusted")
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
        left = browser.get(LIST).text
        assert "Vous ne suivez aucune question" in left
        # Nothing more is promised: who is named, or asked to answer, is still told.
        it = "cette question" if target == question else "cet espace"
        assert f"vous ne suivez plus {it}." in left


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


def test_visitors_are_led_to_sign_in(client, question):
    page = client.get(question.get_absolute_url()).text
    assert f"?next={question.get_absolute_url()}" in page
    assert client.post(FOLLOW, {}).status_code == 302


@pytest.mark.usefixtures("trusted")
def test_a_theme_is_followed_from_its_page_and_leads_back_to_it_or_to_the_list(client, space):
    tag = ask(space=space, tags=["Travaux"]).tags.get()
    page = f"/communaute/themes/{tag.slug}/"
    client.force_login(UserFactory())
    assert "Travaux" in client.get(LIST).text
    for follows, words in (("oui", "Ne plus suivre ce thème"), ("non", "Suivre ce thème")):
        data = {"quoi": "theme", "id": tag.pk, "suivre": follows}
        back = client.post(FOLLOW, data, follow=True)
        assert back.redirect_chain == [(page, 302)]
        button = soup(back).select_one(".cu-follow button")
        assert button.get_text(strip=True) == words
    assert "vous ne suivez plus ce thème." in back.text
    back = client.post(FOLLOW, data | {"suivre": "oui", "retour": "suivies"}, follow=True)
    assert back.redirect_chain == [(LIST, 302)]
    assert page in back.text
    assert "Ne plus suivre ce thème" in back.text


@pytest.mark.usefixtures("trusted")
def test_who_stopped_following_their_question_hears_of_it_no_more(client, question):
    """Neither of a comment, nor of an answer told before and not sent yet; nothing says they do."""
    asker, other = question.author, UserFactory(display_name="Claire V.")
    address = question.get_absolute_url()
    client.force_login(asker)
    assert "Dès la première réponse" in client.get(address).text
    set_following(actor=asker, target=question, follows=False)
    page = client.get(address).text
    assert "Dès la première réponse" not in page
    assert "Vous ne suivez plus cette question" in page
    assert not wants_to_hear(asker, {"question_pk": question.pk})
    client.force_login(other)
    data = {"body": SAID, "submission_key": str(uuid.uuid4())}
    page = client.post(f"/communaute/questions/{question.pk}/repondre/", data, follow=True)
    assert "est prévenue" not in page.text
    announce_comment(CommentFactory(question=question, author=other))
    assert not Notification.objects.filter(user=asker, kind="questions.new_comment").exists()

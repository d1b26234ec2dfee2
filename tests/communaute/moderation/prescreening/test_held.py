"""What waits to be read: its case, what its author sees, and that nothing of it leaves."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from communaute.moderation.enums import (
    CaseStatus,
    ContentStatus,
    DecisionKind,
    Ground,
    Outcome,
    Reason,
)
from communaute.moderation.models import Case, StatementOfReasons
from communaute.moderation.numbers import PRESCREENING_NUMBERS
from communaute.moderation.prescreening.models import Review
from communaute.moderation.prescreening.words import usual_wait, wait_in_words
from communaute.moderation.services import decide_case
from communaute.notifications.models import Mail, Notification
from communaute.questions.comments import add_comment
from communaute.questions.models import Asked, Question, Space
from communaute.questions.revisions.services import edit_text
from communaute.questions.revisions.withdrawals import put_back, withdraw
from communaute.questions.services import answer_question, ask_question
from communaute.questions.subscriptions import set_following
from socle.search.models import Document
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory, SpaceFactory
from tests.mails import leaves

pytestmark = pytest.mark.django_db
TITLE = "Combien de jours durent les travaux ?"
BODY = "Ma mère vit au troisième étage et s’inquiète du bruit. Combien de jours cela dure-t-il ?"
SECRET = "Combien de jours durent"


@pytest.fixture
def space():
    return SpaceFactory(slug="grenoble", title="Réseau de Grenoble")


@pytest.fixture
def nina():
    return UserFactory(display_name="Nina P.", email="nina@example.org")


@pytest.fixture
def agent():
    return UserFactory(agence=True)


@pytest.fixture
def asked(nina, space, agent):
    return ask_question(
        actor=nina, space=space, title=TITLE, body=BODY, submission_key=uuid.uuid4()
    )


def case_of(content):
    return Case.objects.to_decide().get(object_id=content.pk)


def approve(agent, content):
    case = case_of(content)
    decide_case(actor=agent, case=case, version=case.version, kind=DecisionKind.APPROVE)
    content.refresh_from_db()


def refuse(agent, content):
    case = case_of(content)
    decide_case(
        actor=agent,
        case=case,
        version=case.version,
        kind=DecisionKind.HIDE,
        facts="Ce texte propose un produit à vendre : « Combien de jours ».",
        ground=Ground.CGU,
        rule="CGU 3.2 Pas de démarchage (version 1.0)",
    )
    content.refresh_from_db()


def fresh(user):
    return type(user).objects.get(pk=user.pk)


def test_a_newcomers_question_waits_with_a_case_and_its_reason_read_by_moderators(
    asked, nina, agent
):
    assert asked.status == ContentStatus.PENDING
    review = Review.objects.get()
    assert (review.target, review.reasons) == (asked, [Reason.FIRST_POST])
    case = case_of(asked)
    assert (case.author, case.commune) == (asked.author, asked.commune)
    assert TITLE in case.snapshot
    notice = case.notices.get()
    assert notice.reporter is None
    assert notice.explanation == "Aucun texte de son auteur n’a encore été relu et publié."
    assert case.due_at <= review.held_at + timedelta(hours=24)
    assert Notification.objects.get(kind="moderation.case_to_decide").user == agent
    assert set(Question.objects.visible_to(None)) == set()
    assert set(Question.objects.visible_to(UserFactory())) == set()
    assert set(Question.objects.visible_to(UserFactory(agence_ailleurs=True))) == set()
    assert set(Question.objects.visible_to(nina)) == {asked}
    assert set(Question.objects.visible_to(agent)) == {asked}


def pages(question):
    space = question.space
    return [
        reverse("questions:home"),
        reverse("questions:home") + "?q=travaux",
        reverse("questions:space", args=[space.slug]),
        "/recherche/?q=travaux",
        "/sitemap.xml",
        "/stats/",
        reverse("questions:similar") + "?title=Combien+de+jours+durent+les+travaux",
    ]


def test_nothing_that_waits_is_on_a_public_page(asked, client):
    for url in pages(asked):
        page = client.get(url, follow=True)
        assert page.status_code in {200, 404}, url
        assert SECRET not in page.text, url
        assert f"/questions/{asked.pk}-" not in page.text, url
    assert client.get(asked.get_absolute_url()).status_code == 404
    for name in ("sitemap-questions.xml", "sitemap-espaces.xml"):
        assert f"/questions/{asked.pk}-" not in client.get(f"/{name}").text
    feeds = [reverse(f"feeds:{name}") for name in ("latest", "unanswered", "useful")]
    feeds.append(reverse("feeds:space", args=[asked.space.slug]))
    for url in feeds:
        page = client.get(url)
        assert page.status_code == 200, url
        assert SECRET not in page.text


def test_nothing_that_waits_is_searched_counted_told_or_asked_of_others(
    asked, nina, django_capture_on_commit_callbacks
):
    assert not Document.objects.filter(title__contains=SECRET).exists()
    assert Space.objects.get(pk=asked.space_id).questions_count == 0
    told = Notification.objects.exclude(kind="moderation.case_to_decide")
    assert not told.exists()
    assert not Asked.objects.filter(question=asked).exists()
    call_command("sync_counters", check=True)


def test_followers_and_the_digest_hear_nothing_until_it_is_published(space, nina, agent):
    follower = UserFactory()
    set_following(actor=follower, target=space, follows=True)
    question = ask_question(
        actor=nina, space=space, title=TITLE, body=BODY, submission_key=uuid.uuid4()
    )
    assert not Notification.objects.filter(user=follower).exists()
    assert not Mail.objects.filter(user=follower).exists()
    approve(agent, question)
    assert Notification.objects.filter(user=follower, url__contains=str(question.pk)).exists()
    assert mail.outbox == []


def test_approved_it_is_public_as_if_posted_now(asked, nina, agent, clock, client):
    before = timezone.now()
    approved_at = before + timedelta(hours=3)
    clock.move_to(approved_at)
    approve(agent, asked)
    assert (asked.status, asked.created_at) == (ContentStatus.PUBLISHED, approved_at)
    assert asked.last_activity_at == approved_at
    assert Space.objects.get(pk=asked.space_id).questions_count == 1
    assert Document.objects.filter(title__contains=SECRET).exists()
    assert SECRET in client.get(reverse("questions:home")).text
    review = Review.objects.get()
    assert (review.outcome, review.settled_at) == (Outcome.PUBLISHED, approved_at)
    assert Case.objects.get().status == CaseStatus.DECIDED
    assert Asked.objects.filter(question=asked).exists()
    told = Notification.objects.get(user=nina, kind="prescreening.published")
    assert told.body == "Nous avons relu ce texte. Tout le monde peut maintenant le lire."
    call_command("sync_counters", check=True)


def test_refused_it_is_hidden_with_a_statement_that_says_a_machine_found_it(asked, nina, agent):
    refuse(agent, asked)
    assert asked.status == ContentStatus.HIDDEN
    statement = StatementOfReasons.objects.get()
    assert statement.recipient == nina
    assert statement.automated_detection
    assert not statement.from_notice
    assert Review.objects.get().outcome == Outcome.REFUSED
    assert Space.objects.get(pk=asked.space_id).questions_count == 0
    call_command("sync_counters", check=True)


def test_an_answer_that_waits_tells_nobody_then_tells_the_asker(nina, agent):
    question = QuestionFactory()
    answer = answer_question(actor=nina, question=question, body=BODY, submission_key=uuid.uuid4())
    question.refresh_from_db()
    assert answer.status == ContentStatus.PENDING
    assert (question.answers_count, question.first_answer_at) == (0, None)
    assert not Notification.objects.filter(user=question.author).exists()
    approve(agent, answer)
    question.refresh_from_db()
    assert question.answers_count == 1
    assert question.first_answer_at == answer.created_at == question.last_activity_at
    line = Notification.objects.get(user=question.author)
    assert line.kind == "questions.first_answer"
    call_command("sync_counters", check=True)


def test_a_comment_that_waits_tells_nobody_then_tells_the_author(nina, agent):
    answer = AnswerFactory()
    comment = add_comment(actor=nina, about=answer, body=BODY, submission_key=uuid.uuid4())
    answer.refresh_from_db()
    assert (comment.status, answer.comments_count) == (ContentStatus.PENDING, 0)
    assert not Notification.objects.filter(user=answer.author).exists()
    approve(agent, comment)
    answer.refresh_from_db()
    assert answer.comments_count == 1
    assert Notification.objects.get(user=answer.author).kind == "questions.new_comment"
    call_command("sync_counters", check=True)
    # Nobody reads it once its answer is masked: the mail that says so does not leave.
    told = Mail.objects.get(user=nina, kind="prescreening.published")
    assert leaves(told)
    hide(CaseFactory(content=answer), UserFactory(equipe=True))
    assert not leaves(told)


def test_once_approved_the_next_text_of_the_same_person_is_public(asked, nina, agent, space, clock):
    approve(agent, asked)
    clock.move_to(timezone.now() + timedelta(minutes=10))
    again = ask_question(
        actor=fresh(nina),
        space=space,
        title="Qui paie la sous-station ?",
        body="On nous dit que c’est la copropriété, est-ce vrai partout ?",
        submission_key=uuid.uuid4(),
    )
    assert again.status == ContentStatus.PUBLISHED


def test_the_author_edits_what_waits_and_moderators_read_the_new_text(asked, nina, agent):
    version = case_of(asked).version
    edit_text(
        actor=fresh(nina),
        content=asked,
        title=TITLE,
        body=f"{BODY} Merci d’avance.",
        version=asked.version,
    )
    asked.refresh_from_db()
    assert asked.status == ContentStatus.PENDING
    case = case_of(asked)
    assert "Merci d’avance" in case.snapshot
    assert case.version > version
    assert Review.objects.count() == 1


def test_withdrawn_while_it_waits_it_does_not_come_back_public(asked, nina):
    withdraw(actor=nina, content=asked)
    asked.refresh_from_db()
    assert asked.status == ContentStatus.DELETED
    assert Review.objects.get().outcome == Outcome.WITHDRAWN
    put_back(actor=nina, content=asked)
    asked.refresh_from_db()
    assert asked.status == ContentStatus.PENDING
    assert Review.objects.get().outcome == ""
    call_command("sync_counters", check=True)


def test_a_late_edit_waits_and_comes_back_without_being_told_again(nina, agent, clock):
    question = QuestionFactory()
    clock.move_to(timezone.now())
    first = answer_question(actor=nina, question=question, body=BODY, submission_key=uuid.uuid4())
    approve(agent, first)
    told = Notification.objects.filter(user=question.author).count()
    published_at = first.created_at
    clock.move_to(published_at + timedelta(minutes=6))
    edit_text(
        actor=fresh(nina),
        content=first,
        body=f"{BODY} https://casino.example",
        version=first.version,
    )
    first.refresh_from_db()
    question.refresh_from_db()
    assert (first.status, question.answers_count) == (ContentStatus.PENDING, 0)
    assert set(Review.objects.waiting().get().reasons) == {Reason.LATE_EDIT, Reason.LINK}
    approve(agent, first)
    question.refresh_from_db()
    assert (first.status, question.answers_count) == (ContentStatus.PUBLISHED, 1)
    assert first.created_at == published_at
    assert Notification.objects.filter(user=question.author).count() == told
    call_command("sync_counters", check=True)


def test_a_double_click_keeps_one_text_and_one_case(nina, space, agent):
    key = uuid.uuid4()
    one, two = (
        ask_question(actor=nina, space=space, title=TITLE, body=BODY, submission_key=key)
        for _ in range(2)
    )
    assert one == two
    assert Case.objects.count() == Review.objects.count() == 1


def test_the_wait_told_is_the_median_from_five_reviews(clock, asked):
    now = datetime(2026, 3, 10, 9, tzinfo=UTC)
    clock.move_to(now)
    Review.objects.all().delete()

    def read(hours, *, days=1, outcome=Outcome.PUBLISHED):
        settled = now - timedelta(days=days)
        Review.objects.create(
            content_type_id=case_of(asked).content_type_id,
            object_id=1,
            held_at=settled - timedelta(hours=hours),
            settled_at=settled,
            outcome=outcome,
        )

    for hours in (1, 2, 2.5, 9):
        read(hours)
    read(1, outcome=Outcome.WITHDRAWN)
    read(1, days=PRESCREENING_NUMBERS.median_days + 1)
    assert usual_wait() == (PRESCREENING_NUMBERS.review_hours, False)
    read(30)
    from django.core.cache import cache

    cache.clear()
    assert usual_wait() == (3, True)
    assert wait_in_words() == "en général en moins de 3\u00a0heures"
    assert wait_in_words() == "en général en moins de 3\u00a0heures"


def test_whoever_is_sure_to_be_read_first_is_told_before_publishing(client, nina, agent, space):
    question = QuestionFactory(space=space)
    said = "Vos premiers textes sont relus avant d’être publiés, en moins de 24\u00a0heures."
    addresses = [
        f"{reverse('questions:ask')}?espace={space.slug}",
        reverse("questions:answer", args=[question.pk]),
        reverse("questions:question_comments", args=[question.pk]),
        question.get_absolute_url(),
    ]
    client.force_login(nina)
    for address in addresses:
        page = client.get(address).text
        assert said in page, address
        assert page.index(said) < page.index("Publier m", page.index(said)), address
    for person in (agent, UserFactory()):
        client.force_login(person)
        for address in addresses:
            assert (said in client.get(address).text) is (person != agent), address


def test_a_question_that_waits_is_not_said_to_be_visible(client, asked, nina):
    client.force_login(nina)
    page = client.get(asked.get_absolute_url()).text
    assert "Cette question est visible" not in page
    assert "Cette question n’est pas encore publiée" in page
    assert "Vous recevrez un courriel à sa publication." in page


def test_once_published_its_author_is_told_and_the_moderator_knows_it(client, asked, nina, agent):
    client.force_login(agent)
    case = case_of(asked)
    decide = reverse("moderation:decide", args=[case.pk])
    shown = client.post(decide, {"version": case.version, "rapide": "approuver"}, follow=True)
    page = shown.text
    assert "L’auteur sera prévenu dans 5\u00a0minutes." in page
    assert "Personne n’est à prévenir" not in page
    assert "visiteur" not in page.partition("Annuler cette décision")[0].partition("mod-undo")[2]
    # As it says: nothing left yet, and nothing does once it is taken back.
    lines = Notification.objects.visible_to(nina).filter(kind="prescreening.published")
    assert not lines.exists()
    client.post(reverse("moderation:undo"), {"decision": shown.context["undo"]["pks"]})
    asked.refresh_from_db()
    assert (asked.status, Review.objects.get().settled_at) == (ContentStatus.PENDING, None)
    assert not Mail.objects.waiting().filter(user=nina).exists()
    approve(agent, asked)
    told = Notification.objects.filter(user=nina, kind="prescreening.published", withdrawn_at=None)
    assert told.count() == 1

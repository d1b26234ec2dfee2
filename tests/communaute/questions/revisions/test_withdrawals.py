"""Withdrawing one's own text: what stays, what comes back, exact counters."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from communaute.moderation.enums import ContentStatus
from communaute.notifications.models import Notification
from communaute.notifications.outbox import drain
from communaute.questions.errors import QuestionNotAllowed, WithdrawalsSpent
from communaute.questions.models import Answer, Question, Space
from communaute.questions.numbers import REVISION_NUMBERS
from communaute.questions.revisions.withdrawals import put_back, withdraw
from communaute.questions.services import accept_answer
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import CaseFactory, hide
from tests.communaute.questions.acts import ask, place, reply, soup
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

COUNTERS = (
    "status",
    "answers_count",
    "first_answer_at",
    "last_activity_at",
    "accepted_answer_id",
    "accepted_by_asker",
)


@pytest.fixture
def asker(db):
    return UserFactory(display_name="Jean R.")


@pytest.fixture
def question(asker, space):
    return ask(asker, space)


def counters(question):
    spaces = list(Space.objects.filter(pk=question.space_id).values_list("questions_count"))
    call_command("sync_counters", check=True)
    return Question.objects.filter(pk=question.pk).values_list(*COUNTERS).get(), spaces


@pytest.mark.usefixtures("trusted")
def test_an_answer_withdrawn_and_put_back_changes_nothing_in_the_end(client, question, asker, user):
    activity = question.last_activity_at
    drain()
    mail.outbox.clear()
    first = reply(question, user)
    withdraw(actor=user, content=first)
    assert counters(question)[0][1:4] == (0, None, activity)
    told = Notification.objects.visible_to(asker)
    # What had not left does not leave, and leaves once put back.
    drain()
    assert (len(mail.outbox), told.count()) == (0, 0)
    put_back(actor=user, content=first)
    assert counters(question)[0][1:4] == (1, first.created_at, first.created_at)
    drain()
    assert (len(mail.outbox), told.count()) == (1, 1)
    accept_answer(actor=asker, answer=first)
    other = reply(question, asker, "Merci, et l’eau chaude est-elle comprise ?")
    before = counters(question)
    client.force_login(user)

    page = client.post(place(first, "retirer"), follow=True)

    now = counters(question)[0]
    assert now[1:3] == (1, None)
    assert now[4:] == (None, False)
    shown = soup(page).find(id=f"reponse-{first.pk}")
    assert "Réponse retirée par son auteur" in shown.get_text()
    assert "1 100 €" not in page.text
    # Others read the thread, and nothing of what is withdrawn.
    client.force_login(UserFactory())
    seen = soup(client.get(question.get_absolute_url()))
    assert seen.find(id=f"reponse-{first.pk}").form is None
    assert "1 100 €" not in seen.get_text()
    assert "comprise" in seen.find(id=f"reponse-{other.pk}").get_text()
    assert client.get(place(first, "versions")).status_code == 404
    for act in ("utile", "retenir"):
        assert client.post(place(first, act)).url == question.get_absolute_url()
    client.force_login(user)
    client.post(shown.form["action"], follow=True)
    assert counters(question) == before
    assert not Notification.objects.filter(withdrawn_at__isnull=False).exists()


@pytest.mark.usefixtures("trusted")
def test_a_question_without_answer_leaves_and_its_page_says_the_way_out(client, question, asker):
    before = counters(question)
    client.force_login(asker)

    page = client.post(place(question, "retirer"), follow=True)

    assert page.status_code == 410
    assert "Question retirée par son auteur" in soup(page).h1.get_text()
    assert "raccordement" not in soup(page).main.get_text()
    assert counters(question)[1] == [(0,)]
    for url in (
        "/communaute/",
        question.space.get_absolute_url(),
        "/communaute/questions/atom.xml",
    ):
        assert "Combien coûte" not in client.get(url).text
    client.logout()
    old = client.get(question.get_absolute_url())
    assert old.status_code == 410
    assert soup(old).find("a", href=question.space.get_absolute_url())
    assert not soup(old).select("main form")
    client.force_login(asker)
    client.post(place(question, "remettre"))
    assert counters(question) == before


@pytest.mark.usefixtures("trusted")
def test_a_question_with_answers_keeps_them_without_its_text(client, question, asker, user):
    answer = reply(question, user)
    withdraw(actor=asker, content=question)
    client.force_login(user)

    response = client.get(question.get_absolute_url())

    page = soup(response)
    assert response.status_code == 200
    assert page.h1.get_text() == "Question retirée par son auteur"
    kept = page.find(id=f"reponse-{answer.pk}")
    assert "1 100 €" in kept.get_text()
    assert "Commenter" not in kept.get_text()
    author = soup(client.get(kept.select_one("a.cu-author__link")["href"]))
    assert "1 réponse" in author.main.get_text()
    assert author.select_one(".cu-question-line__title").get_text() == page.h1.get_text()
    assert "vingt-cinq ans" not in response.text
    assert "Combien" not in response.text
    assert page.find("meta", {"name": "robots"})["content"] == "noindex"
    assert "Combien" not in client.get("/communaute/mes-reponses/").text
    with pytest.raises(QuestionNotAllowed):
        reply(question, user, "Encore une réponse, trop tard.")
    withdraw(actor=user, content=answer)
    assert client.get(question.get_absolute_url()).status_code == 410


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("age", "status"), [({"minutes": 9, "seconds": 50}, 302), ({"minutes": 10, "seconds": 1}, 409)]
)
def test_ten_minutes_to_change_ones_mind(client, question, asker, age, status):
    withdraw(actor=asker, content=question)
    Question.objects.update(withdrawn_at=timezone.now() - timedelta(**age))
    client.force_login(asker)
    offered = soup(client.get(question.get_absolute_url())).find(
        "form", action=place(question, "remettre")
    )
    assert bool(offered) is (status == 302)
    assert client.post(place(question, "remettre")).status_code == status


def test_what_is_hidden_is_neither_withdrawn_nor_put_back(client, user):
    hidden = AnswerFactory(author=user, hidden=True)
    client.force_login(user)
    for act in ("retirer", "remettre"):
        response = client.post(place(hidden, act))
        assert response.status_code == 409
        assert "masqué" in soup(response).main.get_text()
    assert Answer.objects.get().status == ContentStatus.HIDDEN


def test_ten_withdrawals_a_day(user):
    texts = [AnswerFactory(author=user) for _ in range(REVISION_NUMBERS.withdrawals_a_day)]
    now = timezone.now()
    Answer.objects.update(withdrawn_at=now - timedelta(hours=23))
    Answer.objects.filter(pk=texts[0].pk).update(withdrawn_at=now - timedelta(hours=25))

    withdraw(actor=user, content=texts[0])
    with pytest.raises(WithdrawalsSpent):
        withdraw(actor=user, content=QuestionFactory(author=user))


def test_twice_is_once_and_a_choice_made_since_is_kept(asker, user):
    question = QuestionFactory(author=asker)
    first, second = AnswerFactory(question=question, author=user), AnswerFactory(question=question)
    accept_answer(actor=asker, answer=first)
    for act in (withdraw, withdraw):
        act(actor=user, content=first)
    for act in (withdraw, put_back):
        with pytest.raises(QuestionNotAllowed):
            act(actor=UserFactory(equipe=True), content=first)
    with pytest.raises(QuestionNotAllowed):
        accept_answer(actor=asker, answer=first)
    accept_answer(actor=asker, answer=second)
    for act in (put_back, put_back):
        act(actor=user, content=first)
    again = Question.objects.get()
    assert (again.answers_count, again.accepted_answer) == (2, second)


@pytest.mark.usefixtures("trusted")
def test_put_back_under_a_hidden_question_nobody_is_told_and_its_author_reads_so(
    client, question, asker, user
):
    answer = reply(question, user)
    withdraw(actor=user, content=answer)
    hide(CaseFactory(content=question), UserFactory(equipe=True))
    client.force_login(user)
    client.post(f"/communaute/reponses/{answer.pk}/remettre/")
    assert "La question n’est pas en ligne" in client.get("/mon-compte/").text
    assert not Notification.objects.visible_to(asker).filter(kind="questions.new_answer").exists()
    # Nothing leads to what nobody can open.
    mine = soup(client.get("/communaute/mes-reponses/"))
    assert not mine.find("a", href=answer.get_absolute_url())

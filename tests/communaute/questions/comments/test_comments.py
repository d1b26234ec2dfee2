"""Comments: short, without marks, told once, counted exactly, never an answer."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command

from communaute.moderation.enums import ContentStatus
from communaute.notifications.models import Notification
from communaute.questions.errors import (
    EditRefused,
    InvalidText,
    NameMissing,
    QuestionNotAllowed,
    TextChanged,
)
from communaute.questions.models import Answer, Question, Revision
from communaute.questions.revisions.services import edit_text
from communaute.questions.revisions.withdrawals import put_back, withdraw
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import aged, becomes, comment, soup
from tests.communaute.questions.factories import AnswerFactory, CommentFactory, QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]


@pytest.fixture
def answer(db):
    return AnswerFactory(author__display_name="Léa P.")


def told(user):
    kinds = Notification.objects.visible_to(user).filter(kind="questions.new_comment")
    return [line.title for line in kinds.order_by("pk")]


def test_a_comment_is_no_answer_and_is_counted(answer):
    question = answer.question
    before = (question.answers_count, question.last_activity_at, question.first_answer_at)
    stored = comment(answer, body="<b>Merci</b>\n**beaucoup** : https://exemple.fr")

    question.refresh_from_db()
    assert (question.answers_count, question.last_activity_at, question.first_answer_at) == before
    assert Answer.objects.get().comments_count == 1
    assert stored.body_html.startswith("<p>&lt;b&gt;Merci&lt;/b&gt;<br>**beaucoup**")
    assert (stored.commune_id, stored.departement_id) == (question.commune_id, "38")
    call_command("sync_counters", check=True)
    Answer.objects.update(comments_count=4)
    with pytest.raises(CommandError):
        call_command("sync_counters", check=True)
    call_command("sync_counters")
    assert Answer.objects.get().comments_count == 1


def test_the_author_and_those_who_commented_before_are_told_once(answer):
    first, second = UserFactory(), UserFactory(display_name="Ali B.")
    comment(answer, first)
    comment(answer, second)
    comment(answer, answer.author, "Avec plaisir.")

    assert len(told(answer.author)) == 2
    assert [title.split(" :")[0] for title in told(first)] == [
        "Ali B. a commenté une réponse",
        "Léa P. a commenté une réponse",
    ]
    assert len(told(second)) == 1
    # Under the question itself.
    comment(answer.question)
    assert Question.objects.get().comments_count == 1
    assert "votre question" in told(answer.question.author)[0]


@pytest.mark.parametrize(
    ("body", "status"), [("a", 422), ("Ok", 302), ("é" * 600, 302), ("é" * 601, 422)]
)
def test_two_to_six_hundred_characters(client, answer, body, status):
    client.force_login(UserFactory())
    response = client.post(f"/communaute/reponses/{answer.pk}/commentaires/", {"body": body})
    assert response.status_code == status
    if status == 422:
        assert soup(response).textarea.get_text().strip() == body


def test_text_is_kept_across_sign_in(client, answer):
    address = f"/communaute/reponses/{answer.pk}/commentaires/"
    response = client.post(address, {"body": "Merci bien"})
    assert response["Location"].endswith(f"?next={address}")
    client.force_login(UserFactory())
    assert soup(client.get(address)).textarea.get_text().strip() == "Merci bien"


def test_a_double_click_or_the_same_words_store_one_and_who_may_not_none(answer):
    actor, key = UserFactory(), uuid.uuid4()
    first = comment(answer, actor, submission_key=key)
    assert comment(answer, actor, submission_key=key) == first
    assert comment(answer, actor, "merci c'est tres clair") == first
    assert Answer.objects.get().comments_count == 1
    with pytest.raises(NameMissing):
        comment(answer, UserFactory(display_name=""))
    for hidden in (AnswerFactory(hidden=True), AnswerFactory(question__hidden=True)):
        with pytest.raises(QuestionNotAllowed):
            comment(hidden)


def test_hidden_or_withdrawn_it_is_neither_counted_nor_told_until_it_comes_back(client, answer):
    actor = UserFactory()
    stored = comment(answer, actor)
    found = []
    hide, show = (
        lambda actor, content, status=status: becomes(content, status)
        for status in (ContentStatus.HIDDEN, ContentStatus.PUBLISHED)
    )
    for act in (hide, show, withdraw, put_back, withdraw):
        act(actor=actor, content=stored)
        call_command("sync_counters", check=True)
        found.append((Answer.objects.get().comments_count, len(told(answer.author))))
    assert found == [(0, 0), (1, 1), (0, 0), (1, 1), (0, 0)]
    address = f"/communaute/reponses/{answer.pk}/commentaires/"
    client.force_login(actor)
    page = client.get(address)
    assert "très clair" not in page.text
    assert soup(page).find("form", action=f"/communaute/commentaires/{stored.pk}/remettre/")
    client.force_login(UserFactory())
    assert "retiré par son auteur" not in client.get(address).text


def test_withdrawn_under_what_is_withdrawn_already_one_lands_on_the_thread(client, answer):
    actor = UserFactory()
    under_answer = comment(answer, actor)
    CommentFactory(question=answer.question, answer=None)
    withdraw(actor=answer.author, content=answer)
    client.force_login(actor)

    page = client.post(f"/communaute/commentaires/{under_answer.pk}/retirer/", follow=True)

    assert page.status_code == 200
    assert "Votre texte est retiré" in page.text
    assert page.redirect_chain == [(answer.get_absolute_url(), 302)]
    # Of a question withdrawn without answer: the page that says the way out.
    asked = QuestionFactory()
    under_question = CommentFactory(question=asked, answer=None, author=actor)
    withdraw(actor=asked.author, content=asked)
    page = client.post(f"/communaute/commentaires/{under_question.pk}/retirer/", follow=True)
    assert page.status_code == 410


def test_three_are_shown_and_the_others_are_a_link_away(client, answer):
    comments = [
        CommentFactory(answer=answer, body_html=f"<p>n° {number}</p>") for number in range(4)
    ]
    CommentFactory(answer=None, question=answer.question)
    CommentFactory(answer=answer, hidden=True, body_html="<p>masqué</p>")
    client.force_login(UserFactory())

    page = soup(client.get(answer.question.get_absolute_url()))

    place = page.find(id=f"reponse-{answer.pk}")
    shown = [line.get_text(strip=True) for line in place.select(".cu-comment .cu-post")]
    assert shown == ["n° 0", "n° 1", "n° 2"]
    more = place.find("a", string="Voir les 4 commentaires")
    everything = soup(client.get(more["href"]))
    assert everything.find(id=f"commentaire-{comments[3].pk}")
    assert "masqué" not in everything.main.get_text()
    assert len(page.select(".cu-question .cu-comment")) == 1
    assert place.select_one(".cu-comment a[href*='/signaler/commentaire/']")


def test_comments_cost_one_query_whatever_their_number(
    client, answer, django_assert_num_queries, django_assert_max_num_queries
):
    # Whose page is made at each visit: that of others is kept.
    client.force_login(answer.author)
    address = answer.question.get_absolute_url()
    CommentFactory(answer=answer)
    client.get(address)
    with django_assert_max_num_queries(13) as few:
        client.get(address)
    for _ in range(3):
        CommentFactory(answer=AnswerFactory(question=answer.question))
        CommentFactory(answer=answer)
    with django_assert_num_queries(len(few)):
        client.get(address)


# --- Edited for an hour ---------------------------------------------------------------------------


BODY = "Merci. La facture est de 2024, <b>pas</b> de 2023."


def test_it_is_rendered_again_and_what_it_said_stays_readable(client, user):
    comment = aged(CommentFactory(author=user), minutes=30)
    client.force_login(user)
    page = client.get(comment.answer.question.get_absolute_url())
    link = BeautifulSoup(page.content, "html.parser").find(id=f"commentaire-{comment.pk}")
    address = f"/communaute/commentaires/{comment.pk}/modifier/"
    assert link.find("a", href=address)
    assert "Modifier votre commentaire" in client.get(address).text

    answered = client.post(address, {"body": BODY, "version": 1})

    comment.refresh_from_db()
    assert answered["Location"] == comment.get_absolute_url()
    assert comment.body_html == (
        "<p>Merci. La facture est de 2024, &lt;b&gt;pas&lt;/b&gt; de 2023.</p>"
    )
    assert (comment.version, comment.edited_at is not None) == (2, True)
    assert Revision.objects.get().body == "Merci, c’est très clair."
    client.logout()
    versions = client.get(f"/communaute/commentaires/{comment.pk}/versions/")
    assert "Versions du commentaire" in versions.text
    assert "très clair" in versions.text
    page = client.get(comment.answer.question.get_absolute_url())
    assert "Modifié le" in page.text


@pytest.mark.parametrize(
    ("minutes", "traits", "status"),
    [(59, {}, 302), (61, {}, 409), (61, {"agence": True}, 409)],
)
def test_for_an_hour_whoever_one_is(client, minutes, traits, status):
    comment = aged(CommentFactory(author=UserFactory(**traits)), minutes=minutes)
    client.force_login(comment.author)
    address = f"/communaute/commentaires/{comment.pk}/modifier/"
    assert client.get(address).status_code == (200 if status == 302 else status)
    answered = client.post(address, {"body": BODY, "version": 1})
    assert answered.status_code == status
    for said in ("de 2024", "se modifie pendant 1\u00a0heure"):
        assert (said in answered.text) is (status == 409)


def test_what_is_refused(user):
    comment = CommentFactory(author=user)
    with pytest.raises(QuestionNotAllowed):
        edit_text(actor=UserFactory(equipe=True), content=comment, body=BODY, version=1)
    for body in ("m", "x" * 601):
        with pytest.raises(InvalidText):
            edit_text(actor=user, content=comment, body=body, version=1)
    edit_text(actor=user, content=comment, body=BODY, version=1)
    with pytest.raises(TextChanged):
        edit_text(actor=user, content=comment, body="Autre chose.", version=1)
    with pytest.raises(EditRefused, match="masqué"):
        edit_text(
            actor=user, content=CommentFactory(author=user, hidden=True), body=BODY, version=1
        )

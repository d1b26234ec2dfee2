"""Closed accounts are told apart within a thread, and linked from none to another."""

import pytest
from django.urls import reverse

from communaute.comptes.closing import close_account
from communaute.comptes.errors import InvalidDisplayName
from communaute.comptes.services import change_display_name
from communaute.questions.models import Answer, Comment, Mention, Question
from communaute.questions.text_pipeline.text import as_quote
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.acts import comment, soup
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea():
    return UserFactory(display_name="Léa B.")


@pytest.fixture
def paul():
    return UserFactory(display_name="Paul C.")


def test_two_who_left_are_told_apart_in_their_thread(client, lea, paul):
    """Each text of one who left has their label, which stays when others leave."""
    question = QuestionFactory(author=lea)
    for author in (lea, paul, paul, None):
        AnswerFactory(question=question, author=author)
    said = comment(question.answers.earliest("pk"), lea, "Deux ans déjà.")
    close_account(actor=lea)
    close_account(actor=paul)
    texts = (Question.objects.get(), Comment.objects.get(pk=said.pk))
    assert {text.author_name for text in texts} == {"Ancien membre 1"}
    page = client.get(question.get_absolute_url())
    names = [" ".join(one.get_text().split()) for one in soup(page).select(".cu-author__name")]
    # A text that was without author before keeps the bare word.
    assert sorted(names) == [
        "Ancien membre",
        *["Ancien membre 1"] * names.count("Ancien membre 1"),
        *["Ancien membre 2"] * 2,
    ]
    assert names.count("Ancien membre 1") >= 2
    assert '"name": "Ancien membre 1"' in page.text.replace("\xa0", " ")
    assert "Ancien membre 1" in client.get(reverse("questions:home")).text.replace("\xa0", " ")


def test_the_number_of_one_thread_says_nothing_of_another(lea, paul):
    """Whoever left first in a thread is its first; who wrote in both is not known by a number."""
    both, other = QuestionFactory(author=lea), QuestionFactory(author=UserFactory())
    AnswerFactory(question=both, author=paul)
    AnswerFactory(question=other, author=paul)
    close_account(actor=lea)
    close_account(actor=paul)
    assert Answer.objects.get(question=both).author_name == "Ancien membre 2"
    assert Answer.objects.get(question=other).author_name == "Ancien membre 1"


def test_a_quote_and_a_mention_have_the_label_of_their_thread(lea, paul):
    first, second = QuestionFactory(author=paul), QuestionFactory(author=lea)
    quote = as_quote("Léa B.", "Six semaines de travaux.")
    for question in (first, second):
        AnswerFactory(question=question, author=paul)
        AnswerFactory(question=question, author=lea)
    quoting = AnswerFactory(question=first, body=f"{quote}Merci @Léa B. de le dire.")
    Mention.objects.create(user=lea, answer=quoting, name="Léa B.")
    close_account(actor=paul)
    close_account(actor=lea)
    quoting.refresh_from_db()
    assert quoting.body.startswith("> **Ancien membre 2** :")
    assert "Merci @ancien membre 2 de le dire." in quoting.body
    assert "Ancien membre 2" in quoting.body_html
    assert {one.author_name for one in first.answers.exclude(pk=quoting.pk)} == {
        "Ancien membre 1",
        "Ancien membre 2",
    }


def test_who_was_only_named_leaves_their_number_to_nobody_else(lea, paul):
    """Named in a thread where nothing of theirs is left: the next to leave is another one."""
    question = QuestionFactory(author=paul, body="Merci @Léa B. de votre aide pour ce dossier.")
    Mention.objects.create(user=lea, question=question, name="Léa B.")
    close_account(actor=lea)
    close_account(actor=paul)
    question.refresh_from_db()
    assert "@ancien membre 1" in question.body
    assert question.author_name == "Ancien membre 2"


def test_the_bare_name_of_a_former_member_is_nobodys(lea):
    for name in ("Ancien membre 2", "un ancien  MEMBRE", "Ancienne membre"):
        with pytest.raises(InvalidDisplayName):
            change_display_name(actor=lea, display_name=name)
    assert change_display_name(actor=lea, display_name="Fabien Ancien").display_name

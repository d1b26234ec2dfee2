"""Answering a question by answering one of our mails: the form, service and limits of the page."""

from __future__ import annotations

from communaute.comptes.models import User
from communaute.notifications.models import Mail
from communaute.notifications.replies import Place, Reply, Thread, TryLater
from communaute.questions.errors import InvalidText, NameMissing, TooSoon
from communaute.questions.forms import AnswerForm
from communaute.questions.models import Question
from communaute.questions.services import answer_question
from socle.forms import all_errors

PREFIX = "question-"


def question_of(mail: Mail) -> int | None:
    """The question that a mail is about."""
    number = mail.thread.removeprefix(PREFIX)
    return int(number) if mail.thread.startswith(PREFIX) and number.isdecimal() else None


def place(actor: User, pk: int) -> Place | None:
    """The question, while this person may read it."""
    question = Question.objects.visible_to(actor).filter(pk=pk).first()
    return Place(question.title, question.get_absolute_url()) if question else None


def receive(reply: Reply) -> str:
    """Publish an answer and return its place. Raises QuestionsError, or TryLater right after
    another answer of the same person."""
    if not reply.actor.display_name:
        raise NameMissing
    question = Question.objects.select_related("space").get(pk=reply.pk)
    data = {"body": reply.text, "submission_key": str(reply.submission_key)}
    form = AnswerForm(data, user=reply.actor)
    if not form.is_valid():
        raise InvalidText(all_errors(form))
    try:
        answer = answer_question(
            actor=reply.actor,
            question=question,
            body=form.cleaned_data["body"],
            submission_key=reply.submission_key,
        )
    except TooSoon as error:
        message = "Vous veniez de publier un message : attendez une minute entre deux réponses."
        raise TryLater(message) from error
    return answer.get_absolute_url()


THREAD = Thread(
    key="question",
    code="q",
    kinds=(
        "questions.first_answer",
        "questions.new_answer",
        "questions.asked_you",
        "questions.new_in_space",
        "questions.unanswered",
    ),
    pk_of=question_of,
    place=place,
    receive=receive,
)

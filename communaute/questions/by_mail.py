"""Answering or commenting by answering one of our mails: form, service and limits of the page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from communaute.comptes.models import User
from communaute.moderation.prescreening.rules import REVIEW
from communaute.moderation.prescreening.words import said_of
from communaute.notifications.models import Mail
from communaute.notifications.reply_addresses import Place, Reply, Thread, TryLater, Written
from communaute.questions.comments import add_comment
from communaute.questions.errors import InvalidText, NameMissing, QuestionNotAllowed, TooSoon
from communaute.questions.forms import AnswerForm, CommentForm
from communaute.questions.models import TEXTS, Answer, Comment, Mention, Question
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


def receive(reply: Reply) -> Written:
    """Publish an answer, or have it read first, and return its place. Raises QuestionsError, or
    TryLater right after another answer of the same person."""
    if not reply.actor.display_name:
        raise NameMissing
    question = Question.objects.select_related("space").get(pk=reply.pk)
    data = _typed(reply)
    form = AnswerForm(data, user=reply.actor)
    if not form.is_valid():
        raise InvalidText(all_errors(form))
    with _later_when_hasty():
        answer = answer_question(
            actor=reply.actor,
            question=question,
            body=form.cleaned_data["body"],
            submission_key=reply.submission_key,
        )
    return Written(answer.get_absolute_url(), said_of(answer))


def _typed(reply: Reply) -> dict[str, str]:
    """As the form of the page sends it: nobody is there to choose what to do of private data, so
    that a text with some is read before it is public."""
    key = str(reply.submission_key)
    return {"body": reply.text, "submission_key": key, "coordonnees": REVIEW}


@contextmanager
def _later_when_hasty() -> Iterator[None]:
    """The same mail may be received in a moment: the pace of the site is kept, nothing is lost."""
    try:
        yield
    except TooSoon as error:
        message = "Vous veniez de publier un message : attendez une minute entre deux réponses."
        raise TryLater(message) from error


def comment_of(mail: Mail) -> int | None:
    """The comment that a mail tells."""
    return mail.context.get("comment_pk")


def comment_place(actor: User, pk: int) -> Place | None:
    """Where a comment is, while this person may read what it is about."""
    comment = _comment(pk)
    if comment is None or not Question.objects.visible_to(actor).filter(pk=comment.question_id):
        return None
    if comment.answer_id and not Answer.objects.visible_to(actor).filter(pk=comment.answer_id):
        return None
    return Place(comment.question.title, comment.get_absolute_url())


def receive_comment(reply: Reply) -> Written:
    """Publish a comment under the same text and return its place: as `receive`."""
    told = _comment(reply.pk)
    if told is None:
        message = "Ce commentaire n’est plus en ligne."
        raise QuestionNotAllowed(message)
    return comment_on(told.answer or told.question, reply)


def comment_on(about: Question | Answer, reply: Reply) -> Written:
    """Publish a comment under a text and return its place: as `receive`."""
    if not reply.actor.display_name:
        raise NameMissing
    data = _typed(reply)
    form = CommentForm(data, user=reply.actor)
    if not form.is_valid():
        raise InvalidText(all_errors(form))
    with _later_when_hasty():
        comment = add_comment(
            actor=reply.actor,
            about=about,
            body=form.cleaned_data["body"],
            submission_key=reply.submission_key,
        )
    return Written(comment.get_absolute_url(), said_of(comment))


def _comment(pk: int) -> Comment | None:
    return Comment.objects.published().select_related("answer", "question").filter(pk=pk).first()


QUESTIONS = Thread(
    key="question",
    code="q",
    kinds=("questions.first_answer", "questions.new_answer"),
    pk_of=question_of,
    place=place,
    receive=receive,
)

COMMENTS = Thread(
    key="comment",
    code="c",
    kinds=("questions.new_comment",),
    pk_of=comment_of,
    place=comment_place,
    receive=receive_comment,
)


def mention_of(mail: Mail) -> int | None:
    """The mention that a mail tells of, unless the text names this person no more."""
    written = [text for text in TEXTS if f"{text}_pk" in mail.context]
    if not written:
        return None
    # Of the keys that say where, the last one is the text itself.
    where = {written[-1]: mail.context[f"{written[-1]}_pk"]}
    return Mention.objects.filter(user=mail.user_id, **where).values_list("pk", flat=True).first()


def place_of_mention(actor: User, pk: int) -> Place | None:
    """Where the name is written, while this person may read it and is still named."""
    mention = _mention(actor, pk)
    if mention is None:
        return None
    if mention.comment_id:
        return comment_place(actor, mention.comment_id)
    if mention.answer is None:
        return place(actor, mention.question_id)
    answer = Answer.objects.visible_to(actor).with_question().filter(pk=mention.answer_id).first()
    found = place(actor, answer.question_id) if answer else None
    return Place(found.title, answer.get_absolute_url()) if found and answer else None


def receive_for_mention(reply: Reply) -> Written:
    """Publish what was answered, or have it read first, and return its place; raises as the replies
    of questions and comments."""
    mention = _mention(reply.actor, reply.pk)
    if mention is None:
        message = "Ce texte ne vous nomme plus, ou n’est plus en ligne."
        raise QuestionNotAllowed(message)
    if mention.comment_id:
        return receive_comment(replace(reply, pk=mention.comment_id))
    if mention.answer is not None:
        return comment_on(mention.answer, reply)
    return receive(replace(reply, pk=mention.question_id))


def _mention(actor: User, pk: int) -> Mention | None:
    return Mention.objects.select_related("answer").filter(user=actor, pk=pk).first()


THREAD = Thread(
    key="mention",
    code="n",
    kinds=("mentions.named",),
    pk_of=mention_of,
    place=place_of_mention,
    receive=receive_for_mention,
)

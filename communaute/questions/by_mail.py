"""Answering or commenting by answering one of our mails: form, service and limits of the page."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from communaute.comptes.models import User
from communaute.moderation.prescreening.rules import REVIEW
from communaute.moderation.prescreening.words import said_of
from communaute.notifications.models import Mail
from communaute.notifications.reply_addresses import (
    Reply,
    ReplyTarget,
    ReplyThread,
    TryLater,
    Written,
)
from communaute.questions.comments import add_comment
from communaute.questions.errors import InvalidText, NameMissing, QuestionNotAllowed, TooSoon
from communaute.questions.forms import AnswerForm, CommentForm, WritingForm
from communaute.questions.models import TEXTS, Answer, Comment, Mention, Question
from communaute.questions.services import answer_question
from socle.forms import all_errors

PREFIX = "question-"


def question_of(mail: Mail) -> int | None:
    """The question that a mail is about, unless it is closed to answers: one would be refused."""
    number = mail.thread.removeprefix(PREFIX)
    is_ours = mail.thread.startswith(PREFIX) and number.isdecimal()
    return int(number) if is_ours and _is_open(number) else None


def _is_open(question: object) -> bool:
    """Whether this question (pk) takes answers and comments."""
    return Question.objects.filter(pk=question, locked_at=None).exists()


def reply_target(actor: User, pk: int) -> ReplyTarget | None:
    """The question, while this person may read it."""
    question = Question.objects.visible_to(actor).filter(pk=pk).first()
    return ReplyTarget(question.title, question.get_absolute_url()) if question else None


def receive(reply: Reply) -> Written:
    """Publish an answer, or have it read first, and return its place. Raises QuestionsError, or
    TryLater right after another answer of the same person."""
    question = Question.objects.select_related("space").get(pk=reply.pk)
    return _publish(reply, AnswerForm, partial(answer_question, question=question))


def _publish(
    reply: Reply, form_class: type[WritingForm], write: Callable[..., Answer | Comment]
) -> Written:
    """What is mailed goes through the form of the page: nobody is there to choose what to do of
    private data, so that a text with some is read before it is public."""
    if not reply.actor.display_name:
        raise NameMissing
    key = reply.submission_key
    data = {"body": reply.text, "submission_key": str(key), "coordonnees": REVIEW}
    form = form_class(data, user=reply.actor)
    if not form.is_valid():
        raise InvalidText(all_errors(form))
    try:
        stored = write(actor=reply.actor, body=form.cleaned_data["body"], submission_key=key)
    except TooSoon as error:
        # The same mail may be received in a moment: the pace of the site is kept, nothing is lost.
        message = "Vous veniez de publier un message : attendez une minute entre deux réponses."
        raise TryLater(message) from error
    return Written(stored.get_absolute_url(), said_of(stored))


def comment_of(mail: Mail) -> int | None:
    """The comment that a mail tells, unless its question is closed: as `question_of`."""
    return mail.context.get("comment_pk") if _is_open(mail.context.get("question_pk")) else None


def comment_target(actor: User, pk: int) -> ReplyTarget | None:
    """Where a comment is, while this person may read what it is about."""
    comment = _comment(pk)
    if comment is None or not Question.objects.visible_to(actor).filter(pk=comment.question_id):
        return None
    if comment.answer_id and not Answer.objects.visible_to(actor).filter(pk=comment.answer_id):
        return None
    return ReplyTarget(comment.question.title, comment.get_absolute_url())


def receive_comment(reply: Reply) -> Written:
    """Publish a comment under the same text and return its place: as `receive`."""
    told = _comment(reply.pk)
    if told is None:
        raise QuestionNotAllowed("Ce commentaire n’est plus en ligne.")
    about = told.answer or told.question
    return _publish(reply, CommentForm, partial(add_comment, about=about))


def _comment(pk: int) -> Comment | None:
    return Comment.objects.published().select_related("answer", "question").filter(pk=pk).first()


QUESTIONS = ReplyThread(
    key="question",
    code="q",
    kinds=("questions.first_answer", "questions.new_answer"),
    pk_of=question_of,
    place=reply_target,
    receive=receive,
)

COMMENTS = ReplyThread(
    key="comment",
    code="c",
    kinds=("questions.new_comment",),
    pk_of=comment_of,
    place=comment_target,
    receive=receive_comment,
)


def mention_of(mail: Mail) -> int | None:
    """The mention that a mail tells of, unless the text names this person no more, or its question
    is closed: as `question_of`."""
    written = [text for text in TEXTS if f"{text}_pk" in mail.context]
    if not written or not _is_open(mail.context.get("question_pk")):
        return None
    # Of the keys that say where, the last one is the text itself.
    where = {written[-1]: mail.context[f"{written[-1]}_pk"]}
    return Mention.objects.filter(user=mail.user_id, **where).values_list("pk", flat=True).first()


def mention_target(actor: User, pk: int) -> ReplyTarget | None:
    """Where the name is written, while this person may read it and is still named."""
    mention = _mention(actor, pk)
    if mention is None:
        return None
    if mention.comment_id:
        return comment_target(actor, mention.comment_id)
    if mention.answer is None:
        return reply_target(actor, mention.question_id)
    answer = Answer.objects.visible_to(actor).with_question().filter(pk=mention.answer_id).first()
    found = reply_target(actor, answer.question_id) if answer else None
    return ReplyTarget(found.title, answer.get_absolute_url()) if found and answer else None


def receive_for_mention(reply: Reply) -> Written:
    """Publish what was answered, or have it read first, and return its place; raises as the replies
    of questions and comments."""
    mention = _mention(reply.actor, reply.pk)
    if mention is None:
        raise QuestionNotAllowed("Ce texte ne vous nomme plus, ou n’est plus en ligne.")
    if mention.comment_id:
        return receive_comment(replace(reply, pk=mention.comment_id))
    if mention.answer is not None:
        return _publish(reply, CommentForm, partial(add_comment, about=mention.answer))
    return receive(replace(reply, pk=mention.question_id))


def _mention(actor: User, pk: int) -> Mention | None:
    return Mention.objects.select_related("answer").filter(user=actor, pk=pk).first()


THREAD = ReplyThread(
    key="mention",
    code="n",
    kinds=("mentions.named",),
    pk_of=mention_of,
    place=mention_target,
    receive=receive_for_mention,
)

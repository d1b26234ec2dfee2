"""Answering who named you by answering the mail that told it, where the name was written: under the
same text as a comment, under an answer, or as an answer to a question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from communaute.notifications.replies import Place, Reply, Thread, Written
from communaute.questions.by_mail import threads
from communaute.questions.errors import QuestionNotAllowed
from communaute.questions.models import TEXTS, Answer, Mention

if TYPE_CHECKING:
    from communaute.comptes.models import User
    from communaute.notifications.models import Mail


def mention_of(mail: Mail) -> int | None:
    """The mention that a mail tells of, unless the text names this person no more."""
    written = [text for text in TEXTS if f"{text}_pk" in mail.context]
    if not written:
        return None
    # Of the keys that say where, the last one is the text itself.
    where = {written[-1]: mail.context[f"{written[-1]}_pk"]}
    return Mention.objects.filter(user=mail.user_id, **where).values_list("pk", flat=True).first()


def place(actor: User, pk: int) -> Place | None:
    """Where the name is written, while this person may read it and is still named."""
    mention = _mention(actor, pk)
    if mention is None:
        return None
    if mention.comment_id:
        return threads.comment_place(actor, mention.comment_id)
    if mention.answer is None:
        return threads.place(actor, mention.question_id)
    answer = Answer.objects.visible_to(actor).with_question().filter(pk=mention.answer_id).first()
    found = threads.place(actor, answer.question_id) if answer else None
    return Place(found.title, answer.get_absolute_url()) if found and answer else None


def receive(reply: Reply) -> Written:
    """Publish what was answered, or have it read first, and return its place; raises as the replies
    of questions and comments."""
    mention = _mention(reply.actor, reply.pk)
    if mention is None:
        message = "Ce texte ne vous nomme plus, ou n’est plus en ligne."
        raise QuestionNotAllowed(message)
    if mention.comment_id:
        return threads.receive_comment(replace(reply, pk=mention.comment_id))
    if mention.answer is not None:
        return threads.comment_on(mention.answer, reply)
    return threads.receive(replace(reply, pk=mention.question_id))


def _mention(actor: User, pk: int) -> Mention | None:
    return Mention.objects.select_related("answer").filter(user=actor, pk=pk).first()


THREAD = Thread(
    key="mention",
    code="n",
    kinds=("mentions.named",),
    pk_of=mention_of,
    place=place,
    receive=receive,
)

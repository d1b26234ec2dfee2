"""What questions, mentions, invitations to answer and subscriptions tell people."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db.models import Q

from communaute.comptes.models import User
from communaute.moderation.enums import ContentStatus
from communaute.notifications.catalogue import Channel, Kind
from communaute.notifications.outbox.pending import works_for
from socle.hooks import hooked

from .models import TEXTS, Answer, Comment, Mention, Question, Subscription
from .notify import as_it_is_now
from .perms import people_apart
from .routing.services import answers_in


def is_still_online(_: User, context: Mapping[str, Any]) -> bool:
    """Whether the question told of, and the answer if there is one, may still be read by all."""
    questions = Question.objects.published().filter(pk=context["question_pk"])
    if "comment_pk" in context:
        comments = Comment.objects.published().filter(pk=context["comment_pk"])
        shown = Q(answer=None) | Q(answer__status=ContentStatus.PUBLISHED)
        return comments.filter(shown, question__in=questions).exists()
    if "answer_pk" in context:
        answers = Answer.objects.published().filter(pk=context["answer_pk"])
        return answers.filter(question__in=questions).exists()
    return questions.exists()


def wants_to_hear(person: User, context: Mapping[str, Any]) -> bool:
    """Whether it may still be read, and the person did not say that they hear of it no more."""
    stopped = Subscription.objects.filter(
        user=person, question=context["question_pk"], is_active=False
    )
    return is_still_online(person, context) and not stopped.exists()


def is_still_accepted(context: Mapping[str, Any]) -> bool:
    """Whether the answer told of is still the one that was chosen: another may replace it before
    the mail leaves."""
    return Question.objects.filter(accepted_answer=context["answer_pk"]).exists()


def is_still_there(context: Mapping[str, Any]) -> bool:
    """Whether the question is online, and in the space to which it was told to go."""
    if "space_pk" not in context:
        return True
    rows = Question.objects.published().filter(pk=context["question_pk"])
    return rows.filter(space=context["space_pk"]).exists()


# They quote texts that are edited meanwhile.
Told = partial(Kind, current=as_it_is_now)

KINDS = (
    Told(
        key="questions.first_answer",
        label="Première réponse à votre question",
        who="La personne qui a posé la question.",
        when="Dès que quelqu’un d’autre répond pour la première fois.",
        visible_to=wants_to_hear,
    ),
    Told(
        key="questions.new_answer",
        label="Nouvelle réponse à votre question",
        who="La personne qui a posé la question.",
        when="À chaque réponse suivante.",
        channel=Channel.DAILY,
        visible_to=wants_to_hear,
    ),
    Told(
        key="questions.moved",
        label="Votre question a changé d’espace",
        who="La personne qui a posé la question.",
        when="Quand l’agence ou l’équipe nationale la met dans un autre espace.",
        still_true=is_still_there,
    ),
    Told(
        key="questions.new_comment",
        label="Nouveau commentaire sous un texte écrit ou commenté par vous",
        who="L’auteur du texte commenté, et les personnes qui l’ont commenté avant.",
        when="À chaque commentaire.",
        channel=Channel.DAILY,
        visible_to=wants_to_hear,
    ),
    Told(
        key="questions.answer_accepted",
        label="Votre réponse a été retenue",
        who="L’auteur de la réponse.",
        when="Quand la personne qui a posé la question, ou une agence, retient sa réponse.",
        channel=Channel.DAILY,
        still_true=is_still_accepted,
        visible_to=is_still_online,
    ),
    Told(
        key="questions.useful",
        label="Votre réponse est utile",
        who="L’auteur de la réponse.",
        when="La première fois que quelqu’un la dit utile.",
        channel=Channel.NONE,
        visible_to=is_still_online,
    ),
)


def is_still_named(person: User, context: Mapping[str, Any]) -> bool:
    """Whether the text may still be read, still names this person, and is not of somebody whom
    they blocked meanwhile."""
    # Of the keys that say where: the comment, else the answer, else the question itself.
    text = next(text for text in reversed(TEXTS) if f"{text}_pk" in context)
    mine = Mention.objects.filter(user=person, **{text: context[f"{text}_pk"]})
    mine = mine.exclude(**{f"{text}__author__in": people_apart(person)})
    return is_still_online(person, context) and mine.exists()


MENTION_KINDS = (
    Told(
        key="mentions.named",
        label="Quelqu’un vous nomme dans une discussion",
        who="Une personne de la discussion, nommée avec « @ ».",
        when="Quand un message la nomme.",
        channel=Channel.DAILY,
        visible_to=is_still_named,
    ),
)


def may_be_answered(person: User, context: Mapping[str, Any]) -> bool:
    """Whether the question is still online, and open to answers."""
    is_locked = Question.objects.filter(pk=context["question_pk"], locked_at__isnull=False)
    return is_still_online(person, context) and not is_locked.exists()


def is_still_theirs(person: User, context: Mapping[str, Any]) -> bool:
    """The same, and this person is still of the organisation asked."""
    return may_be_answered(person, context) and works_for(person, context)


def still_answers(person: User, context: Mapping[str, Any]) -> bool:
    """Whether the question may be answered, and this person, who has not done so, is still one of
    those who are asked."""
    if not may_be_answered(person, context):
        return False
    if Answer.objects.filter(question=context["question_pk"], author=person).exists():
        return False
    return all(check(person) for check in hooked("questions.still_answers"))


def is_still_of_theirs(person: User, context: Mapping[str, Any]) -> bool:
    """The same of who works for an organisation that still answers where the question is."""
    if not is_still_theirs(person, context):
        return False
    question = Question.objects.select_related("space", "commune").get(pk=context["question_pk"])
    return "organisation_pk" not in context or answers_in(question, context["organisation_pk"])


def is_unanswered(context: Mapping[str, Any]) -> bool:
    """Nobody else has answered since."""
    return Question.objects.filter(pk=context["question_pk"], first_answer_at=None).exists()


ROUTING_KINDS = (
    Told(
        key="routing.asked_you",
        label="Une question à laquelle vous pouvez répondre",
        who="Quelques ambassadeurs à la fois.",
        when="Dès qu’elle est posée, plus tard si personne ne répond, ou quand on les invite.",
        visible_to=still_answers,
    ),
    Told(
        key="routing.new_in_space",
        label="Nouvelle question sur votre réseau ou votre territoire",
        who="Les personnes de l’exploitant du réseau et de l’agence du territoire.",
        when="Dès qu’elle est posée.",
        channel=Channel.DAILY,
        at_work=True,
        visible_to=is_still_of_theirs,
    ),
    Told(
        key="routing.unanswered",
        label="Question restée sans réponse",
        who="Les personnes de l’agence du territoire, puis l’équipe nationale.",
        when="Quand personne n’a répondu : l’agence d’abord, l’équipe nationale ensuite.",
        at_work=True,
        still_true=is_unanswered,
        visible_to=is_still_theirs,
    ),
)


def is_still_followed(person: User, context: Mapping[str, Any]) -> bool:
    """Whether it may still be read, and the person still follows the question."""
    mine = Subscription.objects.active().filter(user=person, question=context["question_pk"])
    return is_still_online(person, context) and mine.exists()


def travels(person: User, context: Mapping[str, Any]) -> bool:
    """Whether the question may still be read, be told of to who did not ask for it, and is still
    where this person follows what is asked."""
    found = Question.objects.travelling().filter(pk=context["question_pk"]).first()
    if found is None:
        return False
    mine = Subscription.objects.filter(user=person)
    if mine.filter(question=found, is_active=False).exists():
        return False
    where = Q(space=found.space_id) | Q(tag__in=found.tags.values("pk"))
    return mine.active().filter(where).exists()


SUBSCRIPTION_KINDS = (
    Told(
        key="subscriptions.answer",
        label="Nouvelle réponse à une question que vous suivez",
        who="Les personnes qui suivent la question, sauf l’auteur de la réponse.",
        when="À chaque réponse.",
        channel=Channel.DAILY,
        visible_to=is_still_followed,
    ),
    Told(
        key="subscriptions.question",
        label="Nouvelle question dans un espace ou un thème que vous suivez",
        who="Les personnes qui suivent l’espace ou le thème, sauf l’auteur de la question.",
        when="Dès qu’elle est posée.",
        channel=Channel.DAILY,
        visible_to=travels,
    ),
)

# Answering one of these mails answers the question.
ANSWERED_BY_MAIL = tuple(kind.key for kind in (*ROUTING_KINDS, *SUBSCRIPTION_KINDS))

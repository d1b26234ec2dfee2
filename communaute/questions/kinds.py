"""What this room tells people: its part of the catalogue."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from communaute.comptes.models import User
from communaute.moderation.enums import ContentStatus
from communaute.notifications.catalogue import Channel, Kind

from .announcements import as_it_is_now
from .models import Answer, Comment, Question


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


def is_still_accepted(context: Mapping[str, Any]) -> bool:
    """Whether the answer told of is still the one that was chosen: another may replace it before
    the mail leaves."""
    return Question.objects.filter(accepted_answer=context["answer_pk"]).exists()


KINDS = (
    Kind(
        key="questions.first_answer",
        label="Première réponse à votre question",
        who="La personne qui a posé la question.",
        when="Dès que quelqu’un d’autre répond pour la première fois.",
        visible_to=is_still_online,
        current=as_it_is_now,
    ),
    Kind(
        key="questions.new_answer",
        label="Nouvelle réponse à votre question",
        who="La personne qui a posé la question.",
        when="À chaque réponse suivante.",
        channel=Channel.DAILY,
        visible_to=is_still_online,
        current=as_it_is_now,
    ),
    Kind(
        key="questions.moved",
        label="Votre question a changé d’espace",
        who="La personne qui a posé la question.",
        when="Quand l’agence ou l’équipe nationale la met dans un autre espace.",
    ),
    Kind(
        key="questions.new_comment",
        label="Nouveau commentaire sous un de vos textes",
        who="L’auteur du texte commenté, et les personnes qui l’ont commenté avant.",
        when="À chaque commentaire.",
        channel=Channel.DAILY,
        visible_to=is_still_online,
        current=as_it_is_now,
    ),
    Kind(
        key="questions.answer_accepted",
        label="Votre réponse a été retenue",
        who="L’auteur de la réponse.",
        when="Quand la personne qui a posé la question retient sa réponse.",
        channel=Channel.DAILY,
        still_true=is_still_accepted,
        visible_to=is_still_online,
        current=as_it_is_now,
    ),
    Kind(
        key="questions.useful",
        label="Votre réponse est utile",
        who="L’auteur de la réponse.",
        when="La première fois que quelqu’un la dit utile.",
        channel=Channel.NONE,
        visible_to=is_still_online,
        current=as_it_is_now,
    ),
)

"""What this room tells people: its part of the catalogue."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from communaute.comptes.models import User
from communaute.moderation.enums import ContentStatus
from communaute.notifications.catalogue import Channel, Kind

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


KINDS = (
    Kind(
        key="questions.first_answer",
        label="Première réponse à votre question",
        who="La personne qui a posé la question.",
        when="Dès que quelqu’un d’autre répond pour la première fois.",
        visible_to=is_still_online,
    ),
    Kind(
        key="questions.asked_you",
        label="Une question à laquelle vous pouvez répondre",
        who="Quelques ambassadeurs à la fois, les plus proches de la question.",
        when="Dès qu’elle est posée, plus tard si personne ne répond, ou quand on les invite.",
        visible_to=is_still_online,
    ),
    Kind(
        key="questions.new_in_space",
        label="Nouvelle question sur votre réseau ou votre territoire",
        who="Les personnes de l’exploitant du réseau et de l’agence du territoire.",
        when="Dès qu’elle est posée.",
        channel=Channel.DAILY,
        at_work=True,
        visible_to=is_still_online,
    ),
    Kind(
        key="questions.unanswered",
        label="Question restée sans réponse",
        who="Les personnes de l’agence du territoire, puis l’équipe nationale.",
        when="Quand personne n’a répondu : l’agence d’abord, l’équipe nationale ensuite.",
        at_work=True,
        visible_to=is_still_online,
    ),
    Kind(
        key="questions.new_answer",
        label="Nouvelle réponse à votre question",
        who="La personne qui a posé la question.",
        when="À chaque réponse suivante.",
        channel=Channel.DAILY,
        visible_to=is_still_online,
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
    ),
    Kind(
        key="questions.answer_accepted",
        label="Votre réponse a été retenue",
        who="L’auteur de la réponse.",
        when="Quand la personne qui a posé la question retient sa réponse.",
        channel=Channel.DAILY,
        visible_to=is_still_online,
    ),
    Kind(
        key="questions.useful",
        label="Votre réponse est utile",
        who="L’auteur de la réponse.",
        when="La première fois que quelqu’un la dit utile.",
        channel=Channel.NONE,
        visible_to=is_still_online,
    ),
)

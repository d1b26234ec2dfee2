"""What this room tells people: its part of the catalogue."""

from collections.abc import Mapping
from typing import Any

from communaute.comptes.models import User
from communaute.notifications.catalogue import Channel, Kind
from communaute.questions.announcements import as_it_is_now
from communaute.questions.kinds import is_still_online
from communaute.questions.models import Question, Subscription


def is_still_followed(person: User, context: Mapping[str, Any]) -> bool:
    """Whether it may still be read, and the person still follows the question."""
    mine = Subscription.objects.active().filter(user=person, question=context["question_pk"])
    return is_still_online(person, context) and mine.exists()


def travels(_: User, context: Mapping[str, Any]) -> bool:
    """Whether the question may still be read, and be told of to who did not ask for it."""
    return Question.objects.travelling().filter(pk=context["question_pk"]).exists()


KINDS = (
    Kind(
        key="subscriptions.answer",
        label="Nouvelle réponse à une question que vous suivez",
        who="Les personnes qui suivent la question, sauf l’auteur de la réponse.",
        when="À chaque réponse.",
        channel=Channel.DAILY,
        visible_to=is_still_followed,
        current=as_it_is_now,
    ),
    Kind(
        key="subscriptions.question",
        label="Nouvelle question dans un espace ou un thème que vous suivez",
        who="Les personnes qui suivent l’espace ou le thème, sauf l’auteur de la question.",
        when="Dès qu’elle est posée.",
        channel=Channel.DAILY,
        visible_to=travels,
        current=as_it_is_now,
    ),
)

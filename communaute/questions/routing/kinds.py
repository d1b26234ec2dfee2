"""What this room tells people: its part of the catalogue."""

from collections.abc import Mapping
from typing import Any

from communaute.comptes.models import User
from communaute.notifications.catalogue import Channel, Kind
from communaute.notifications.outbox.worth import works_for
from communaute.questions.announcements import as_it_is_now
from communaute.questions.kinds import is_still_online


def is_still_theirs(person: User, context: Mapping[str, Any]) -> bool:
    """Whether the question is still online, and this person still of the organisation asked."""
    return is_still_online(person, context) and works_for(person, context)


KINDS = (
    Kind(
        key="routing.asked_you",
        label="Une question à laquelle vous pouvez répondre",
        who="Quelques ambassadeurs à la fois, les plus proches de la question.",
        when="Dès qu’elle est posée, plus tard si personne ne répond, ou quand on les invite.",
        visible_to=is_still_online,
        current=as_it_is_now,
    ),
    Kind(
        key="routing.new_in_space",
        label="Nouvelle question sur votre réseau ou votre territoire",
        who="Les personnes de l’exploitant du réseau et de l’agence du territoire.",
        when="Dès qu’elle est posée.",
        channel=Channel.DAILY,
        at_work=True,
        visible_to=is_still_theirs,
        current=as_it_is_now,
    ),
    Kind(
        key="routing.unanswered",
        label="Question restée sans réponse",
        who="Les personnes de l’agence du territoire, puis l’équipe nationale.",
        when="Quand personne n’a répondu : l’agence d’abord, l’équipe nationale ensuite.",
        at_work=True,
        visible_to=is_still_theirs,
        current=as_it_is_now,
    ),
)

# Answering one of these mails answers the question.
ANSWERED_BY_MAIL = tuple(kind.key for kind in KINDS)

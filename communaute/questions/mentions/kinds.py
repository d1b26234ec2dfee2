"""What this room tells people: its part of the catalogue."""

from collections.abc import Mapping
from typing import Any

from communaute.comptes.models import User
from communaute.notifications.catalogue import Channel, Kind
from communaute.questions.announcements import as_it_is_now
from communaute.questions.kinds import is_still_online
from communaute.questions.models import TEXTS, Mention


def is_still_named(person: User, context: Mapping[str, Any]) -> bool:
    """Whether the text may still be read, and still names this person."""
    # Of the keys that say where: the comment, else the answer, else the question itself.
    text = next(text for text in reversed(TEXTS) if f"{text}_pk" in context)
    mine = Mention.objects.filter(user=person, **{text: context[f"{text}_pk"]})
    return is_still_online(person, context) and mine.exists()


KINDS = (
    Kind(
        key="mentions.named",
        label="Quelqu’un vous nomme dans une discussion",
        who="Une personne de la discussion, nommée avec « @ ».",
        when="Quand un message la nomme.",
        channel=Channel.DAILY,
        visible_to=is_still_named,
        current=as_it_is_now,
    ),
)

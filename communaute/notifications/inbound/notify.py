"""What the author of a mail received is told; what is told of an address that refuses ours."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from communaute.comptes.models import User
from socle.errors import Refused

from ..catalogue import Channel, Kind, Priority
from ..enums import Why
from ..numbers import NUMBERS
from ..reply_addresses import ReplyThread, Written, words_of_thread
from ..services import tell
from .message import Incoming
from .reply_parser import read_words

QUOTED_CHARACTERS = 1_500


# Told once a day at most, without its text: whoever sends one may send a thousand, in any name.
DAILY = {Why.EXPIRED, Why.TAMPERED, Why.OTHER_SENDER}


class NotTaken(Refused):
    """A mail is not taken; `said` is the sentence of the rule that refuses, when there is one."""

    def __init__(self, why: Why, said: str = "") -> None:
        super().__init__(said or f"Ce courriel n’est pas pris : {why}.")
        self.why, self.said = why, said


@dataclass(frozen=True)
class Letter:
    """A mail to one of our addresses. `actor`: whom it is about; `thread`, None for an address that
    we did not make, and `pk`: what it answers. `heavy`: only its headers were read."""

    fingerprint: str
    actor: User
    thread: ReplyThread | None
    pk: int
    incoming: Incoming
    heavy: bool


@dataclass(frozen=True)
class LeftOut:
    """What is not with an answer: files, and the lines taken for a signature."""

    files: list[str]
    lines: str


def tell_done(letter: Letter, written: Written, left_out: LeftOut) -> None:
    """Say that the answer is published or sent, where, and what is not with it."""
    title = _title(letter)
    said = {"title": title, "waits": written.waits}
    tell(
        "notifications.reply_done",
        to=letter.actor,
        key=f"courriel-recu-{letter.fingerprint[:40]}",
        url=written.url,
        context={
            "done": words_of_thread(letter.thread.template, "done", said) if letter.thread else "",
            "title": title,
            "left_out": left_out.files,
            "lines": left_out.lines[:QUOTED_CHARACTERS],
            "takes_files": bool(letter.thread and letter.thread.takes_files),
            "may_change": bool(letter.thread and letter.thread.may_change),
        },
    )


def tell_refused(letter: Letter, refusal: NotTaken) -> None:
    """Say why to the account, with its own text; nothing of a text that others sent."""
    is_daily = refusal.why in DAILY
    place = letter.thread.place(letter.actor, letter.pk) if letter.thread else None
    words = read_words("" if is_daily or letter.heavy else letter.incoming.text())
    text = words.text or words.left_out
    mark = f"{refusal.why}-{timezone.localdate()}" if is_daily else letter.fingerprint[:40]
    tell(
        "notifications.reply_refused",
        to=letter.actor,
        key=f"courriel-refuse-{mark}",
        url=place.url if place else "/mon-compte/",
        context={
            "reason": refusal.why,
            "said": refusal.said,
            "title": place.title if place else "",
            "quote": text[:QUOTED_CHARACTERS],
            "is_cut": len(text) > QUOTED_CHARACTERS,
            **_limits(),
        },
    )


def _title(letter: Letter) -> str:
    place = letter.thread.place(letter.actor, letter.pk) if letter.thread else None
    return place.title if place else ""


def _limits() -> dict[str, Any]:
    return {
        "reply_days": NUMBERS.reply_days,
        "message_mb": NUMBERS.reply_message_mb,
        "body_kb": NUMBERS.reply_body_bytes // 1000,
    }


WRITER = "La personne qui a répondu par courriel."

KINDS = (
    Kind(
        key="notifications.reply_done",
        label="Votre réponse par courriel est arrivée",
        who=WRITER,
        when="Dès que la réponse est publiée ou transmise.",
        may_be_off=False,
        # Who has just written waits for it; in the morning it might be so no more.
        at_night=True,
        on_site=False,
    ),
    Kind(
        key="notifications.reply_refused",
        label="Votre réponse par courriel n’a pas pu être prise",
        who="La personne qui a répondu par courriel, à l’adresse de son compte seulement.",
        when="Dès qu’elle arrive ; une fois par jour au plus si l’adresse de réponse ne vaut rien.",
        may_be_off=False,
        priority=Priority.SOON,
        on_site=False,
    ),
    Kind(
        key="notifications.mail_stopped",
        label="Courriels refusés par votre messagerie",
        who="La personne dont l’adresse refuse nos courriels.",
        when="Après plusieurs refus en peu de jours.",
        channel=Channel.NONE,
        may_be_off=False,
    ),
)

"""What the mail that gathers says: found as it leaves, so that nothing stale is in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from .. import words
from ..catalogue import kind_of
from ..enums import MailState
from ..models import Mail
from ..numbers import NUMBERS
from ..outbox.worth import bring_up_to_date, is_worth_sending

EXCERPT = 160


@dataclass
class Group:
    """The lines of one thread, under what it is about."""

    title: str
    lines: list[dict[str, str]] = field(default_factory=list)


def fill(mail: Mail) -> dict[str, Any] | None:
    """What a mail that gathers shows; None when nothing is left to tell.

    `pieces` are the keys of the rows it stands for, those that are worth nothing any more included.
    """
    pieces = pieces_of(mail)
    worth = [piece for piece in pieces if is_worth_sending(piece, kind_of(piece.kind))]
    content = {"pieces": [piece.pk for piece in pieces]}
    mail.context = content
    if not worth:
        return None
    shown = worth[: NUMBERS.digest_lines]
    for piece in shown:
        bring_up_to_date(piece, kind_of(piece.kind))
    groups = _grouped(shown)
    return content | {
        "groups": [{"title": group.title, "lines": group.lines} for group in groups],
        "first": groups[0].lines[0]["title"],
        "others": len(worth) - 1,
        "more": len(worth) - len(shown),
    }


def pieces_of(mail: Mail) -> list[Mail]:
    """What waits to be gathered and is due by now, the oldest first."""
    held = Mail.objects.held().filter(user=mail.user, planned_at__lte=timezone.now())
    return list(held.select_related("user").order_by("created_at", "pk"))


def settle(mail: Mail, now: datetime) -> None:
    """What was gathered is over, the mail gone or not worth sending."""
    held = Mail.objects.held().filter(pk__in=mail.context.get("pieces", []))
    held.update(state=MailState.GATHERED, ended_at=now, context={})


def _grouped(pieces: list[Mail]) -> list[Group]:
    """Lines by thread, in the order in which each thread began."""
    groups: dict[str, Group] = {}
    for piece in pieces:
        kind = kind_of(piece.kind)
        about = words.one_line(words.say(kind, "thread", words.common_context() | piece.context))
        group = groups.setdefault(piece.thread or piece.key, Group(about))
        group.lines.append(
            {
                "title": words.on_site(kind, piece.context)[0],
                "excerpt": _excerpt(piece.context.get("quote", "")),
                "url": words.absolute(piece.url),
            }
        )
    return list(groups.values())


def _excerpt(quote: str) -> str:
    text = words.one_line(quote)
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT].rsplit(' ', 1)[0]} …"

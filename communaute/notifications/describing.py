"""The catalogue in words, for `/gestion/courriels/natures/`: what is told, to whom, when, how."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from django.template import Engine

from .catalogue import Channel, Kind, kinds
from .numbers import NUMBERS
from .preferences.subjects import SUBJECTS
from .replies.threads import thread_of_kind

_PART = r"{{% partialdef {part} %}}(.*?){{% endpartialdef %}}"


@dataclass(frozen=True)
class Described:
    """One kind: `way` is how and at what hour it reaches people; `subject`, `why` and `line` (on
    the site) are the source of its words, "" where it has none."""

    kind: Kind
    way: str
    is_answered_by_mail: bool
    subject: str
    why: str
    line: str


def describe_all() -> list[tuple[str, list[Described]]]:
    """Every kind, under its subject."""
    by_room = groupby(kinds(), key=lambda kind: kind.key.partition(".")[0])
    return [(SUBJECTS[room], [describe(kind) for kind in told]) for room, told in by_room]


def describe(kind: Kind) -> Described:
    return Described(
        kind=kind,
        way=_way(kind),
        is_answered_by_mail=thread_of_kind(kind.key) is not None,
        subject=_part(kind, "subject") if kind.is_mailed else "",
        why=_part(kind, "why") if kind.is_mailed else "",
        line=(_part(kind, "line") or _part(kind, "subject")) if kind.on_site else "",
    )


def _way(kind: Kind) -> str:
    way = kind.channel.label
    if kind.channel is Channel.INSTANT:
        way += ", la nuit aussi" if kind.leaves_at_night else f", à {NUMBERS.daily_hour} h la nuit"
    if kind.is_mailed and kind.on_site:
        way += ", et sur le site pour un compte"
    return way


def _part(kind: Kind, part: str) -> str:
    """The source of a partial, on one line: what is between braces is the room's."""
    source = str(Engine.get_default().get_template(kind.template).source)
    found = re.search(_PART.format(part=part), source, re.DOTALL)
    return " ".join(found[1].split()) if found else ""

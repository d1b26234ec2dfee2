"""What was found in a text, as its author is shown it; contacts that organisations publish pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from communaute.comptes.models import Organisation

from .personal import find

if TYPE_CHECKING:
    from .personal import Found


AROUND = 40


@dataclass(frozen=True)
class Excerpt:
    """`before`, the `marked` words, `after`."""

    kind: str
    before: str
    marked: str
    after: str


@dataclass(frozen=True)
class FoundIn:
    """What was found in one field."""

    field: str
    label: str
    excerpts: tuple[Excerpt, ...]


def excerpts(text: str, found: Sequence[Found]) -> tuple[Excerpt, ...]:
    return tuple(_excerpt(text, one) for one in found)


def _excerpt(text: str, one: Found) -> Excerpt:
    before, after = text[: one.start], text[one.end :]
    return Excerpt(
        kind=str(one.kind),
        before=f"…{before[-AROUND:]}" if len(before) > AROUND else before,
        marked=one.text,
        after=f"{after[:AROUND]}…" if len(after) > AROUND else after,
    )


def private_data(text: str) -> list[Found]:
    """Personal data of a text that no known organisation publishes (1 query if there is any)."""
    return find(text, passing=published_contacts()) if find(text) else []


def published_contacts() -> list[str]:
    """Phones, addresses, and the domains of the sites of the organisations we know."""
    known = []
    for phone, email, site in Organisation.objects.values_list("phone", "email", "website"):
        host = urlsplit(site).hostname if "://" in site else ""
        known += [phone, email, f"@{host.removeprefix('www.')}" if host else ""]
    return [one for one in known if one]

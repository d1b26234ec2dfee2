"""What to propose as somebody types an address: addresses, else communes of the shipped data.

A person is typing, and few threads answer: the geocoder gets a second, and none at all for a
while after it was silent, or failed to find whole addresses (`geocoding`). Nothing typed is logged
nor kept, but hashed in the cache.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.cache import cache

from communaute.territoires.models import Commune

from .geocoding import GeocoderUnavailable, get_geocoder

SHOWN = 5
SILENT_KEY = "geocoding:silent"
SILENT_SECONDS = 30
# Where the commune begins in an address: after a comma, at a postcode, else at the last word.
_ENDINGS = (re.compile(r",\s*(?=[^,]*$)"), re.compile(r"\s(?=\d{5}\b)"), re.compile(r"\s(?=\S+$)"))


@dataclass(frozen=True)
class Suggestion:
    """`label` is the whole text a choice writes; `hint` says what it is when it is no address."""

    label: str
    hint: str = ""


def suggest(text: str) -> list[Suggestion]:
    """At most five proposals, best first; none for nonsense. Never raises."""
    return _addresses(text) or _communes(text)


def _addresses(text: str) -> list[Suggestion]:
    if cache.get(SILENT_KEY):
        return []
    try:
        places = get_geocoder().suggest(text)
    except GeocoderUnavailable:
        cache.set(SILENT_KEY, True, SILENT_SECONDS)
        return []
    labels = dict.fromkeys(place.label for place in places)
    return [Suggestion(label) for label in list(labels)[:SHOWN]]


def _communes(text: str) -> list[Suggestion]:
    """Communes for what the text ends with; what comes before stays."""
    whole = Commune.objects.search(text, limit=SHOWN)
    if whole:
        return [_commune("", text, commune) for commune in whole]
    for ending in _ENDINGS:
        found = ending.search(text)
        if found is None:
            continue
        typed = text[found.end() :]
        communes = Commune.objects.search(typed, limit=SHOWN)
        if communes:
            before = text[: found.start()].rstrip(" ,")
            return [_commune(f"{before}, " if before else "", typed, one) for one in communes]
    return []


def _commune(before: str, typed: str, commune: Commune) -> Suggestion:
    """With the postcode that was typed when it is one of the commune, else its first one."""
    known, words = commune.postcodes.split(), typed.split()
    postcode = next((one for one in known if one in words), known[0] if known else "")
    return Suggestion(f"{before}{f'{postcode} {commune.name}'.strip()}", "commune")

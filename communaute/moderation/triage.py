"""Which cases are one matter (same text, same link), and how grave a report is."""

from __future__ import annotations

import hashlib
import re

from socle.words import normalise

from .enums import Gravity, NoticeCategory

KEY_LENGTH = 16
# Shorter, two texts are the same by chance ("Merci !").
SHORTEST_TEXT = 20
_LINK = re.compile(r"(?:https?://|\bwww\.)[^\s<>()\"'\]]+", re.IGNORECASE)
# Links that honest people share: they bring no two texts together.
_OFFICIAL = (".gouv.fr", "service-public.fr", "legifrance.gouv.fr", "ademe.fr", "anah.gouv.fr")


def text_key(text: str) -> str:
    """The same for two texts that differ by case, accents, spaces and signs; "" for a short one."""
    words = normalise(text)
    return _digest(words) if len(words) >= SHORTEST_TEXT else ""


def link_key(text: str) -> str:
    """The same for two texts whose first link, official sites apart, leads to the same page;
    "" without any."""
    for found in _LINK.findall(text):
        host, _, path = _bare(found).partition("/")
        if not host.endswith(_OFFICIAL):
            return _digest(f"{host}/{path}")
    return ""


def _bare(link: str) -> str:
    """A link without what varies and changes nothing: scheme, www, query, last signs."""
    address = re.sub(r"^https?://", "", link.lower()).removeprefix("www.")
    return re.split(r"[?#]", address)[0].rstrip("/.,;:!»")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH]


_BY_CATEGORY: dict[str, Gravity] = {
    NoticeCategory.ILLEGAL: Gravity.HIGHEST,
    NoticeCategory.PERSONAL_DATA: Gravity.HIGH,
    NoticeCategory.RUDE: Gravity.HIGH,
    NoticeCategory.COMMERCIAL: Gravity.NORMAL,
    NoticeCategory.FALSE: Gravity.NORMAL,
    NoticeCategory.OFF_TOPIC: Gravity.LOW,
    NoticeCategory.OTHER: Gravity.LOW,
}


def gravity_of(category: str) -> Gravity:
    """How grave a report for this reason is; as illegal for a reason nobody ranked."""
    return _BY_CATEGORY.get(category, Gravity.HIGHEST)

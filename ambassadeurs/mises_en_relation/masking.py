"""Phones and e-mails typed in a message, replaced until both sides share their contact details.

Masking happens when a text is shown or mailed; what was typed stays as it is in the database.
It is a help against a hasty gesture, not a proof against somebody who wants to be found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .facts import Line

PHONE_MASK = "[téléphone masqué]"
EMAIL_MASK = "[adresse masquée]"

# Spaces (also the narrow and non-breaking ones), dots, dashes and underscores between digits.
_GAP = r"[\s.\-–—_·]{0,3}"
# A date such as 01.02.2024 begins like a number of telephone; its hour would complete it.
_NOT_DATE = r"(?!\d{1,2}[\s.\-/]\d{1,2}[\s.\-/](?:19|20)\d{2}(?!\d))"
_FRENCH = rf"(?:(?:\+|00){_GAP}33{_GAP}(?:\(0\)|0)?|\(?0){_GAP}[1-9]\)?(?:{_GAP}\d){{8}}"
# Slashes, colons and commas part dates, hours and lists too: two by two, always the same sign.
_PAIRS = r"0[1-9](?P<sign>\s?[/:,;]\s?)\d\d(?:(?P=sign)\d\d){3}"
# Without its plus sign, a number is told from an amount by its digits two by two.
_NO_PLUS = r"33[\s.\-]?[1-9](?:[\s.\-]?\d\d){4}"
_FOREIGN = rf"\+{_GAP}(?!33)[1-9](?:{_GAP}\(?\d\)?){{7,13}}"
_CHAT = r"(?<=wa\.me/)\d{8,15}"
_PHONE = re.compile(
    rf"(?<!\d)(?<!\d,){_NOT_DATE}(?:{_FRENCH}|{_PAIRS}|{_NO_PLUS}|{_FOREIGN}|{_CHAT})(?!\d)"
)

_AT = r"(?:\s?[@＠]\s?|\s?[(\[]\s?(?:at|arobase?)\s?[)\]]\s?|\s(?:at|arobase?)\s)"
_DOT = r"(?:\s?\.|\s?[(\[]\s?(?:dot|point)\s?[)\]]\s?|\s(?:dot|point)\s)"
_EMAIL = re.compile(
    rf"(?<![\w.+%-])[\w.+%-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)*{_DOT}[a-z]{{2,}}(?![\w-])",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w")

QUOTED_CHARACTERS = 3_000


def mask(text: str) -> str:
    """Return the text with every phone number and e-mail address replaced by a word."""
    return _PHONE.sub(PHONE_MASK, _EMAIL.sub(EMAIL_MASK, text))


def is_masked(text: str) -> bool:
    """Whether `mask` would change this text."""
    return bool(_EMAIL.search(text) or _PHONE.search(text))


def quoted(text: str) -> dict[str, object]:
    """What a mail quotes of a text: masked, and cut when it is long."""
    shown = mask(text)
    return {"quote": shown[:QUOTED_CHARACTERS], "is_cut": len(shown) > QUOTED_CHARACTERS}


def without_contact(facts: Iterable[Line]) -> list[dict[str, str]]:
    """The facts that hold neither phone nor e-mail, for a mail: {"label", "value"}."""
    return [
        {"label": fact.label, "value": fact.value} for fact in facts if not is_masked(fact.value)
    ]


def is_only_contact(text: str) -> bool:
    """Whether nothing readable is left once phones and e-mails are taken out."""
    left = _PHONE.sub("", _EMAIL.sub("", text))
    return is_masked(text) and not _WORD.search(left)

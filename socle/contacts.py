"""Phone numbers and e-mail addresses typed in a text."""

from __future__ import annotations

import re

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
PHONE = re.compile(
    rf"(?<!\d)(?<!\d,){_NOT_DATE}(?:{_FRENCH}|{_PAIRS}|{_NO_PLUS}|{_FOREIGN}|{_CHAT})(?!\d)"
)

_AT = r"(?:\s?[@＠]\s?|\s?[(\[]\s?(?:at|arobase?)\s?[)\]]\s?|\s(?:at|arobase?)\s)"
_DOT = r"(?:\s?\.|\s?[(\[]\s?(?:dot|point)\s?[)\]]\s?|\s(?:dot|point)\s)"
EMAIL = re.compile(
    rf"(?<![\w.+%-])[\w.+%-]+{_AT}[\w-]+(?:{_DOT}[\w-]+)*{_DOT}[a-z]{{2,}}(?![\w-])",
    re.IGNORECASE,
)


def contacts_in(text: str) -> list[str]:
    """Every phone number and e-mail address of the text, as typed."""
    return [found[0].strip() for found in (*PHONE.finditer(text), *EMAIL.finditer(text))]

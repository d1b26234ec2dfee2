"""The signs of a text on paper: those that a font draws, and where a line may end."""

from __future__ import annotations

import re
import unicodedata

from socle.typography import NO_BREAK

# What the font of the PDF draws: Latin, Greek, Cyrillic, punctuation, money, arrows, mathematics.
_DRAWN = ((0x20, 0x483), (0x1E00, 0x2040), (0x2070, 0x20D0), (0x2190, 0x2300))
_DRAWN_TOO = "\n№™☐"
_MONTH = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
# « 30 avril 2027 », « article 25 f », « 24 II b », « 11 I 3° »: each space is one that holds.
_TOGETHER = (
    re.compile(rf"(?<=\d) (?=(?:{_MONTH})\b)"),
    re.compile(rf"(?<=\b1er) (?=(?:{_MONTH})\b)"),
    # The ends of the names of months.
    re.compile(
        r"(?:(?<=ier)|(?<=bre)|(?<=mars)|(?<=avril)|(?<=mai)|(?<=juin)|(?<=llet)|(?<=août))"
        r" (?=\d{4}\b)"
    ),
    re.compile(r"(?<=rticle) (?=\d)|(?<=rticles) (?=\d)"),
    re.compile(r"(?<=\d) (?=(?:I{1,3}|[a-l])\b(?!’))|(?<=I) (?=\d+°|[a-l]\b(?!’))"),
)
# A line holds forty of the widest signs.
_TOO_LONG = re.compile(r"\w{40,}")
_PIECE = re.compile(r"\w{8}(?=\w)")
# A place where a line may end, unseen.
BREAK = "\u200b"


def printable(text: str) -> str:
    """The text without what a font or PDF/UA-1 refuses: emojis, controls, marks of direction."""
    return "".join(filter(_is_drawn, unicodedata.normalize("NFC", text)))


def tied(text: str) -> str:
    """The text with what is read together kept on one line: a date, an article and its letter."""
    for spaces in _TOGETHER:
        text = spaces.sub(NO_BREAK, text)
    return text


def fitted(text: str) -> str:
    """The text, tied, with places where a word that no line would hold may be cut."""
    return _TOO_LONG.sub(lambda found: _PIECE.sub(rf"\g<0>{BREAK}", found[0]), tied(text))


def removed_from(text: str) -> int:
    """How many signs `printable` takes out of it."""
    return len(unicodedata.normalize("NFC", text)) - len(printable(text))


def _is_drawn(char: str) -> bool:
    if char in _DRAWN_TOO:
        return True
    is_known = any(first <= ord(char) < end for first, end in _DRAWN)
    return is_known and unicodedata.category(char)[0] != "C"

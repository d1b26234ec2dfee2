"""Letters and figures under their disguises: invisible characters, look-alikes, ornaments.

Whoever wants a word or a number to pass unseen writes it with a Cyrillic « о », figures in circles
or a space of no width. `undisguise` gives back the plain characters, and where each one was.
"""

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Letters of other alphabets that are read as ours; from Unicode's « confusables », those of a
# keyboard: Cyrillic, Greek, and a few Latin ones that do not decompose.
_LOOK_ALIKES = str.maketrans(
    "АВСЕНІЈКМОРЅТХУҮԁаеорсхуіјѕһԛԝґкмтвнΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεικνορτυχıɩɑɡɢɪɴʀʟʏłŁøØđĐħŧ",
    "ABCEHIJKMOPSTXYYdaeopcxyijshqwgkmtbhABEZHIKMNOPTYXabeikvoptuxiiaggInrlylLoOdDht",
)
# Shown as nothing, though they are neither marks nor controls of format.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u180e")
_LIGATURES = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"}
# « &#64; », « &nbsp; », « %20 »: one character, written for browsers.
_ENCODED = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});|%(?:20|40)")
_LETTERS_APART = re.compile(r"(?<!\w)\w(?:[\s.\-_*|/·,]{1,3}\w(?!\w)){3,}")


@dataclass(frozen=True)
class Undisguised:
    """`text` without disguise; `positions[i]` is where its i-th character was typed."""

    text: str
    positions: tuple[int, ...]
    length: int

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """The span of the typed text that `text[start:end]` stands for, marks included."""
        if start >= end:
            where = self.positions[start] if start < len(self.positions) else self.length
            return where, where
        after = self.positions[end] if end < len(self.positions) else self.length
        return self.positions[start], max(after, self.positions[end - 1] + 1)


def undisguise(text: str) -> Undisguised:
    """Plain letters without accents, plain figures, plain spaces; case and lines are kept.

    >>> undisguise("Vi\u0430gr\u200ba ④②").text
    'Viagra 42'
    """
    plain: list[str] = []
    positions: list[int] = []
    for position, char in _characters(text):
        for one in _plain(char):
            plain.append(one)
            positions.append(position)
    return Undisguised("".join(plain), tuple(positions), len(text))


def _characters(text: str) -> list[tuple[int, str]]:
    """Each character and where it was typed; those written in code are decoded."""
    characters: list[tuple[int, str]] = []
    last = 0
    for found in _ENCODED.finditer(text):
        code = found[0]
        char = chr(int(code[1:], 16)) if code[0] == "%" else html.unescape(code)
        if len(char) == 1:
            characters += enumerate(text[last : found.start()], last)
            characters.append((found.start(), char))
            last = found.end()
    characters += enumerate(text[last:], last)
    return characters


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if " " <= char <= "~" or char in "\n\r\t":
        return char
    if char in _BLANKS:
        return ""
    if char in _LIGATURES:
        return _LIGATURES[char]
    decomposed = unicodedata.normalize("NFKD", char).translate(_LOOK_ALIKES)
    return "".join(_one(part) for part in decomposed)


def _one(char: str) -> str:
    category = unicodedata.category(char)
    if category in {"Cf", "Mn", "Me"}:
        return ""
    if category == "Nd":
        return str(unicodedata.digit(char))
    return " " if category == "Zs" else char


def squeezed(text: str) -> str:
    """The words of a text in small plain letters, one space between them; those written with
    their letters apart (« v i a g r a ») are put together again.

    >>> squeezed("Le  V.I.A.G.R.A., là !")
    'le viagra la'
    """
    plain = undisguise(text).text.casefold()
    together = _LETTERS_APART.sub(lambda found: re.sub(r"[\W_]", "", found[0]), plain)
    return " ".join(re.findall(r"[a-z0-9]+", together))

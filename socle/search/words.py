"""From a text to what the index compares, the same on both sides and on both databases.

Lower case without accents (`socle.words.fold`), small words left out, French stems: « Les
réseaux classés » is « reseau class ».
"""

import re
import threading
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from socle.words import STOP_WORDS, VAGUE_WORDS, fold

SMALL_WORDS = STOP_WORDS | VAGUE_WORDS
WORD = re.compile(r"[^\W_]+")
# « sous-station », also written in one word by some.
_COMPOUND = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+){1,3}")
_PLAIN = re.compile(r"[a-z0-9]+")
# The stemmer knows words, not acronyms: « cee » would lose its last letter.
_STEMMED_FROM = 4
WORD_MAX = 40
_WRITTEN_OUT = {"st": "saint", "ste": "sainte"}


class _Stemmer(threading.local):
    """One stemmer per thread: it keeps the word it works on in itself, and two threads that share
    one give each other's letters, or an exception."""

    def __init__(self) -> None:
        self.stem = snowballstemmer.stemmer("french").stemWord


_stemmer = _Stemmer()


class Token(NamedTuple):
    """One word of a text: as written (lower case), folded, stemmed, and where it stands."""

    shown: str
    folded: str
    stem: str
    start: int
    end: int


@lru_cache(maxsize=200_000)
def prepared(word: str) -> tuple[str, str]:
    """(folded, stem) of one word in lower case; ("", "") when it says nothing."""
    folded = "".join(_PLAIN.findall(fold(word)))
    folded = _WRITTEN_OUT.get(folded, folded)
    if folded in SMALL_WORDS or not (1 < len(folded) <= WORD_MAX):
        return "", ""
    return folded, stem_of(folded)


@lru_cache(maxsize=100_000)
def stem_of(folded: str) -> str:
    """The stem of a folded word; short words and those with a digit are their own."""
    if len(folded) < _STEMMED_FROM or not folded.isalpha():
        return folded
    return fold(_stemmer.stem(folded))


def composed(text: str) -> str:
    """The text in one spelling of its accents, without signs no database takes."""
    return unicodedata.normalize("NFC", text).replace("\x00", " ")


def tokens(text: str, *, among: Collection[str] | None = None) -> list[Token]:
    """The telling words of a text, in order; those of these stems only, with `among`. Positions
    are those of `composed(text)`."""
    found = []
    for match in WORD.finditer(composed(text)):
        shown = match[0].lower()
        folded, stem = prepared(shown)
        if stem and (among is None or stem in among):
            found.append(Token(shown, folded, stem, match.start(), match.end()))
    return found


def compounds(text: str) -> list[Token]:
    """The words written with hyphens, as if in one: « sousstation »."""
    found = []
    for match in _COMPOUND.finditer(composed(text)):
        shown = match[0].lower()
        folded, stem = prepared("".join(WORD.findall(shown)))
        if stem and folded.isalpha():
            found.append(Token(shown, folded, stem, match.start(), match.end()))
    return found


def stems(text: str) -> list[str]:
    """The stems of a text, each once, in order."""
    found = (prepared(word.lower())[1] for word in WORD.findall(composed(text)))
    return list(dict.fromkeys(stem for stem in found if stem))


_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"eau|au"), "o"),
    (re.compile(r"ai|ei|ay|ey"), "e"),
    (re.compile(r"qu|ck|k|q"), "c"),
    (re.compile(r"en|em|an|am"), "an"),
    (re.compile(r"in|im|ain|ein|yn"), "in"),
    (re.compile(r"h|e(?=s?$)"), ""),
    (re.compile(r"y"), "i"),
    (re.compile(r"z"), "s"),
    (re.compile(r"c(?=[ei])"), "s"),
    (re.compile(r"[sxtd]+$"), ""),
)
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def sound_of(folded: str) -> str:
    """What a folded word sounds like, roughly: « chofage » and « chauffage » are one."""
    heard = folded
    for pattern, said in _SOUNDS:
        heard = pattern.sub(said, heard)
    return _DOUBLED.sub(r"\1", heard)

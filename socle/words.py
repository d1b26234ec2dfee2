"""One spelling for all: what people type and what the register writes meet here."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


_VOWELS = tuple("aeiouy")
# « Le Mans » is « du Mans » and « au Mans »: the article melts into the word before it.
_CONTRACTED = (("Le ", "du ", "au "), ("Les ", "des ", "aux "))


def after_de(name: str) -> str:
    """A commune after « de »: d’Échirolles, du Mans, des Lilas, de La Rochelle."""
    for article, contracted, _ in _CONTRACTED:
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"d’{name}" if normalise(name).startswith(_VOWELS) else f"de {name}"


def after_a(name: str) -> str:
    """A commune after « à »: à Grenoble, au Mans, aux Lilas, à La Rochelle."""
    for article, _, contracted in _CONTRACTED:
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"à {name}"


def normalise(text: str) -> str:
    """Return `text` in lower case, without accents, hyphens or apostrophes, "St" written out.

    Words are separated by one space; everything that is neither letter nor digit is a separator.
    >>> normalise("St-Étienne")
    'saint etienne'
    """
    lowered = text.casefold().translate(_LIGATURES)
    decomposed = unicodedata.normalize("NFKD", lowered)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = _NOT_WORD.sub(" ", bare).split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)

"""Codes that open a door: « digicode 12A34 », « code de la porte : B1234 »."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CODE = (
    r"(?P<code>[*#]?(?:[A-Z]\s?\d{2,6}|\d{2,5}\s?[A-Z]\s?\d{0,4}|\d{3,6}|\d{2}\s\d{2})[*#]?)"
    r"(?![\w-])"
)
_DOOR = (
    r"porte|entree|immeuble|portail|portillon|hall|acces|batiment|bat|garage|interphone|portier"
    r"|sas|cave|local|escalier|parking|residence|alarme|cle|cles|boite a cles?"
)
_SAYS = (
    r"\s*(?:d.entree|du bas|du hall)?"
    r"\s*(?:,?\s?(?:c.est|est|sont)\s(?:le\s|toujours\s(?:le\s)?)?|[:=])?\s*(?:le\s)?"
)
# Named as a door's, whatever it looks like.
_NAMED = re.compile(
    rf"\b(?:digicodes?|codes?\s(?:(?:de\sla|de\sl.|du|des?|d.|pour\sla|pour\sl.|"
    rf"pour\sle)\s?)?(?:{_DOOR}))\b"
    rf"[^\d\n.;!?]{{0,25}}?{_SAYS}\b(?<![\d.,]){_CODE}",
    re.IGNORECASE,
)
# Without that word: only a letter among figures, and not what the country calls a code.
_BARE = re.compile(
    rf"\bcodes?\s?(?:{_SAYS})(?P<code>[*#]?(?:[A-Z]\s?\d{{3,6}}|\d{{2,4}}[A-Z]\d{{1,4}}|"
    rf"[A-Z]\d{{2,4}}[A-Z])[*#]?)(?![\w-])",
    re.IGNORECASE,
)
# Figures alone, when the sentence is about getting in.
_FIGURES = re.compile(
    r"\bcodes?\s?(?:,?\s?(?:c.est|est|sont)\s(?:le\s)?|[:=]|"
    r"faites\s(?:le\s)?)?\s*(?P<code>\d{4,6}[A-Z]?[*#]?)(?![\w-])",
    re.IGNORECASE,
)
_GETTING_IN = re.compile(
    r"\b(?:entrer|entrez|rentrer|porte|hall|interphone|portail|digicode|sonne[rz]?|tapez|taper|"
    r"composez"
    r"|monter|montez|ouvre[rz]?|boite a cles?)\b",
    re.IGNORECASE,
)
_OTHER_CODE = re.compile(
    r"\b(?:reseaux?|identifiants?|insee|postal|postaux|naf|ape|promo|article|energie|civil|"
    r"monetaire"
    r"|rivoli|commune|produit|tarif|erreur|client)\b",
    re.IGNORECASE,
)
# « 3802C » is a network, of heat or cold (« F »); a digicode is said to be one.
_NETWORK = re.compile(r"\d{4}[CF]", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?\n]\s|\n")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each code is."""
    taken: set[tuple[int, int]] = set()
    for found in _NAMED.finditer(text):
        if not _is_year(found) and not _OTHER_CODE.search(found[0]):
            taken.add(found.span("code"))
    for found in _BARE.finditer(text):
        if not _OTHER_CODE.search(found[0]):
            taken.add(found.span("code"))
    for found in _FIGURES.finditer(text):
        around = _sentence(text, found.start(), found.end())
        other = _OTHER_CODE.search(around) or _NETWORK.fullmatch(found["code"])
        if _GETTING_IN.search(around) and not other and not _is_year(found):
            taken.add(found.span("code"))
    last = 0
    for start, end in sorted(taken):
        if start >= last:
            yield start, end
            last = end


def _is_year(found: re.Match[str]) -> bool:
    """« le digicode installé en 2019 »: a year, unless it is said to be the code."""
    said = re.search(r"[:=]\s*$|\best\s(?:le\s)?$", found[0][: found.start("code") - found.start()])
    before = found[0][: found.start("code") - found.start()]
    year = re.fullmatch(r"(?:19|20)\d\d", found["code"])
    return bool(year and not said and re.search(r"\b(?:en|depuis|de|fin|debut|annee)\s$", before))


def _sentence(text: str, start: int, end: int) -> str:
    before = list(_SENTENCE.finditer(text, 0, start))
    after = _SENTENCE.search(text, end)
    return text[before[-1].end() if before else 0 : after.start() if after else len(text)]

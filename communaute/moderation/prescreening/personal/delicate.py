"""What a text tells of somebody that moderators should see, though it does not stop it.

A debt, an illness, an accusation of a named person; a number plate, a password, a date of birth.
Words alone cannot tell a slander from a thanks: nothing here is refused nor taken out.
"""

from __future__ import annotations

import re
from enum import StrEnum

from communaute.moderation.prescreening.personal.disguises import undisguise


class Delicate(StrEnum):
    """What a text may tell of somebody; its value is what moderators read."""

    DEBT = "dette"
    HEALTH = "santé"
    ACCUSATION = "accusation"
    PLATE = "plaque d’immatriculation"
    PASSWORD = "mot de passe"  # noqa: S105 - what is looked for, not a secret
    BIRTH = "date de naissance"


# « Monsieur Durand », « Mme P. Martin »: without a civility, a capital may begin any sentence.
_PERSON = (
    r"\b(?:m|mr|mme|mlle|monsieur|madame|mademoiselle)\.?\s"
    r"(?!(?:le|la|les)\s)(?-i:[A-Z])[\w'’-]*(?:\.?\s(?-i:[A-Z])[\w'’-]+){0,2}"
)
_NEAR = r"[^.!?\n]{0,60}?"
_DEBT = (
    r"(?:ne\s(?:paie|paye|peut)\s?(?:plus|pas)|n.a\s(?:pas|jamais|rien)\s(?:paye|regle)|arrieres?|"
    r"impayes?|"
    r"surendett\w+|"
    r"doit\s(?:encore\s)?\d[\d\s]*(?:€|euros?)|dettes?|interdite?\sbancaire|mauvais\spayeur|"
    r"(?:va\setre|est)\ssaisie?|"
    r"touche\sle\srsa|au\srsa|en\sfaillite|expulse\w*|huissier)"
)
_HEALTH = (
    r"(?:cancer|psychiatri\w+|hospitalise\w*|handicap\w*|alzheimer|depressi\w+|enceinte|"
    r"alcooli\w+|diabet\w+|"
    r"avc|parkinson|"
    r"sida|sero\w+|toxicoman\w+|drogue\w*|schizophren\w+|bipolaire|maladie|malade|chimio\w*|"
    r"infarctus|epilep\w+|"
    r"en\sarret\smaladie|sous\s(?:tutelle|curatelle))"
)
_ACCUSATION = (
    r"(?:a\svole\b|vole(?:ur|use)s?\b|escroc\w*|detourne\w*|pots?[-\s]de[-\s]vin|falsifi\w+|"
    r"(?:bat|frappe|harcele|menace|agresse)\s(?:sa|son|ses|les|le|la)\b|fraude\w*|condamnee?\b|"
    r"sous[-\s]loue|triche\w*|"
    r"corromp\w+|magouill\w*|s.est\sfait\sacheter|achetee?\spar|corruption|arnaqu\w+|malhonnete|"
    r"mafieu\w*|pedophil\w*|violent\w*|menteu\w+|"
    r"a\smenti\b)"
)
_ABOUT_A_PERSON = {
    Delicate.DEBT: re.compile(_PERSON + _NEAR + rf"\b{_DEBT}", re.IGNORECASE),
    Delicate.HEALTH: re.compile(_PERSON + _NEAR + rf"\b{_HEALTH}\b", re.IGNORECASE),
    Delicate.ACCUSATION: re.compile(_PERSON + _NEAR + rf"\b{_ACCUSATION}", re.IGNORECASE),
}
# Said of the building first: « saisi » the flat « de M. Petit ».
_DEBT_OF = re.compile(rf"\b(?:dettes?|impayes?)\s(?:de|du)\s{_PERSON}", re.IGNORECASE)
# Plates since 2009, without the letters they never have; those before, after a word that says so.
_PLATE = re.compile(
    r"(?<![\w-])(?P<one>(?-i:[A-HJ-NP-TV-Z]{2}))(?P<sign>[\s-]?)\d{3}(?P=sign)(?-i:[A-HJ-NP-TV-Z]{2})(?![\w-])"
)
_OLD_PLATE = re.compile(
    r"\b(?:voiture|vehicule|auto|camion\w*|moto|scooter|gare\w*|immatricul\w+|"
    r"plaque)\b[^.!?\n]{0,40}?"
    r"(?<!\d)\d{2,4}\s?(?-i:[A-Z]{2,3})\s?\d{2}(?!\d)",
    re.IGNORECASE,
)
_THING = re.compile(
    r"\b(?:parcelle|section|modele|pompe|serie|reference|ref|batiment|registre|nacelle|exemple)\b"
    r"[^.!?\n]{0,20}$",
    re.IGNORECASE,
)
_PASSWORD = re.compile(
    r"\b(?:mots?\sde\spasse|mdp|password|(?:code|cle)\s(?:du\s)?wi-?fi)\b(?:\s(?:du|de\sla|de\sl.|"
    r"de)\s?\w+)?\s?"
    r"(?:[:=]|,?\s?(?:c.est|est)\s?:?|«|\")?\s?[«\"]?\s?"
    r"(?=[^\s«»\"]*\d)(?=[^\s«»\"]*[A-Za-z])[^\s«»\"]{6,}",
    re.IGNORECASE,
)
_MONTH = r"(?:janv|fev|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec)\w*"
_DAY = rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|(?:\d{{1,2}}|1er)\s{_MONTH}\.?\s\d{{4}})"
_BIRTH = re.compile(
    rf"\b(?:nee?s?\s(?:le|un)\s|date\sde\snaissance\b[^\d\n]{{0,10}}|ddn\b[^\d\n]{{0,5}}){_DAY}",
    re.IGNORECASE,
)
_WHOLE = {Delicate.PASSWORD: _PASSWORD, Delicate.BIRTH: _BIRTH}


def delicate(text: str) -> list[tuple[Delicate, str]]:
    """Each kind that the text seems to tell, once, with the words that say so."""
    plain = undisguise(text).text
    found: list[tuple[Delicate, str]] = []
    for kind, pattern in {**_ABOUT_A_PERSON, **_WHOLE}.items():
        if said := pattern.search(plain):
            found.append((kind, said[0]))
    if said := _DEBT_OF.search(plain):
        found.append((Delicate.DEBT, said[0]))
    if plate := _plate(plain):
        found.append((Delicate.PLATE, plate))
    return list(
        {kind: (kind, " ".join(words.split())) for kind, words in reversed(found)}.values()
    )[::-1]


def _plate(text: str) -> str:
    for found in _PLATE.finditer(text):
        if not _THING.search(text[max(0, found.start() - 40) : found.start()]):
            return found[0]
    old = _OLD_PLATE.search(text)
    return old[0] if old else ""

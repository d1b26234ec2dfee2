"""Bank accounts, cards, social security numbers: long figures with a key of their own."""

import re
from collections.abc import Iterator

from stdnum import iban, luhn
from stdnum.exceptions import ValidationError
from stdnum.fr import nir

_ANNOUNCED = re.compile(
    r"\b(?:dossier|etages?|caves?|plan|doc(?:ument)?|technique|tickets?|incident|references?|ref|"
    r"sire[nt]|contrat|factures?|lots?|"
    r"(?:sous.)?compteurs?|pdl|prm|pce|rnb|immatriculation|registre|commande|devis|sinistre|police|"
    r"parcelles?|serie|s/n|identifiant|index|tva|naf|rcs|finess|uai|insee|marche|deliberation|"
    r"cadastr\w*|modele|plaque|matricule|affaire|suivi|intervention|service|abonne\w*|article|"
    r"code.barres|sommes a payer|point de livraison)"
    r"(?:\s(?:n°|no|numero|num|client|est|le|la|de|du|de chaleur|fabricant|constructeur))*"
    r"\.?\s*[:=]?\s*[\d\s\-/]{0,8}$",
    re.IGNORECASE,
)
# Said to be the number of a thing, a few words before: « le numéro de série de la pompe est … ».
_NUMBER_OF = re.compile(
    r"\b(?:numero|num|n°|no)\s(?:de\s|d.)?(?:serie|suivi|affaire|client|abonn\w+|intervention|"
    r"contrat|"
    r"police|commande|compteur|matricule|dossier|modele|facture)\b(?P<words>[^.!?\n\d]{0,70})$",
    re.IGNORECASE,
)
_CALLING = re.compile(
    r"\b(?:appel\w*|joign\w*|joindre|tel|telephon\w*|portable|mobile|contact\w*|repond\w*|au|"
    r"sms)\b",
    re.IGNORECASE,
)


def is_reference(text: str, start: int) -> bool:
    """Whether the figures at `start` are announced as a reference: « dossier n° … »."""
    before = text[max(0, start - 120) : start]
    number_of = _NUMBER_OF.search(before)
    is_named = bool(number_of and not _CALLING.search(number_of["words"]))
    return is_named or bool(_ANNOUNCED.search(before))


_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[\s.\-]?\d{2}(?:[\s.\-]{0,2}[A-Za-z0-9]){11,30}")
_FRENCH_IBAN = re.compile(r"FR\d{12}[A-Z0-9]{11}\d{2}")
_CARD = re.compile(r"(?<!\d)(?<!\d[\s.\-])[3-6]\d{3}(?:[\s.\-]{0,2}\d){11,12}(?![\s.\-]?\d)")
_CARD_STARTS = re.compile(r"(?:4|5[1-5]|2[2-7]|6(?:011|5)).{14,}|3[47].{13}$")
_NIR = re.compile(
    r"(?<!\d)[1-478](?:[\s.\-]{0,2}\d){5}[\s.\-]{0,2}[\dABab](?:[\s.\-]{0,2}\d){8}(?![\s.\-]?\d)"
)

_NIR_ALONE = re.compile(
    r"(?<![\d.,])[1-478](?:[\s.\-]{0,2}\d){2}[\s.\-]{0,2}(?:0[1-9]|1[0-2]|[2-9]\d)"
    r"[\s.\-]{0,2}\d[\s.\-]{0,2}[\dABab](?:[\s.\-]{0,2}\d){6}"
    r"(?:(?P<key>[\s,.:;()/–-]{0,3}(?:avec\s)?(?:et\s)?(?:la\s|sa\s)?cle\b[^\d\n]{0,12}(?:\d\d)?)"
    r"|\s?[/(]\s?\d\d\)?)?(?!\d)",
    re.IGNORECASE,
)
_NIR_SAID = re.compile(
    r"\b(?:secu|securite sociale|nir|carte vitale)\b[^\d\n]{0,25}$", re.IGNORECASE
)
# Bank, branch, account, key: four numbers, apart or named (« guichet 00001 »).
_APART = r"[\s.\-/,:–]{0,3}"
_RIB = re.compile(
    rf"(?<![\w])(?P<bank>\d{{5}})(?:{_APART}|[^\d\n]{{1,25}})(?P<branch>\d{{5}})(?:{_APART}|"
    rf"[^\d\n]{{1,25}}?)"
    rf"(?P<account>(?=[A-Za-z]?\d)[0-9A-Za-z]{{11}})(?:{_APART}|[^\d\n]{{1,25}})(?P<key>\d\d)(?!\w)"
)
_RIB_SAID = re.compile(r"\b(?:rib|banque|bancaires?|virement|guichet|compte)\b", re.IGNORECASE)
_CARD_SAID = re.compile(r"\b(?:carte|cb|visa|mastercard|amex)\b[^\d\n]{0,20}$", re.IGNORECASE)


def bank_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where IBANs and cards are."""
    for found in _IBAN.finditer(text):
        if length := _length_of_iban(found[0]):
            yield found.start(), found.start() + length
    for found in _RIB.finditer(text):
        is_said = _RIB_SAID.search(text[max(0, found.start() - 40) : found.end()])
        if is_said or _is_rib(found):
            yield found.span()
    for found in _CARD.finditer(text):
        figures = re.sub(r"\D", "", found[0])
        is_said = _CARD_SAID.search(text[max(0, found.start() - 40) : found.start()])
        is_card = _CARD_STARTS.match(figures) and (luhn.is_valid(figures) or is_said)
        if is_card and not is_reference(text, found.start()):
            yield found.span()


def national_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where social security numbers are, with their key."""
    for found in _NIR.finditer(text):
        if nir.is_valid(re.sub(r"[\s.\-]", "", found[0]).upper()):
            yield found.span()
    for found in _NIR_ALONE.finditer(text):
        # Its key is told in words, or not at all where one says what it is.
        said = _NIR_SAID.search(text[max(0, found.start() - 50) : found.start()])
        if found["key"] or said:
            yield found.span()


def _is_rib(found: re.Match[str]) -> bool:
    """Whether the key is that of the three other numbers; letters count as on telephone keys."""
    account = "".join(
        one
        if one.isdigit()
        else str(int(one, 36) - 9 - (0 if one < "J" else 9 if one < "S" else 17))
        for one in found["account"].upper()
    )
    weighed = 89 * int(found["bank"]) + 15 * int(found["branch"]) + 3 * int(account)
    return 97 - weighed % 97 == int(found["key"])


def _length_of_iban(typed: str) -> int:
    """How many typed characters are an IBAN, or 0: the words after it may look like its end."""
    for length in range(len(typed), 14, -1):
        if not typed[length - 1].isalnum():
            continue
        one = re.sub(r"[\s.\-]", "", typed[:length].replace("l", "1")).upper()
        # Mistyped, a French one is still somebody's account.
        if _FRENCH_IBAN.fullmatch(one) or _is_iban(one):
            return length
    return 0


def _is_iban(one: str) -> bool:
    try:
        return bool(iban.validate(one, check_country=False))
    except ValidationError:
        return False

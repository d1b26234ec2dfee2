"""Bank accounts, cards, social security numbers: long figures with a key of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban, luhn
from stdnum.exceptions import ValidationError
from stdnum.fr import nir

from .references import is_reference

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[\s.\-]?\d{2}(?:[\s.\-]{0,2}[A-Za-z0-9]){11,30}")
_FRENCH_IBAN = re.compile(r"FR\d{12}[A-Z0-9]{11}\d{2}")
_CARD = re.compile(r"(?<!\d)(?<!\d[\s.\-])[3-6]\d{3}(?:[\s.\-]{0,2}\d){11,12}(?![\s.\-]?\d)")
_CARD_STARTS = re.compile(r"(?:4|5[1-5]|2[2-7]|6(?:011|5)).{14,}|3[47].{13}$")
_NIR = re.compile(
    r"(?<!\d)[1-478](?:[\s.\-]{0,2}\d){5}[\s.\-]{0,2}[\dABab](?:[\s.\-]{0,2}\d){8}(?![\s.\-]?\d)"
)


def bank_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where IBANs and cards are."""
    for found in _IBAN.finditer(text):
        if length := _length_of_iban(found[0]):
            yield found.start(), found.start() + length
    for found in _CARD.finditer(text):
        figures = re.sub(r"\D", "", found[0])
        is_card = _CARD_STARTS.match(figures) and luhn.is_valid(figures)
        if is_card and not is_reference(text, found.start()):
            yield found.span()


def national_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where social security numbers are, with their key."""
    for found in _NIR.finditer(text):
        if nir.is_valid(re.sub(r"[\s.\-]", "", found[0]).upper()):
            yield found.span()


def _length_of_iban(typed: str) -> int:
    """How many typed characters are an IBAN, or 0: the words after it may look like its end."""
    for length in range(len(typed), 14, -1):
        if not typed[length - 1].isalnum():
            continue
        one = re.sub(r"[\s.\-]", "", typed[:length]).upper()
        # Mistyped, a French one is still somebody's account.
        if _FRENCH_IBAN.fullmatch(one) or _is_iban(one):
            return length
    return 0


def _is_iban(one: str) -> bool:
    try:
        return bool(iban.validate(one, check_country=False))
    except ValidationError:
        return False

"""Phone numbers of France and its neighbours, written with spaces, signs, or in words."""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from .accounts import is_reference

# Letters read as figures, O and l the most: « O6 l2 34 5b 78 ».
_READ_AS = str.maketrans("OoDQIliLj|!ZzEASsGbTBgq", "00001111111223455667899")
_FIGURE = r"[\dOoDQIliLj|!ZzEASsGbTBgq]"
_CUT_GAP = r"[\s.\-–—_·*/]{0,3}"
_LETTERED = re.compile(
    rf"(?<!\w)(?:(?:\+|00){_CUT_GAP}33{_CUT_GAP}|[0OoDQ]{_CUT_GAP}){_FIGURE}(?:{_CUT_GAP}{_FIGURE}){{8}}(?!\w)"
)
_FIGURES_AT_LEAST = 4
_WORDS = re.compile(r"[^\W\d_]{3,}|\bet\b", re.IGNORECASE)
# What stands between two halves: signs, or words that say that the rest comes.
_SIGNS = r"[\s.()\[\]«»\"'…>/+=~|*_·–—-]{0,6}"
_LINK = (
    r"(?:et|puis|ensuite|enfin|apres|suivie?\s(?:de|par)|la\s(?:fin|suite)|(?:se\s)?(?:fini\w*|"
    r"termine\w*)"
    r"\s(?:par|en)|pour\s(?:finir|terminer))"
)
_BETWEEN = rf"(?:{_SIGNS}|[\s,.;:…]{{1,4}}(?:{_LINK}[\s,.;:…]{{1,3}}){{1,3}})"
_IN_PIECES = re.compile(
    rf"(?<!\d)(?<!\d[.,/-])(?!\d\d[\s./-]\d\d[\s./-](?:19|20)\d\d)0[1-9](?:{_BETWEEN}\d\d){{4}}"
    rf"(?!\d)(?!{_BETWEEN}\d)",
    re.IGNORECASE,
)


def cut_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where a number may be; whether it is one is for the caller to ask (`figures_of`)."""
    for found in _LETTERED.finditer(text):
        figures = sum(char.isdigit() for char in found[0])
        has_letter = any(char.isalpha() or char in "|!" for char in found[0])
        if has_letter and figures >= _FIGURES_AT_LEAST:
            yield found.span()
    for found in _IN_PIECES.finditer(text):
        yield found.span()


def figures_of(typed: str) -> str:
    """The figures that the letters stand for; of a number in pieces, its figures alone.

    >>> figures_of("O6 l2 34")
    '061234'
    """
    if not _WORDS.search(typed):
        typed = typed.translate(_READ_AS)
    return ("+" if typed.startswith("+") else "") + re.sub(r"\D", "", typed)


# Spaces, dots, dashes and underscores between figures.
_GAP = r"[\s.\-–—_·*|]{0,3}"
# A date such as 01.02.2024 begins like a number of telephone; its hour would complete it.
_NOT_DATE = r"(?!\d{1,2}[\s.\-/]\d{1,2}[\s.\-/](?:19|20)\d{2}(?!\d))"
_FRENCH = rf"(?:(?:\+|00){_GAP}33{_GAP}(?:\(0\)|0)?|\(?[0oO]){_GAP}[1-9]\)?(?:{_GAP}\d){{8}}"
# Slashes, colons and commas part dates, hours and lists too: two by two, always the same sign.
_PAIRS = r"0[1-9](?P<sign>\s?[/:,;]\s?)\d\d(?:(?P=sign)\d\d){3}"
# Without its plus sign, a number is told from an amount by its figures two by two.
_NO_PLUS = r"33[\s.\-]?[1-9](?:[\s.\-]?\d\d){4}"
_FOREIGN = rf"(?:\+{_GAP}|00(?=[1-9]))(?!33)[1-9](?:{_GAP}\(?\d\)?){{7,13}}"
_CHAT = r"(?<=wa\.me/)\d{8,15}"
_FIGURES = re.compile(
    rf"(?<!\d)(?<!\d,){_NOT_DATE}(?:{_FRENCH}|{_PAIRS}|{_NO_PLUS}|{_FOREIGN}|{_CHAT})(?!\d)"
)
# What the Arcep keeps for fiction, which examples and tests dial: hidden as any other.
_OF_FICTION = re.compile(r"33(?:19900|26191|35301|46571|53649|63998)\d{4}")
# Without code of country, a number of a neighbour is one only when somebody says so.
_CALLED = re.compile(
    r"\b(?:tel|telephon\w*|portable|mobile|gsm|appel\w*|joindre|joignable|whatsapp|sms|fixe)\b"
    r"[^\d\n]{0,20}(?P<number>\(?\d(?:[\s.\-/()]{0,2}\d){7,11})(?!\d)",
    re.IGNORECASE,
)
_OURS = ("FR", "GP", "MQ", "GF", "RE", "YT")
_NEIGHBOURS = ("FR", "BE", "LU", "DE", "CH", "IT", "ES", "MC", "AD", "GB")
_UNIT_AFTER = re.compile(
    r"^\s?(?:[€%]|(?:euros?|[kmg]?wh?|m2|m3|ml|tonnes?|gco2|kg|litres?|habitants?|logements?)\b)",
    re.IGNORECASE,
)
# By three, as amounts and meters are written: only a mobile is told so.
_BY_THREE = re.compile(r"0\s[1-5]\d{2}\s\d{3}\s\d{3}")
# Paid by the caller or by nobody, they belong to services, never to a person; so do those in 0 969.
_OF_SERVICES = frozenset(
    {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.UAN,
    }
)

_UNITS = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6,
    "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13,
    "quatorze": 14, "quinze": 15, "seize": 16,
}  # fmt: skip
_TENS = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
_ONE = "|".join([*_UNITS, *_TENS, "et"])
_SPOKEN = re.compile(
    rf"(?<!\w)(?:zero|[0o][1-9]?)(?:[\s,.\-–/()]{{1,4}}(?:(?:et\s)?(?:puis|ensuite|enfin)\s)?"
    rf"(?:{_ONE}|\d{{1,2}})(?!\w)){{4,20}}",
    re.IGNORECASE,
)
_LINKING = {",", "puis", "ensuite", "enfin"}
# A comma parts two numbers: « quatre-vingts, douze » is 80 12, not 92.
_TOKEN = re.compile(r"\w+|,")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each number is, whoever's it is."""
    taken: list[tuple[int, int]] = []
    for found in _FIGURES.finditer(text):
        if _number(found[0]):
            taken.append(found.span())
    for found in _CALLED.finditer(text):
        start, end = found.span("number")
        if all(end <= a or start >= b for a, b in taken) and _of_neighbour(found["number"]):
            taken.append((start, end))
    for found in _SPOKEN.finditer(text):
        end = _end_of_spoken(found)
        if end and all(end <= a or found.start() >= b for a, b in taken):
            taken.append((found.start(), end))
    for start, end in cut_spans(text):
        if all(end <= a or start >= b for a, b in taken) and _number(figures_of(text[start:end])):
            taken.append((start, end))
    yield from sorted(taken)


def personal_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the numbers of persons are: not a service's, nor a reference like one."""
    for start, end in spans(text):
        number = _number(text[start:end]) or _number(figures_of(text[start:end]))
        if number is not None and _is_of_service(number):
            continue
        if _BY_THREE.fullmatch(text[start:end]):
            continue
        if is_reference(text, start) or _UNIT_AFTER.match(text[end : end + 20]):
            continue
        yield start, end


def _is_of_service(number: phonenumbers.PhoneNumber) -> bool:
    whole = _whole(number)
    return phonenumbers.number_type(number) in _OF_SERVICES or whole.startswith("33969")


def _number(typed: str) -> phonenumbers.PhoneNumber | None:
    """The valid number that was typed, or None."""
    plus = "+" in typed
    figures = re.sub(r"\D", "", re.sub(r"[oO]", "0", typed.replace("(0)", "")))
    if figures.startswith("00"):
        plus, figures = True, figures[2:]
    if not plus and not figures.startswith("0"):
        plus = True
    if plus and figures.startswith("330"):
        figures = f"33{figures[3:]}"
    if plus:
        return _parsed(f"+{figures}", None)
    found = (_parsed(figures, region) for region in _OURS)
    return next((number for number in found if number), None)


def _of_neighbour(typed: str) -> phonenumbers.PhoneNumber | None:
    figures = re.sub(r"\D", "", typed)
    found = (_parsed(figures, region) for region in _NEIGHBOURS)
    return next((number for number in found if number), None)


def _parsed(figures: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(figures, region)
    except NumberParseException:
        return None
    if phonenumbers.is_valid_number(number) or _OF_FICTION.fullmatch(_whole(number)):
        return number
    return None


def _whole(number: phonenumbers.PhoneNumber) -> str:
    return f"{number.country_code}{number.national_number}"


def _end_of_spoken(found: re.Match[str]) -> int:
    """Where ten spoken figures end (« zéro six douze trente-quatre… »), or 0."""
    tokens = list(_TOKEN.finditer(found[0]))
    words = [token[0].casefold() for token in tokens]
    figures, at = "", 0
    while at < len(words) and len(figures) < 10:
        if words[at] in _LINKING:
            at += 1
            continue
        piece, used = _spoken(words, at)
        if not used:
            return 0
        figures += piece
        at += used
    if len(figures) != 10 or not any(word.isalpha() for word in words[1:]):
        return 0
    return found.start() + tokens[at - 1].end() if _parsed(figures, "FR") else 0


def _spoken(words: list[str], at: int) -> tuple[str, int]:
    """Figures of the number below a hundred said from word `at` on, and how many words it takes."""
    word = words[at]
    if word.isdigit():
        return word, 1
    if (word.startswith("o") and word[1:].isdigit()) or word == "o":
        return f"0{word[1:]}", 1
    if word == "quatre" and words[at + 1 : at + 2] in (["vingt"], ["vingts"]):
        return _after_tens(words, at + 2, 80, used=2)
    if word in _TENS:
        return _after_tens(words, at + 1, _TENS[word], used=1)
    if word not in _UNITS:
        return "", 0
    value = _UNITS[word]
    if value == 10 and words[at + 1 : at + 2] and words[at + 1] in {"sept", "huit", "neuf"}:
        return str(10 + _UNITS[words[at + 1]]), 2
    return str(value), 1


def _after_tens(words: list[str], at: int, tens: int, *, used: int) -> tuple[str, int]:
    if words[at : at + 1] == ["et"]:
        at, used = at + 1, used + 1
    rest, more = "", 0
    if at < len(words) and words[at] in _UNITS and words[at] != "zero":
        rest, more = _spoken(words, at)
    value = int(rest or 0)
    if value >= (20 if tens in {60, 80} else 10):
        value, more = 0, 0
    return str(tens + value), used + more

"""One line of the register -> the building it tells, and what is odd in it.

No person: `names` says what of a name may be kept, the syndic's only when it is a professional.
"""

import hashlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from communaute.territoires.models import Commune, CommunePostcode
from socle.buildings import ConstructionPeriod
from socle.words import normalise

from .index import WHOLE_NUMBER
from .models import RegisteredCopropriete

NO_COORDINATES = "sans coordonnées"
BAD_COORDINATES = "coordonnées illisibles"
UNKNOWN_PERIOD = "période de construction inconnue"
NO_COMMUNE = "commune inconnue"
BAD_LOTS = "nombre de lots illisible"
BAD_DWELLINGS = "nombre de logements illisible"
BAD_NUMBER = "numéro d’immatriculation illisible"
BAD_TEXT = "caractères illisibles"
PERSON_IN_NAME = "nom d’usage non gardé : il nomme peut-être une personne"
PERSON_AS_SYNDIC = "syndic non gardé : rien ne dit que c’est une entreprise"

_INTEGER = re.compile(r"(\d{1,7})(?:[.,]0+)?\Z")
_PERIODS = {normalise(value): value for value in ConstructionPeriod.values}
STORED = (
    "name",
    "address",
    "postcode",
    "commune_id",
    "latitude",
    "longitude",
    "lots",
    "dwellings",
    "period",
    "syndic_name",
    "search_text",
    "row_hash",
)


class Unreadable(Exception):
    """The line is no copropriété: its number cannot be read."""


@dataclass
class Places:
    """Communes, by their official codes."""

    departements: dict[str, str]
    names: dict[str, str]
    by_postcode: dict[tuple[str, str], str]

    def find(self, codes: list[str], postcode: str, town: str) -> str | None:
        """The first code that exists, else the commune of that postcode and name."""
        for code in codes:
            if code in self.names:
                return code
        return self.by_postcode.get((postcode, normalise(town))) if postcode else None


@cache
def load_places() -> Places:
    """Two queries for the whole of France, once per process: communes change by migration only."""
    rows = list(Commune.objects.values_list("code", "departement_id", "search_name"))
    names = {code: name for code, _, name in rows}
    postcodes = CommunePostcode.objects.values_list("postcode", "commune_id")
    return Places(
        departements={code: departement or "" for code, departement, _ in rows},
        names=names,
        by_postcode={(postcode, names[code]): code for postcode, code in postcodes},
    )


def read_row(
    cells: Mapping[str, str], places: Places
) -> tuple[RegisteredCopropriete, tuple[str, ...]]:
    """A row ready to be written (with its hash), and what is odd in it, in words.

    Raises Unreadable without a registration number.
    """
    number = cells.get("number", "").strip().upper()
    if not WHOLE_NUMBER.match(number):
        raise Unreadable
    odd: list[str] = []
    if any("\ufffd" in text for text in cells.values()):
        odd.append(BAD_TEXT)
    postcode = _postcode(cells.get("postcode", ""))
    town = cells.get("town", "").strip()
    codes = [
        cells.get(name, "").strip() for name in ("district_code", "commune_code", "parcel_code")
    ]
    commune = places.find(codes, postcode, town)
    if commune is None:
        odd.append(NO_COMMUNE)
    longitude, latitude = _point(cells, odd)
    row = RegisteredCopropriete(
        number=number,
        name=_name(cells, odd),
        address=without_person(_text(cells.get("street", "") or cells.get("address", ""), 250)),
        postcode=postcode,
        commune_id=commune,
        latitude=latitude,
        longitude=longitude,
        lots=_count(cells.get("lots", ""), BAD_LOTS, odd),
        dwellings=_count(cells.get("dwellings", ""), BAD_DWELLINGS, odd, zero=True),
        period=_period(cells.get("period", ""), odd),
        syndic_name=_syndic(cells, odd),
    )
    row.search_text = _search_text(row, cells, town, places)
    facts = [getattr(row, name) for name in STORED[:-1]]
    row.row_hash = hashlib.blake2b(repr(facts).encode(), digest_size=20).hexdigest()
    return row, tuple(odd)


def _text(value: str, length: int) -> str:
    return " ".join(value.replace("\x00", "").split())[:length]


def _postcode(value: str) -> str:
    digits = value.strip()
    # A spreadsheet has eaten the first zero of "01000".
    return digits.zfill(5) if digits.isdigit() and 4 <= len(digits) <= 5 else ""


def _point(cells: Mapping[str, str], odd: list[str]) -> tuple[float | None, float | None]:
    texts = [cells.get(name, "").strip().replace(",", ".") for name in ("longitude", "latitude")]
    if not all(texts):
        odd.append(NO_COORDINATES)
        return None, None
    try:
        longitude, latitude = (float(text) for text in texts)
    except ValueError:
        longitude = latitude = math.nan
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90) or not (longitude or latitude):
        odd.append(BAD_COORDINATES)
        return None, None
    return longitude, latitude


def _count(value: str, problem: str, odd: list[str], *, zero: bool = False) -> int | None:
    text = value.strip()
    if not text:
        return None
    match = _INTEGER.match(text)
    if match is None or (int(match[1]) == 0 and not zero):
        odd.append(problem)
        return None
    return int(match[1])


def _period(value: str, odd: list[str]) -> str:
    period = _PERIODS.get(normalise(value), "")
    if period in ("", ConstructionPeriod.NON_CONNUE):
        odd.append(UNKNOWN_PERIOD)
    return period


def _name(cells: Mapping[str, str], odd: list[str]) -> str:
    told = _text(cells.get("name", ""), 200)
    persons = "" if _is_company(cells.get("syndic_kind", "")) else cells.get("syndic", "")
    name = residence_name(told, persons=persons)
    if name != told:
        odd.append(PERSON_IN_NAME)
    return name


def _syndic(cells: Mapping[str, str], odd: list[str]) -> str:
    told = _text(cells.get("syndic", ""), 400)
    if not told or not _is_company(cells.get("syndic_kind", "")):
        return ""
    name = company_name(told)
    if not name:
        odd.append(PERSON_AS_SYNDIC)
    return name


@lru_cache(maxsize=100)
def _is_company(syndic_kind: str) -> bool:
    return normalise(syndic_kind) == "professionnel"


def _search_text(
    row: RegisteredCopropriete, cells: Mapping[str, str], town: str, places: Places
) -> str:
    others = [without_person(cells.get(name, "")) for name in ("other_1", "other_2", "other_3")]
    words = [row.number, row.name, row.address, *others, row.postcode, town]
    if row.commune_id:
        words.append(places.names[row.commune_id])
    # A word once: the index keeps no positions.
    return " ".join(dict.fromkeys(normalise(" ".join(words)).split()))


# Which names of the register may be kept: those of companies and of residences, of no person.
#
# A doubt leaves the name out: a residence is found by its address and its number as well.


# A representative is a company when its name holds one of these words, in normal form: legal
# forms, words of the trade, and brands that hold neither.
_LEGAL_FORMS = "sa sas sasu sarl eurl sci scp snc scop scic sem gie selarl oph opac epic ets"
_TRADE = (
    "cabinet agence agences immo immobilier immobiliere immobiliers immobilieres gestion gerance "
    "gestionnaire syndic syndics syndical regie administration administrateur administrateurs "
    "copro copropriete coproprietes habitat logement logements patrimoine biens immeubles "
    "societe compagnie groupe office union association associes conseil consultants services"
)
_BRANDS = "foncia nexity citya lamy sergic oralia loiselet billon urbania matera century"
_COMPANY = frozenset(f"{_LEGAL_FORMS} {_TRADE} {_BRANDS}".split())

_SIRET = re.compile(r"[\s,;:()/-]*(?:siret)?[\s:n°]*\d[\d ]{7,}\s*\)?\s*$", re.IGNORECASE)
# A civility and the name after it; "H.L.M." is none, nor is the last word of a name.
_CIVILITY = re.compile(
    r"(?<![\w.'’&-])(?:mm?|mrs?|mmes?|mlles?|monsieur|messieurs|madame|mesdames|mademoiselle)"
    r"(?![\w'’&-])\.?\s*(?=\w\w)",
    re.IGNORECASE,
)
_TITLE_FIRST = re.compile(r"\W*(?:dr|docteur|me|maitre|maître)\b\.?\s*(?=\w\w)", re.IGNORECASE)
# After one of these, the civility is part of a place: "rue Monsieur le Prince", "bâtiment M".
_WAYS = (
    "rue r avenue av boulevard bd bld place pl chemin ch allee all impasse imp passage square "
    "sq quai cours cite villa"
)
_PARTS = "batiment bat bloc ilot lot escalier esc tour hall entree"
_PLACES = frozenset(f"{_WAYS} {_PARTS}".split())
_SYNDICATE = re.compile(
    r"^\W*(?:sdcp?|s\.?d\.?c\b\.?|synd?(?:icat)?\W+(?:des?\W+)?copropri[eé]t(?:aires?|[eé]s?))\b",
    re.IGNORECASE,
)
# Words that alone name nothing.
_SMALL = "des de du d la le les l et chez c o"
_BARE = frozenset(
    f"{_SMALL} sdc sdcp syndicat coproprietaires copropriete copro residence immeuble".split()
)
_LOOSE_END = re.compile(r"(?:[\s,;:()/–-]+(?:de|du|des|et|chez|c/o))*[\s,;:(/–-]*$", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def company_name(text: str) -> str:
    """The name of a professional syndic, without its SIRET; "" when it may be a person's."""
    name = without_person(_SIRET.sub("", text).strip(" ,;:-"))
    return name[:150] if _COMPANY.intersection(normalise(name).split()) else ""


def residence_name(text: str, *, persons: str = "") -> str:
    """The usage name without any person in it; "" when nothing is left that names a residence.

    `persons` is a text that names people (a volunteer syndic): a name that shares a word of it
    is left out whole.
    """
    name = without_person(text)
    prefix = _SYNDICATE.match(name)
    if prefix and _TITLE_FIRST.match(name, prefix.end()):
        return ""
    if name == text and not prefix and not persons:
        return name
    words = frozenset(normalise(name).split())
    return "" if words <= _BARE or words & _name_words(persons) else name


def without_person(text: str) -> str:
    """`text` up to the first civility that is no part of a place."""
    for found in _CIVILITY.finditer(text):
        before = normalise(text[: found.start()]).split()
        if not before or before[-1] not in _PLACES:
            return _LOOSE_END.sub("", text[: found.start()])
    return text


def _name_words(persons: str) -> frozenset[str]:
    found = _CIVILITY.search(persons)
    words = normalise(persons[found.end() :] if found else persons).split()
    return frozenset(word for word in words if len(word) > 2) - _BARE

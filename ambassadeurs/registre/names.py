"""Which names of the register may be kept: those of companies and of residences, of no person.

A doubt leaves the name out: a residence is found by its address and its number as well.
"""

import re
from functools import lru_cache

from socle.words import normalise

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

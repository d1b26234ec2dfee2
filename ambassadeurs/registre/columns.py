"""Which column of the file says what: all styles of headings meet in their telling words.

The register has been published under French sentences (before 2024), under `snake_case` cut at 63
characters, and under shorter names (2026). One rule reads them: two headings are the same when
the words that tell are, in the same order, whatever the case, the accents, the separators and the
small words between. Only these columns are ever read.
"""

from socle.words import normalise

# Said by some headings and not by others, without changing what they name.
_SILENT = frozenset(
    ["a", "adresse", "au", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"]
)
_SHORT = {"long": "longitude", "lat": "latitude"}

# Our name -> telling words, the best first; a name ending with "*" is a beginning.
HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("numero immatriculation",),
    "name": ("nom usage copropriete",),
    "street": ("numero voie reference",),
    "address": ("reference",),
    "postcode": ("code postal reference",),
    "town": ("commune reference", "commune"),
    "other_1": ("complementaire 1",),
    "other_2": ("complementaire 2",),
    "other_3": ("complementaire 3",),
    "longitude": ("longitude",),
    "latitude": ("latitude",),
    "lots": ("nombre total lots",),
    "dwellings": ("nombre lots usage habitation",),
    "period": ("periode construction",),
    "syndic_kind": ("type syndic*",),
    "syndic": ("raison sociale representant legal", "identification representant legal*"),
    "district_code": ("code officiel arrondissement*",),
    "commune_code": ("code officiel commune", "code insee commune reference"),
    "parcel_code": ("code insee commune 1",),
}
REQUIRED = {
    "number": "numero_d_immatriculation",
    "name": "nom_d_usage_de_la_copropriete",
    "lots": "nombre_total_de_lots",
    "period": "periode_de_construction",
}


def telling_words(heading: str) -> str:
    """What a heading says, in the words that all styles share.

    >>> telling_words("Code postal (adresse de référence)")
    'code postal reference'
    """
    words = (_SHORT.get(word, word) for word in normalise(heading).split())
    return " ".join(word for word in words if word not in _SILENT)


def find_columns(headings: list[str]) -> dict[str, int]:
    """Our names -> position in the line; missing columns are left out."""
    places = reversed(list(enumerate(headings)))
    known = {telling_words(heading): place for place, heading in places}
    found: dict[str, int] = {}
    for name, wanted in HEADINGS.items():
        for heading in wanted:
            place = known.get(heading)
            if place is None and heading.endswith("*"):
                beginning = heading[:-1]
                place = next((at for text, at in known.items() if text.startswith(beginning)), None)
            if place is not None:
                found[name] = place
                break
    return found


def missing_columns(found: dict[str, int]) -> list[str]:
    """Official names of the columns without which the file is not the register."""
    return [official for name, official in REQUIRED.items() if name not in found]

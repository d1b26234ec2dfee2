"""Which column of the file says what: both styles of headings meet in one normal form.

Since 2024 the headings are `snake_case`, cut at 63 characters, with ISO dates; before, they were
French sentences. `normalise` gives the same words for both. Only these columns are ever read.
"""

from socle.words import normalise

# Our name -> headings in normal form, the best first; a name ending with "*" is a beginning.
HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("numero d immatriculation",),
    "name": ("nom d usage de la copropriete",),
    "street": ("numero et voie adresse de reference",),
    "address": ("adresse de reference",),
    "postcode": ("code postal adresse de reference",),
    "town": ("commune adresse de reference", "commune"),
    "other_1": ("adresse complementaire 1",),
    "other_2": ("adresse complementaire 2",),
    "other_3": ("adresse complementaire 3",),
    "longitude": ("long", "longitude"),
    "latitude": ("lat", "latitude"),
    "lots": ("nombre total de lots",),
    "dwellings": ("nombre de lots a usage d habitation",),
    "period": ("periode de construction",),
    "syndic_kind": ("type de syndic benevole professionnel non connu", "type de syndic*"),
    "syndic": ("raison sociale du representant legal", "identification du representant legal*"),
    "district_code": ("code officiel arrondissement commune", "code officiel arrondissement*"),
    "commune_code": ("code officiel commune",),
    "parcel_code": ("code insee commune 1",),
}
REQUIRED = {
    "number": "numero_d_immatriculation",
    "name": "nom_d_usage_de_la_copropriete",
    "lots": "nombre_total_de_lots",
    "period": "periode_de_construction",
}


def find_columns(headings: list[str]) -> dict[str, int]:
    """Our names -> position in the line; missing columns are left out."""
    known = {normalise(heading): place for place, heading in reversed(list(enumerate(headings)))}
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

"""The lines of a file -> the buildings they tell, or why they tell none."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from ambassadeurs.registre.models import RegisteredCopropriete
from ambassadeurs.registre.rows import load_places, residence_name, without_person
from communaute.comptes.models import Organisation
from communaute.territoires.models import Commune
from socle.buildings import check_boiler_year, check_next_assembly
from socle.words import normalise

from .parser import Row, Sheet, looks_like_number

NAME_MAX, ADDRESS_MAX = 120, 200
NOTHING = "Ni numéro ni adresse sur cette ligne."
BAD_NUMBER = "Ce n’est pas un numéro d’immatriculation : deux lettres, sept chiffres."
UNKNOWN_NUMBER = "Ce numéro n’est pas dans le registre national : vérifiez-le."
NO_TOWN = "Commune introuvable : vérifiez le code postal et la commune."
PERSON = "Cette adresse nomme une personne : écrivez celle de l’immeuble seule."
TOO_LONG = f"Cette adresse est trop longue : {ADDRESS_MAX} caractères au plus."
ALREADY = "Déjà dans votre tableau."
TWICE = "Déjà à la ligne {} de ce fichier."
# « 12 rue des Lilas, 38000 Grenoble » in one cell.
_WHOLE = re.compile(r"(?P<street>.+?)[\s,]+(?P<postcode>\d{5})\s+(?P<town>[^\d]+)\Z")


@dataclass(frozen=True)
class RefusedLine:
    """A line that is left out, what it says, and why."""

    number: int
    shown: str
    reason: str


@dataclass(frozen=True)
class Ready:
    """A building that may be added: facts as JSON holds them (`commune` is its code), and what of
    its line was not understood."""

    number: int
    facts: dict[str, Any]
    place: tuple[float, float] | None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Preview:
    """What a file would add. `towns` are the names of the communes, by code."""

    ready: list[Ready]
    refused: list[RefusedLine]
    left_out: list[str]
    towns: dict[str, str]


@dataclass
class _Line:
    row: Row
    number: str = ""
    # What stood for a number beside an address, and is none.
    bad_number: str = ""
    street: str = ""
    commune: str = ""
    reason: str = ""


def preview(organisation: Organisation, sheet: Sheet) -> Preview:
    """Read a file against the register and the table of the syndic; keeps nothing (5 queries)."""
    lines = [_read(row) for row in sheet.rows]
    known = RegisteredCopropriete.objects.in_bulk({one.number for one in lines if one.number})
    by_address = _registered_at(lines)
    table = known_keys(organisation)
    ready: list[Ready] = []
    refused: list[RefusedLine] = []
    seen: dict[object, int] = {}
    for line in lines:
        found = known.get(line.number) or by_address.get((line.commune, normalise(line.street)))
        reason = line.reason or _why_not(line, found)
        keys = _keys(line, found)
        if not reason and not table.isdisjoint(keys):
            reason = ALREADY
        if not reason and (first := next((seen[key] for key in keys if key in seen), None)):
            reason = TWICE.format(first)
        if reason:
            refused.append(RefusedLine(line.row.number, _shown(line), reason))
            continue
        seen |= dict.fromkeys(keys, line.row.number)
        ready.append(_ready(line, found))
    codes = {one.facts["commune"] for one in ready}
    towns = dict(Commune.objects.filter(pk__in=codes).values_list("pk", "name"))
    return Preview(ready, refused, sheet.left_out, towns)


def _read(row: Row) -> _Line:
    cells, line = row.cells, _Line(row)
    number = "".join(cells.get("number", "").split()).upper()
    line.street = cells.get("address", "").strip(" ,")
    postcode, town = cells.get("postcode", ""), cells.get("town", "")
    if (whole := _WHOLE.match(line.street)) and not postcode:
        line.street, postcode = whole["street"].strip(" ,"), whole["postcode"]
        town = town or whole["town"]
    if number and looks_like_number(number):
        line.number = number
    elif number and not line.street:
        line.reason = BAD_NUMBER
    else:
        line.bad_number = number
    if line.reason or not line.street:
        line.reason = line.reason or ("" if line.number else NOTHING)
        return line
    line.commune = _commune(postcode.zfill(5) if postcode else "", town)
    if "@" in line.street or without_person(line.street) != line.street:
        line.reason = PERSON
    elif len(line.street) > ADDRESS_MAX:
        line.reason = TOO_LONG
    return line


def _commune(postcode: str, town: str) -> str:
    """Code of the commune of this postcode and name; of either, when it names one only."""
    name = normalise(town)
    if by_both := load_places().by_postcode.get((postcode, name)):
        return by_both
    of_postcode, of_name = _communes()
    there = of_postcode.get(postcode, set())
    alike = of_name.get(name, set()) if not there else set()
    return next(iter(there or alike)) if len(there or alike) == 1 else ""


@cache
def _communes() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Codes of the communes by postcode, then by name (normal form); once per process."""
    places = load_places()
    of_postcode: dict[str, set[str]] = defaultdict(set)
    of_name: dict[str, set[str]] = defaultdict(set)
    for (postcode, _), code in places.by_postcode.items():
        of_postcode[postcode].add(code)
    for code, name in places.names.items():
        of_name[name].add(code)
    return dict(of_postcode), dict(of_name)


def _registered_at(lines: list[_Line]) -> dict[tuple[str, str], RegisteredCopropriete]:
    """The only copropriété of the register at each address of the file (2 queries)."""
    wanted = {(one.commune, normalise(one.street)) for one in lines if one.commune and one.street}
    codes = {commune for commune, _ in wanted}
    if not codes:
        return {}
    rows = RegisteredCopropriete.objects.filter(
        Q(commune__in=codes) | Q(commune__parent__in=codes)
    ).values_list("number", "address", "commune", "commune__parent")
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for number, address, commune, parent in rows.iterator():
        street = normalise(address)
        for code in (commune, parent):
            if (code, street) in wanted:
                found[code, street].add(number)
    alone = {key: numbers.pop() for key, numbers in found.items() if len(numbers) == 1}
    whole = RegisteredCopropriete.objects.in_bulk(set(alone.values()))
    return {key: whole[number] for key, number in alone.items()}


def known_keys(organisation: Organisation) -> set[object]:
    """What the table of the syndic holds already: numbers, and communes with addresses."""
    rows = organisation.managed_buildings.values_list(
        "copropriete__register_number", "copropriete__commune", "copropriete__address"
    )
    known: set[object] = set()
    for number, commune, address in rows:
        known |= {number} if number else set()
        known |= {(commune, normalise(address))} if address else set()
    return known


def _why_not(line: _Line, found: RegisteredCopropriete | None) -> str:
    if found is not None and found.commune_id:
        return ""
    if line.number and not line.street:
        return UNKNOWN_NUMBER if found is None else NO_TOWN
    return "" if line.commune else NO_TOWN


def _keys(line: _Line, found: RegisteredCopropriete | None) -> list[object]:
    """What makes it the same building as another: its number, else its address."""
    if found is not None:
        return [found.number]
    if line.number:
        return [line.number]
    return [(line.commune, normalise(line.street))] if line.street else []


def _ready(line: _Line, found: RegisteredCopropriete | None) -> Ready:
    cells, notes = line.row.cells, []
    if line.bad_number:
        notes.append(_not_kept(line.bad_number))
    name = residence_name(cells.get("name", ""))[:NAME_MAX]
    facts: dict[str, Any] = {}
    if found is not None and found.commune_id:
        address = found.address[:ADDRESS_MAX]
        facts = {"register_number": found.number, "commune": found.commune_id, "address": address}
        name = name or found.name or found.address or found.number
    else:
        facts = {"commune": line.commune, "address": line.street}
        facts |= {"register_number": line.number} if line.number else {}
        name = name or line.street
    facts["name"] = name[:NAME_MAX]
    for cell, fact, read in (
        ("boiler_year", "boiler_year", _year),
        ("assembly", "next_assembly_on", _day),
    ):
        if text := cells.get(cell, ""):
            try:
                facts[fact] = read(text)
            except (ValueError, ValidationError):
                notes.append(_not_kept(text))
    place = None
    if found is not None and found.longitude and found.latitude:
        place = (found.longitude, found.latitude)
    return Ready(line.row.number, facts, place, notes)


def _not_kept(text: str) -> str:
    return f"« {text[:30]} » n’est pas retenu."


def _year(text: str) -> int:
    year = int(text)
    check_boiler_year(year)
    return year


def _day(text: str) -> str:
    """As JSON holds it. Raises ValueError, ValidationError."""
    readers: list[Callable[[str], date]] = [
        lambda one: datetime.strptime(one, "%d/%m/%Y").date(),
        date.fromisoformat,
    ]
    day = readers["/" not in text](text)
    check_next_assembly(day)
    return day.isoformat()


def _shown(line: _Line) -> str:
    """The number or the address of the line; not an address that names somebody."""
    if line.reason == PERSON:
        return "Adresse non montrée"
    return (line.row.cells.get("number", "") or line.street)[:60]

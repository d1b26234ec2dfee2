"""Names of communes and départements of the source → official codes.

The source writes names only, without INSEE code: "Grenoble,Échirolles" and "Isère".
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from shapely import Geometry

from communaute.territoires.models import Commune, Departement
from socle.words import normalise

from ..places import nearest_commune_code

_CODE = re.compile(r"\b(\d{2,3}|2[AB])\b", re.IGNORECASE)
_SAMPLES = 25


@dataclass(frozen=True)
class Town:
    """A commune: `search` is its normalised name, the rest official codes."""

    code: str
    name: str
    search: str
    departement: str | None
    region: str | None
    population: int


class Gazetteer:
    """All communes and départements in memory (two queries, a quarter of a second)."""

    def __init__(self) -> None:
        self.departements: dict[str, str] = {}
        self.regions: dict[str, str | None] = {}
        for code, name, region in Departement.objects.values_list("code", "name", "region_id"):
            self.departements[code] = code
            self.departements[normalise(name)] = code
            self.regions[code] = region
        self.towns: dict[str, Town] = {}
        self.by_name: dict[str, list[Town]] = defaultdict(list)
        for code, name, departement, region, population in Commune.objects.values_list(
            "code", "name", "departement_id", "region_id", "population"
        ):
            town = Town(code, name, normalise(name), departement, region, population)
            self.towns[code] = town
            self.by_name[town.search].append(town)

    def departement(self, value: object) -> str | None:
        """Code of a département written as a code, a name or both; the first of a list."""
        for part in str(value or "").split(","):
            written = part.strip()
            known = self.departements.get(written.upper().zfill(2)) or self.departements.get(
                normalise(written)
            )
            if known:
                return known
            found = _CODE.search(written)
            if found and found.group().upper() in self.regions:
                return found.group().upper()
        return None

    def departement_of_id(self, identifiant: str) -> str | None:
        """Département of a national id ("3802C"); None for Corsica and overseas ("20", "97")."""
        return self.departements.get(identifiant[:2]) if identifiant[:2].isdigit() else None

    def communes(self, label: str, departement: str | None) -> tuple[list[Town], list[str]]:
        """Communes of a comma-separated list of names, and what could not be matched, in words.

        A name is looked for in the département, then in its region, then in France; it counts
        only when it is alone there.
        """
        towns: list[Town] = []
        problems: list[str] = []
        for name in (part.strip() for part in label.split(",")):
            if not name:
                continue
            matches = self._matches(normalise(name), departement)
            if len(matches) == 1:
                if matches[0] not in towns:
                    towns.append(matches[0])
            elif matches:
                problems.append(f"commune ambiguë : {name} ({len(matches)} homonymes)")
            else:
                problems.append(f"commune inconnue : {name}")
        return towns, problems

    def _matches(self, name: str, departement: str | None) -> list[Town]:
        everywhere = self.by_name.get(name, [])
        if departement is None:
            return everywhere
        inside = [town for town in everywhere if town.departement == departement]
        if inside:
            return inside
        region = self.regions.get(departement)
        return [town for town in everywhere if town.region == region and region]

    def main_town(self, towns: list[Town], network_name: str) -> Town | None:
        """The commune a network belongs to: the one its name holds, else the most populated."""
        words = f" {normalise(network_name)} "
        named = [town for town in towns if f" {town.search} " in words]
        return max(named or towns, key=lambda town: town.population, default=None)

    def town_of(self, geometry: Geometry) -> Town | None:
        """The commune under a geometry (Lambert-93): nearest town hall of most of its points."""
        points = shapely.get_coordinates(geometry)
        picked = points[np.linspace(0, len(points) - 1, min(_SAMPLES, len(points))).astype(int)]
        codes = Counter(nearest_commune_code(float(x), float(y)) for x, y in picked)
        best = next((code for code, _ in codes.most_common() if code), None)
        return self.towns.get(best) if best else None


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of this process: communes change by migration only, as in `places`."""
    return Gazetteer()

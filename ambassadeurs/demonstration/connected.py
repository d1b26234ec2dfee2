"""Buildings connected after a request here, whose owners tell what they consumed before: without
five of them `/stats/` says nothing of the CO2 avoided."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from ambassadeurs.coproprietes.models import Copropriete, RetourExperience
from ambassadeurs.coproprietes.perms import can_write_retour

from .buildings import building_of, read_buildings
from .cast import Cast
from .loading import load_ambassador, read_toml
from .past import Act, ago
from .retours import review, write


def connected_acts(cast: Cast) -> Iterator[Act]:
    """Of each one that has no sheet: its ambassador, the sheet, its publication."""
    buildings = read_buildings()
    for data in read_toml("connected.toml")["connected"]:
        one = Connected(cast, data, buildings[data["number"]])
        yield Act(ago(cast.now, data["verified_days"]), one.speak)
        yield Act(ago(cast.now, data["days"]), one.write)
        yield Act(ago(cast.now, data["days"] - data["review_days"]), one.review)


class Connected:
    """One building. What no longer fits since the first load (« raccordé » taken back, a mandate
    given up, a sheet withdrawn) is left as it is."""

    def __init__(self, cast: Cast, data: dict[str, Any], building: dict[str, Any]) -> None:
        self.cast, self.data, self.told = cast, data, building
        self.author = cast.people[data["ambassador"]]
        self.sheet: RetourExperience | None = None

    @cached_property
    def building(self) -> Copropriete:
        """Once its request has been sent."""
        return building_of(self.cast, self.told)

    def speak(self) -> None:
        if self.building.is_connected:
            Copropriete.objects.filter(pk=self.building.pk, is_demo=False).update(is_demo=True)
            load_ambassador(
                self.cast.report, self.data, self.building, self.cast.people, self.cast.now
            )

    def write(self) -> None:
        has_one = RetourExperience.objects.filter(copropriete=self.building).exists()
        if not has_one and can_write_retour(self.author, self.building):
            self.sheet = write(self.data, self.building, self.author)

    def review(self) -> None:
        if self.sheet is not None:
            review(self.data, self.sheet, self.cast.people["agence"])
            self.cast.report.add("retour d’expérience", "retours d’expérience")

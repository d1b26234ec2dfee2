"""Who plays in the demonstration, when, and what a load created."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.models import Organisation, User


class LoadReport:
    """Counts what was created, by kind (singular, plural), in the order of creation."""

    def __init__(self) -> None:
        self.created: Counter[tuple[str, str]] = Counter()

    def add(self, one: str, many: str, number: int = 1) -> None:
        if number:
            self.created[one, many] += number

    @property
    def changed(self) -> bool:
        return bool(self.created)

    def lines(self) -> list[str]:
        return [
            f"{number} {many if number > 1 else one}"
            for (one, many), number in self.created.items()
        ]


@dataclass(frozen=True)
class Cast:
    """People by login; organisations, networks and residences by key. `now` is the moment of the
    load, from which every date is counted."""

    report: LoadReport
    now: datetime
    people: dict[str, User]
    organisations: dict[str, Organisation]
    networks: dict[str, Reseau]
    residences: dict[str, Copropriete]

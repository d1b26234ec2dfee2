"""Who plays in the demonstration, and when."""

from dataclasses import dataclass
from datetime import datetime

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.models import Organisation, User

from .report import Report


@dataclass(frozen=True)
class Cast:
    """People by login; organisations, networks and residences by key. `now` is the moment of the
    load, from which every date is counted."""

    report: Report
    now: datetime
    people: dict[str, User]
    organisations: dict[str, Organisation]
    networks: dict[str, Reseau]
    residences: dict[str, Copropriete]

"""The calendar of an assembly, told in words, and an offer that is getting old."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..calendar import Due, dates_of, in_months

if TYPE_CHECKING:
    from datetime import date

    from ..models import Assemblee
    from .numbers import Numbers

# After these months, the operator is asked whether its offer still holds: our convention.
OFFER_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the calendar: what, by whom, on which day."""

    due: Due
    what: str
    who: str
    day: date
    is_past: bool


STEPS = {
    Due.OFFER: ("Demander l’offre à l’exploitant", "le conseil syndical"),
    Due.CERTIFICATES: (
        "Comparer deux offres de certificats, en accepter une avant de signer le devis",
        "le conseil syndical",
    ),
    Due.QUESTION: (
        "Envoyer la demande au syndic, en lettre recommandée électronique. En papier, demandez-lui "
        "un accusé de réception ; un simple courriel ne suffit pas",
        "un copropriétaire ou le conseil syndical",
    ),
    Due.MEETING: ("Réunion d’information", "le conseil syndical"),
    Due.NOTICE: (
        "Convocation notifiée au plus tard, plus tôt si le règlement le dit",
        "le syndic",
    ),
    Due.POSTAL: ("Derniers votes par correspondance reçus", "le syndic"),
    Due.ASSEMBLY: ("Assemblée générale", ""),
    Due.MINUTES: ("Procès-verbal notifié", "le syndic"),
    Due.NEW_ASSEMBLY: (
        "Si le tiers n’est pas atteint, dernière convocation d’une nouvelle assemblée",
        "le syndic",
    ),
    Due.CONTEST: ("Fin de la contestation, et du refus d’un emprunt collectif", ""),
    Due.WORKS: ("Les travaux peuvent commencer", "l’exploitant"),
    Due.REFUSERS_PAID: ("Qui a refusé l’emprunt a payé sa part", ""),
}


def steps_of(assemblee: Assemblee, numbers: Numbers, today: date) -> list[Step]:
    """The calendar of an assembly, in the order of the days; the meeting on its day once told."""
    days = dates_of(assemblee.held_on)
    days[Due.MEETING] = numbers.at(assemblee.held_on).meeting_on or days[Due.MEETING]
    left_out = _left_out(numbers.at(assemblee.held_on))
    told = STEPS if numbers.wants_loan else STEPS | {Due.CONTEST: ("Fin de la contestation", "")}
    found = [
        Step(due, *told[due], day, day < today)
        for due, day in days.items()
        if due in told and due not in left_out
    ]
    return sorted(found, key=lambda one: one.day)


def _left_out(numbers: Numbers) -> set[Due]:
    """Steps of what is not voted: a study has no second vote nor works, a cash call no refusers."""
    left_out = set() if numbers.wants_loan else {Due.REFUSERS_PAID}
    return left_out if numbers.offer_on else {*left_out, Due.NEW_ASSEMBLY, Due.WORKS}


def is_too_late(assemblee: Assemblee, today: date) -> bool:
    """Whether the notice can no longer be given in time."""
    return dates_of(assemblee.held_on)[Due.NOTICE] < today


def is_offer_old(numbers: Numbers, today: date) -> bool:
    """Whether the offer typed has to be confirmed by the operator."""
    return numbers.offer_on is not None and in_months(numbers.offer_on, OFFER_MONTHS) < today

"""The dates of an assembly, counted back and forth from its day.

Décret 67-223: 9 (notice, 21 clear days before), 9 bis (postal forms, three clear days before);
loi 65-557: 42 (contest, two months after the minutes are notified), 26-7 (refusal of the loan),
18 al. (minutes within a month), 25-1 (new assembly convened within three months). A delay in
months ends on the day of the same number, else on the last of the month (article 641 of the code
de procédure civile). The others are our conventions.
"""

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from operator import itemgetter

from socle.facts_registry.citations import first_facts
from socle.facts_registry.selectors import fact
from socle.facts_registry.shape import Fact


class Due(StrEnum):
    """What is due, in the order of its day."""

    OFFER = "offre"
    CERTIFICATES = "certificats"
    QUESTION = "question"
    MEETING = "reunion"
    NOTICE = "convocation"
    POSTAL = "correspondance"
    ASSEMBLY = "assemblee"
    MINUTES = "pv"
    NEW_ASSEMBLY = "nouvelle_ag_convoquee"
    CONTEST = "contestation"
    LOAN_REFUSED = "refus_pret"
    WORKS = "travaux"
    REFUSERS_PAID = "paiement_refus"


# Days before the assembly.
BEFORE = {
    Due.OFFER: 200,
    Due.CERTIFICATES: 120,
    Due.QUESTION: 75,
    Due.MEETING: 30,
    Due.POSTAL: 4,
    Due.ASSEMBLY: 0,
}
MINUTES_MONTHS, REFUSERS_MONTHS = 1, 6


@dataclass(frozen=True, slots=True)
class Delays:
    """Of the law, that the pages quote as figures: clear days of notice, months."""

    notice: int
    contest: int
    new_assembly: int


FIGURES = {
    "notice": "convocation_jours",
    "contest": "contestation_mois",
    "new_assembly": "seconde_assemblee_mois",
}


def first_delays() -> Delays:
    """As the figures of a new installation say them: no database is read."""
    return Delays(**_told(first_facts().__getitem__))


def delays_now() -> Delays:
    """As the figures say them now; one that is no number any more leaves the first one."""
    return replace(first_delays(), **_told(fact))


def _told(found: Callable[[str], Fact]) -> dict[str, int]:
    told = {name: found(key).value for name, key in FIGURES.items()}
    return {name: int(value) for name, value in told.items() if isinstance(value, Decimal | int)}


def dates_of(day: date) -> dict[Due, date]:
    """Every date of an assembly of that day, by the delays that the pages quote."""
    return dates_with(delays_now(), day)


def dates_with(delays: Delays, day: date) -> dict[Due, date]:
    """The same by these delays, the earliest first. The minutes are taken to be notified on their
    last day."""
    minutes = in_months(day, MINUTES_MONTHS)
    contest = in_months(minutes, delays.contest)
    # The day of the notice and that of the assembly do not count.
    before = BEFORE | {Due.NOTICE: delays.notice + 1}
    dates = {due: day - timedelta(days=days) for due, days in before.items()}
    dates |= {
        Due.MINUTES: minutes,
        Due.NEW_ASSEMBLY: in_months(day, delays.new_assembly),
        Due.CONTEST: contest,
        Due.LOAN_REFUSED: contest,
        Due.WORKS: contest + timedelta(days=1),
        Due.REFUSERS_PAID: in_months(minutes, REFUSERS_MONTHS),
    }
    return dict(sorted(dates.items(), key=itemgetter(1)))


def in_months(day: date, months: int) -> date:
    """The same day, months later; the last of the month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))

"""The visits of the demonstration: those that took place, and those one may book."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from ambassadeurs.assemblees.dossier.amounts import read
from ambassadeurs.assemblees.dossier.services import ask, save_numbers, say_sent
from ambassadeurs.assemblees.models import Assemblee, Dossier
from ambassadeurs.assemblees.selectors import assemblies_of
from ambassadeurs.assemblees.services import record_held
from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.visites.enums import BookingState
from ambassadeurs.visites.errors import VisitError
from ambassadeurs.visites.models import Visit
from ambassadeurs.visites.services import book_visit, open_visit, record_attendance

from .buildings import building_of, read_buildings
from .cast import Cast
from .loader import read_toml
from .past import PastAct, ago, coming, past

NOTICE = timedelta(days=10)


def visit_acts(cast: Cast) -> Iterator[PastAct]:
    """Past visits that are missing, and a new date for each host who has none to come."""
    data = read_toml("visits.toml")
    over = Visit.objects.filter(starts_at__lt=cast.now)
    known = Counter(over.values_list("ambassadeur__user", flat=True))
    for one in data["past"]:
        host = cast.people[one["host"]].pk
        known[host] -= 1
        if known[host] < 0:
            starts_at = ago(cast.now, one["days"], time.fromisoformat(one["hour"]))
            slot = Slot(cast, one, starts_at)
            yield from slot.acts(starts_at - NOTICE)
            yield PastAct(starts_at + timedelta(hours=18), slot.say_who_came)
    busy = set(Visit.objects.bookable(cast.now).values_list("ambassadeur__user", flat=True))
    for one in data["coming"]:
        if cast.people[one["host"]].pk not in busy:
            starts_at = coming(cast.now, one["in_days"], time.fromisoformat(one["hour"]))
            yield from Slot(cast, one, starts_at).acts(ago(cast.now, one["opened_days"]))


class Slot:
    """One visit. Where its host can no longer open it, there is none."""

    def __init__(self, cast: Cast, data: dict[str, Any], starts_at: datetime) -> None:
        self.cast, self.people, self.data, self.starts_at = cast, cast.people, data, starts_at
        self.visit: Visit | None = None

    def acts(self, opened_at: datetime) -> Iterator[PastAct]:
        yield PastAct(opened_at, self.open)
        guests = [*self.data.get("came", []), *self.data.get("absent", [])]
        for number, login in enumerate([*guests, *self.data.get("booked", [])], 1):
            yield PastAct(opened_at + timedelta(hours=number), partial(self.book, login))

    def open(self) -> None:
        data, host = self.data, self.people[self.data["host"]]
        mandate = Ambassadeur.objects.public().filter(user=host).first()
        if mandate is None:
            return
        try:
            self.visit = open_visit(
                actor=host,
                ambassadeur=mandate,
                starts_at=self.starts_at,
                minutes=data["minutes"],
                places=data["places"],
                meeting_point=data["meeting_point"],
                adviser_invited=data.get("adviser_invited", False),
            )
        except VisitError:
            return
        self.cast.report.add("visite", "visites")

    def book(self, login: str) -> None:
        if self.visit is not None:
            book_visit(actor=self.people[login], visit=self.visit)

    def say_who_came(self) -> None:
        if self.visit is None:
            return
        came = [self.people[login].pk for login in self.data["came"]]
        present = self.visit.bookings.filter(user__in=came, state=BookingState.CONFIRMED)
        record_attendance(
            actor=self.people[self.data["host"]],
            visit=self.visit,
            present=set(present.values_list("pk", flat=True)),
        )


# Assemblies of the demonstration: one that adopted, papers said sent, a question asked before.


def load_assemblies(cast: Cast) -> None:
    """Told or prepared where nobody told nor prepared anything since the first load."""
    data, buildings = read_toml("assemblies.toml"), read_buildings()
    for one in data["held"]:
        _record_vote(cast, one, buildings[one["number"]])
    for one in data["dossier"]:
        _prepare(cast, one, buildings[one["number"]])
    for one in data["asked"]:
        _ask(cast, one, buildings[one["number"]])


def _record_vote(cast: Cast, data: dict[str, Any], told: dict[str, Any]) -> None:
    building, owner = building_of(cast, told), cast.people[told["owner"]]
    if Assemblee.objects.filter(copropriete=building).exclude(result="").exists():
        return
    held_on = timezone.localdate(ago(cast.now, data["days"]))
    with past(ago(cast.now, data["told_days"])):
        record_held(
            actor=owner,
            copropriete=building,
            held_on=held_on,
            result=data["result"],
            voices=data["voices"],
        )
    cast.report.add("assemblée tenue", "assemblées tenues")


def _prepare(cast: Cast, data: dict[str, Any], told: dict[str, Any]) -> None:
    building, owner = building_of(cast, told), cast.people[told["owner"]]
    coming = assemblies_of(building).next
    if coming is None or Dossier.objects.filter(assemblee__copropriete=building).exists():
        return
    today = timezone.localdate(cast.now)
    dates = {name: today + timedelta(days=days) for name, days in data["dates"].items()}
    with past(ago(cast.now, data["days"])):
        numbers = asdict(read(data["numbers"])) | dates
        save_numbers(actor=owner, assemblee=coming, numbers=numbers)
    with past(ago(cast.now, data["sent_days"])):
        say_sent(actor=owner, assemblee=coming)
    cast.report.add("dossier d’assemblée", "dossiers d’assemblée")


def _ask(cast: Cast, data: dict[str, Any], told: dict[str, Any]) -> None:
    building = building_of(cast, told)
    coming = assemblies_of(building).next
    if coming is None or coming.asked.exists():
        return
    with past(ago(cast.now, data["days"])):
        ask(actor=cast.people[data["by"]], assemblee=coming, body=data["body"])
    cast.report.add("question avant l’assemblée", "questions avant l’assemblée")

"""Assemblies of the demonstration: one that adopted, papers said sent, a question asked before."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ambassadeurs.assemblees.dossier.numbers import read, vars_of
from ambassadeurs.assemblees.dossier.services import ask, save_numbers, say_sent
from ambassadeurs.assemblees.models import Assemblee, Dossier
from ambassadeurs.assemblees.reading import assemblies_of
from ambassadeurs.assemblees.services import record_held

from .buildings import building_of, read_buildings
from .loading import read_toml
from .past import ago, past

if TYPE_CHECKING:
    from .cast import Cast


def load_assemblies(cast: Cast) -> None:
    """Told or prepared where nobody told nor prepared anything since the first load."""
    data, buildings = read_toml("assemblies.toml"), read_buildings()
    for one in data["held"]:
        _hold(cast, one, buildings[one["number"]])
    for one in data["dossier"]:
        _prepare(cast, one, buildings[one["number"]])
    for one in data["asked"]:
        _ask(cast, one, buildings[one["number"]])


def _hold(cast: Cast, data: dict[str, Any], told: dict[str, Any]) -> None:
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
        numbers = vars_of(read(data["numbers"])) | dates
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

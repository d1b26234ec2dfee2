"""Loads networks, residences and the register of the demonstration; `seed_demo` has the order."""

import hashlib
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import shapely

from ambassadeurs.coproprietes.mandats.services import (
    CAPACITY,
    pause,
    set_capacity,
    verify_ambassadeur,
)
from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.coproprietes.services import set_position
from ambassadeurs.registre import importer as register
from ambassadeurs.registre.importer import import_register
from ambassadeurs.reseaux.communes_search import index_communes
from ambassadeurs.reseaux.geometry import LAMBERT_93, WGS84, project
from ambassadeurs.reseaux.models import Perimetre, Reseau
from ambassadeurs.reseaux.search import index_networks
from ambassadeurs.reseaux.services import (
    bump_geo_version,
    ensure_spaces,
    geometry_hash,
    set_operator,
    set_trace,
)
from cms.stream_builder import typography
from communaute.comptes.models import Organisation, User
from communaute.territoires.models import Commune
from socle.buildings import HeatingMode

from .cast import LoadReport
from .past import ago, past

HERE = Path(__file__).parent


def read_toml(name: str) -> dict[str, Any]:
    """A data file of this folder, with the non-breaking spaces of French typography."""
    return tomllib.loads(typography((HERE / name).read_text(encoding="utf-8")))


def load_networks(report: LoadReport, organisations: dict[str, Organisation]) -> dict[str, Reseau]:
    """Networks by key. One that the official archive brought first is kept as it is."""
    told = read_toml("networks.toml")
    networks = {}
    moved = False
    for data in told["network"]:
        reseau = Reseau.objects.filter(source_key=_source_key(data)).first()
        if reseau is None:
            reseau = _create_network(data)
            report.add("réseau", "réseaux")
            moved = True
        operator = organisations.get(data.get("operator"))
        if operator is not None and reseau.exploitant_id is None:
            set_operator(reseau=reseau, organisation=operator)
        networks[data["key"]] = reseau
    ensure_spaces(networks.values())
    for perimeter in told["perimeter"]:
        if not Perimetre.objects.filter(source_key=perimeter["key"]).exists():
            _create_perimeter(perimeter, networks)
            report.add("périmètre", "périmètres")
            moved = True
    if moved:
        index_networks(reseau.pk for reseau in networks.values())
        index_communes()
        bump_geo_version()
    return networks


def _source_key(data: dict[str, Any]) -> str:
    """The rule of the importers: the national id when there is one."""
    return data["facts"].get("identifiant") or f"demo-{data['key']}"


def _create_network(data: dict[str, Any]) -> Reseau:
    commune, key = Commune.objects.get(code=data["commune"]), _source_key(data)
    reseau = Reseau.objects.create(
        **data["facts"],
        slug=key,
        source_key=key,
        commune=commune,
        communes_label=commune.name,
        departement_id=commune.departement_id,
        has_trace=True,
        is_demo=True,
    )
    reseau.communes.add(commune)
    lines = project(
        shapely.multilinestrings([shapely.linestrings(line) for line in data["lines"]]),
        source=WGS84,
        target=LAMBERT_93,
    )
    set_trace(reseau, lines, source_hash=geometry_hash(lines))
    return reseau


def _create_perimeter(data: dict[str, Any], networks: dict[str, Reseau]) -> None:
    polygon = project(shapely.polygons(data["ring"]), source=WGS84, target=LAMBERT_93)
    perimetre = Perimetre.objects.create(
        kind=data["kind"],
        source_key=data["key"],
        communes_label=data["communes_label"],
        wkb=shapely.to_wkb(polygon),
        source_hash=hashlib.sha256(shapely.to_wkb(polygon)).hexdigest(),
    )
    perimetre.reseaux.set([networks[key] for key in data["networks"]])


def load_residences(
    report: LoadReport, people: dict[str, User], networks: dict[str, Reseau], now: datetime
) -> dict[str, Copropriete]:
    """The residences, by key, with their verified ambassadors, created when missing."""
    residences = {}
    for data in read_toml("residences.toml")["residence"]:
        reseau = networks[data["network"]]
        copropriete = Copropriete.objects.filter(reseau=reseau, name=data["name"]).first()
        if copropriete is None:
            copropriete = _create_residence(data, reseau)
            report.add("copropriété", "copropriétés")
        load_ambassador(report, data, copropriete, people, now)
        residences[data["key"]] = copropriete
    return residences


def _create_residence(data: dict[str, Any], reseau: Reseau) -> Copropriete:
    same = (
        "name",
        "quartier",
        "address",
        "lots",
        "dwellings",
        "period",
        "former_energy",
        "connected_year",
    )
    copropriete = Copropriete.objects.create(
        reseau=reseau,
        commune=Commune.objects.get(code=data["commune"]),
        register_number=data["number"],
        heating_mode=data.get("heating_mode", HeatingMode.COLLECTIF),
        is_demo=True,
        **{name: data[name] for name in same},
    )
    return set_position(copropriete=copropriete, lon=data["lon"], lat=data["lat"])


def load_ambassador(
    report: LoadReport,
    data: dict[str, Any],
    copropriete: Copropriete,
    people: dict[str, User],
    now: datetime,
) -> None:
    """The verified mandate of `data`, with its capacity and its pause, created when missing."""
    user = people[data["ambassador"]]
    if Ambassadeur.objects.filter(user=user, copropriete=copropriete).exists():
        return
    verified_at = ago(now, data["verified_days"])
    with past(verified_at):
        mandate = Ambassadeur.objects.create(
            user=user,
            copropriete=copropriete,
            first_name=data["first_name"],
            role=data["role"],
            takes_visits=data["takes_visits"],
        )
        verify_ambassadeur(actor=people["equipe"], ambassadeur=mandate)
        if "capacity" in data:
            chosen = {name: getattr(mandate, name) for name in CAPACITY} | data["capacity"]
            set_capacity(actor=user, ambassadeur=mandate, **chosen)
    Ambassadeur.objects.filter(pk=mandate.pk).update(applied_at=verified_at)
    if "paused_days" in data:
        with past(ago(now, data["paused_ago"])):
            pause(actor=user, ambassadeur=mandate, days=data["paused_days"])
    report.add("ambassadeur", "ambassadeurs")


REGISTER = HERE / "registre.csv"


def load_register(report: LoadReport) -> None:
    """Add the lines of registre.csv; what the official file brought is left as it is."""
    with register.ImportReport(None) as done:
        import_register(REGISTER, report=done)
    report.add("ligne du registre", "lignes du registre", done.created + done.changed)

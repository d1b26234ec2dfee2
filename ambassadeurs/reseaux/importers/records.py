"""Raw lines → records ready to store: cleaned values, official codes, clean shapes.

Nothing is written here; a reason to reject is raised as `Rejected`, what deserves a word to the
person who imports goes in `notes`.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from socle.words import after_de, normalise

from ..enums import ReseauKind, ReseauStatus
from ..geometry import LAMBERT_93
from ..models import Perimetre
from . import readers
from .readers import Header, RawFeature
from .report import Rejected
from .shapes import AREAS, OutsideLambert, Shape, guess_crs, read_areas, read_lines, shape_type
from .sources import FileKind
from .territory import Gazetteer, Town

SOURCE_LABEL = "France Chaleur Urbaine, données ouvertes"
USUAL_ID = re.compile(r"^\d[0-9AB]\d{2}[CF]$")
MAX_ID = 12
_PRODUCTION = "prod_MWh_"
_DELIVERIES = re.compile(r"^livraisons_(?!totale)(\w+)_MWh$")


@dataclass
class NetworkRecord:
    """A network as one line tells it.

    `facts` are model fields; `environment` and `prices` go together with their year and source.
    `towns` is None when the line says nothing of communes.
    """

    file: str
    number: int
    key: str
    kind: ReseauKind
    status: ReseauStatus
    identifiant: str
    name: str
    departement: str | None
    towns: list[Town] | None
    town: Town | None
    facts: dict[str, Any]
    environment: dict[str, Any] = field(default_factory=dict)
    prices: dict[str, Any] = field(default_factory=dict)
    shape: Shape | None = None
    notes: list[str] = field(default_factory=list)
    name_key: str = ""


@dataclass
class AreaRecord:
    """A perimeter as one line tells it: `identifiants` or `network_key` of whom it serves."""

    file: str
    number: int
    key: str
    kind: Perimetre.Kind
    communes_label: str
    shape: Shape
    identifiants: list[str]
    network_key: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass
class Context:
    """What a file says once for all its lines."""

    file: str
    kind: FileKind
    header: Header
    gazetteer: Gazetteer

    def crs_of(self, geometry: Any) -> int:
        """EPSG code of the coordinates: as declared, else told by each line's own numbers
        (degrees and metres cannot be confused)."""
        if self.header.crs is not None:
            return self.header.crs
        return guess_crs(geometry) or LAMBERT_93

    @property
    def source_label(self) -> str:
        return f"{SOURCE_LABEL} {self.header.edition}".strip()


def hash_key(*parts: object) -> str:
    """Key of a network without national id: a hash of its normalised name and département."""
    joined = "|".join(normalise(str(part or "")) for part in parts)
    return f"nom:{hashlib.sha256(joined.encode()).hexdigest()[:32]}"


def properties_of(raw: RawFeature) -> Mapping[str, Any]:
    if not isinstance(raw.properties, dict):
        raise Rejected("objet sans propriétés")
    return raw.properties


def read_network(raw: RawFeature, context: Context) -> NetworkRecord:
    """A line of one of the four files of networks in service. Raises Rejected."""
    facts = properties_of(raw)
    kind = (
        ReseauKind.FROID
        if context.kind in {FileKind.FROID, FileKind.FROID_SANS_TRACES}
        else ReseauKind.CHALEUR
    )
    record = _identify(
        context,
        raw.number,
        kind=kind,
        identifiant=facts.get("Identifiant reseau"),
        name=facts.get("nom_reseau"),
        communes=facts.get("communes"),
        departement=facts.get("departement"),
        geometry=raw.geometry if _is_traced(context.kind) else None,
        traced=_is_traced(context.kind),
    )
    record.facts |= {
        "exploitant_name": readers.text(facts.get("Gestionnaire"), limit=200),
        "owner_name": readers.text(facts.get("MO"), limit=200),
        "is_classe": readers.yes(facts.get("reseaux classes")),
        "creation_year": readers.year(facts.get("annee_creation")),
        "length_km": readers.number(facts.get("longueur_reseau"), high=10_000),
        "delivery_points": readers.whole(facts.get("nb_pdl")),
        "production_mwh": {
            key.removeprefix(_PRODUCTION): amount
            for key, value in facts.items()
            if key.startswith(_PRODUCTION) and (amount := readers.number(value))
        },
        "deliveries_mwh": {
            found.group(1): amount
            for key, value in facts.items()
            if (found := _DELIVERIES.match(key)) and (amount := readers.number(value))
        },
    }
    record.environment = {
        "enrr_rate": readers.percent(facts.get("Taux EnR&R")),
        "co2_direct": readers.grams(facts.get("contenu CO2")),
        "co2_acv": readers.grams(facts.get("contenu CO2 ACV")),
        "environment_year": "",
        "environment_source": context.source_label,
    }
    record.prices = {
        "price_mean": readers.number(facts.get("PM"), high=10_000),
        "price_housing": readers.number(facts.get("PM_L"), high=10_000),
        "price_variable_share": readers.percent(facts.get("PV%")),
        "price_fixed_share": readers.percent(facts.get("PF%")),
        "price_year": "",
        "price_source": context.source_label,
    }
    _note_refused(record, facts)
    return record


def read_extract(raw: RawFeature, context: Context) -> NetworkRecord:
    """A line of a WGS84 extract (id, nom, gestionnaire, taux_enrr). Raises Rejected.

    It says nothing of communes: they are told by the pipes.
    """
    facts = properties_of(raw)
    identifiant = str(facts.get("id") or "")
    record = _identify(
        context,
        raw.number,
        kind=ReseauKind.FROID if identifiant.strip().endswith("F") else ReseauKind.CHALEUR,
        identifiant=facts.get("id"),
        name=facts.get("nom"),
        communes=None,
        departement=facts.get("departement"),
        geometry=raw.geometry,
        traced=True,
    )
    operator = readers.text(facts.get("gestionnaire"), limit=200)
    if operator:
        record.facts["exploitant_name"] = operator
    rate = readers.percent(facts.get("taux_enrr"))
    if rate is not None:
        record.environment = {
            "enrr_rate": rate,
            "environment_year": "",
            "environment_source": context.source_label,
        }
    return record


def read_construction(raw: RawFeature, context: Context) -> tuple[NetworkRecord, AreaRecord | None]:
    """A line or a zone of the networks to come: the network, and its zone when it is one."""
    facts = properties_of(raw)
    is_zone = shape_type(raw.geometry) in AREAS
    label = readers.text(facts.get("communes"), limit=2000)
    operator = readers.text(facts.get("gestionnaire") or facts.get("Gestionnaire"), limit=200)
    name = readers.text(facts.get("nom_reseau"), limit=200)
    record = _identify(
        context,
        raw.number,
        kind=ReseauKind.CHALEUR,
        status=ReseauStatus.EN_CONSTRUCTION,
        identifiant=None,
        name=name or (f"Réseau en construction à {label}" if label else ""),
        communes=facts.get("communes"),
        departement=facts.get("departement"),
        geometry=None if is_zone else raw.geometry,
        traced=not is_zone,
    )
    record.key = hash_key("construction", name, label, operator, record.departement)
    record.name_key = record.key
    record.facts["exploitant_name"] = operator
    record.facts["commissioning"] = readers.text(facts.get("mise_en_service"), limit=100)
    if not is_zone:
        return record, None
    zone = AreaRecord(
        file=context.file,
        number=raw.number,
        key=f"zone:{record.key}",
        kind=Perimetre.Kind.ZONE,
        communes_label=label,
        shape=read_areas(raw.geometry, crs=context.crs_of(raw.geometry)),
        identifiants=[],
        network_key=record.key,
    )
    if record.town is None:
        _place(record, context.gazetteer.town_of(zone.shape.geometry))
    return record, zone


def read_pdp(raw: RawFeature, context: Context) -> AreaRecord:
    """A priority perimeter; its ids are most often empty. Raises Rejected."""
    facts = properties_of(raw)
    label = readers.text(facts.get("communes"), limit=2000)
    written = readers.text(facts.get("Identifiant reseau"), limit=500)
    identifiants = [part for part in re.split(r"[\s,;]+", written) if part]
    departement = context.gazetteer.departement(facts.get("departement"))
    key = f"pdp:{'+'.join(sorted(identifiants))}"[:100] if identifiants else ""
    return AreaRecord(
        file=context.file,
        number=raw.number,
        key=key or f"pdp:{hash_key(label, departement)}",
        kind=Perimetre.Kind.PDP,
        communes_label=label,
        shape=read_areas(raw.geometry, crs=context.crs_of(raw.geometry)),
        identifiants=identifiants,
    )


def _is_traced(kind: FileKind) -> bool:
    return kind in {FileKind.CHALEUR, FileKind.FROID, FileKind.EXTRAIT}


def _identify(
    context: Context,
    number: int,
    *,
    kind: ReseauKind,
    identifiant: object,
    name: object,
    communes: object,
    departement: object,
    geometry: Any,
    traced: bool,
    status: ReseauStatus = ReseauStatus.EXISTANT,
) -> NetworkRecord:
    """Who the line speaks of, and where: id, name, communes, département, pipes."""
    gazetteer = context.gazetteer
    notes: list[str] = []
    national_id = readers.text(identifiant, limit=100).replace(" ", "").upper()
    if len(national_id) > MAX_ID:
        raise Rejected(f"identifiant trop long : {national_id[:30]}")
    if national_id and not USUAL_ID.match(national_id):
        notes.append(f"identifiant inhabituel : {national_id}")
    label = readers.text(communes, limit=2000)
    clean_name = readers.text(name, limit=200) or (
        f"Réseau {after_de(label)}"[:200] if label else ""
    )
    if not national_id and not clean_name:
        raise Rejected("ni identifiant, ni nom, ni commune")
    home = gazetteer.departement(departement) or gazetteer.departement_of_id(national_id)
    shape = _trace(context, geometry, home, national_id, notes) if traced else None
    record = NetworkRecord(
        file=context.file,
        number=number,
        key="",
        kind=kind,
        status=status,
        identifiant=national_id,
        name=clean_name or f"Réseau {national_id}",
        departement=home,
        towns=None,
        town=None,
        facts={},
        shape=shape,
        notes=notes,
    )
    if label:
        record.towns, problems = gazetteer.communes(label, home)
        record.facts["communes_label"] = label
        notes += problems
        _place(record, gazetteer.main_town(record.towns, record.name))
    if record.town is None and shape is not None:
        _place(record, gazetteer.town_of(shape.geometry))
        if record.town is not None:
            notes.append(f"commune déduite du tracé : {record.town.name} ({record.town.code})")
            record.towns = record.towns or [record.town]
    record.name_key = hash_key(kind.value, clean_name, record.departement)
    record.key = national_id or record.name_key
    return record


def _place(record: NetworkRecord, town: Town | None) -> None:
    record.town = town
    if record.departement is None and town is not None:
        record.departement = town.departement


def _trace(
    context: Context, geometry: Any, departement: str | None, identifiant: str, notes: list[str]
) -> Shape | None:
    """The pipes; overseas networks are kept without them: Lambert-93 does not reach there."""
    try:
        return read_lines(geometry, crs=context.crs_of(geometry))
    except OutsideLambert as problem:
        if not (departement or identifiant).startswith(("97", "98")):
            raise
        notes.append(f"tracé non repris (outre-mer) : {problem}")
        return None


def _note_refused(record: NetworkRecord, facts: Mapping[str, Any]) -> None:
    """Figures that the source gives and that make no sense: said, and left empty."""
    for column, name in (
        ("Taux EnR&R", "enrr_rate"),
        ("contenu CO2", "co2_direct"),
        ("contenu CO2 ACV", "co2_acv"),
    ):
        written = facts.get(column)
        if written not in (None, "") and record.environment[name] is None:
            record.notes.append(f"valeur illisible ou hors bornes : {column} = {str(written)[:20]}")

"""All files → records, one network once, whatever the number of lines that speak of it.

Runs before the transaction: a file that is cut stops here, before anything is written, and the
database is locked for the writing only.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tqdm import tqdm

from socle.words import normalise

from ..enums import ReseauStatus
from . import records
from .readers import (
    FiguresRecord,
    RawFeature,
    progress,
    read_csv,
    read_features,
    read_figures,
    read_header,
    text,
)
from .records import AreaRecord, Context, NetworkRecord
from .report import Action, ImportReport, Rejected
from .shapes import merge
from .sources import FileKind, SourceFile
from .territory import Gazetteer


@dataclass
class Gathered:
    """What the files say, in the order to store it."""

    networks: dict[str, NetworkRecord] = field(default_factory=dict)
    areas: dict[str, AreaRecord] = field(default_factory=dict)
    figures: dict[str, FiguresRecord] = field(default_factory=dict)
    # The files that were read, by kind: what they leave out has vanished.
    files: dict[FileKind, str] = field(default_factory=dict)


def gather(
    sources: list[tuple[FileKind, SourceFile]], report: ImportReport, gazetteer: Gazetteer
) -> Gathered:
    """Read every source in order. Raises ImportFailed for a file that cannot be read whole."""
    gathered = Gathered()
    refused = set()
    for kind, source in sources:
        if _refuses(kind, source, report):
            refused.add(kind)
            continue
        gathered.files[kind] = source.name
        with progress(source.size, label=source.name) as bar:
            if kind == FileKind.ARRETE_DPE:
                _gather_figures(source, gathered, report, bar)
            else:
                _gather_features(kind, source, gathered, report, gazetteer, bar)
    # What a refused file would have told has not vanished.
    for kind in refused:
        gathered.files.pop(kind, None)
    return gathered


def _refuses(kind: FileKind, source: SourceFile, report: ImportReport) -> bool:
    """True, and said, for a file whose coordinates are in a system that is not read.

    Files without pipes are read all the same: their points are not.
    """
    if kind in {FileKind.ARRETE_DPE, FileKind.CHALEUR_SANS_TRACES, FileKind.FROID_SANS_TRACES}:
        return False
    header = read_header(source)
    if header.crs != 0:
        return False
    reason = f"système de coordonnées non lu : {header.crs_name[:60]}"
    report.add(Action.REFUSED, file=source.name, reason=reason)
    return True


def _gather_features(
    kind: FileKind,
    source: SourceFile,
    gathered: Gathered,
    report: ImportReport,
    gazetteer: Gazetteer,
    bar: "tqdm[Any]",
) -> None:
    context = Context(source.name, kind, read_header(source), gazetteer)
    ranks: Counter[str] = Counter()
    for raw in read_features(source, bar):
        try:
            _add(raw, context, gathered, report, ranks)
        except Rejected as problem:
            name, identifiant = _who(raw)
            report.add(
                Action.REJECTED,
                file=source.name,
                number=raw.number,
                subject=name,
                identifiant=identifiant,
                reason=str(problem),
            )


def _add(
    raw: RawFeature, context: Context, gathered: Gathered, report: ImportReport, ranks: Counter[str]
) -> None:
    if context.kind == FileKind.PDP:
        _add_area(records.read_pdp(raw, context), gathered, ranks)
    elif context.kind == FileKind.CONSTRUCTION:
        network, zone = records.read_construction(raw, context)
        _add_network(network, gathered, report)
        if zone is not None:
            # The network may have been given a longer key: the zone follows it.
            zone.network_key = network.key
            _add_area(zone, gathered, ranks)
    elif context.kind == FileKind.EXTRAIT:
        _add_network(records.read_extract(raw, context), gathered, report)
    else:
        _add_network(records.read_network(raw, context), gathered, report)


def _add_network(record: NetworkRecord, gathered: Gathered, report: ImportReport) -> None:
    """Keep a network, or join the line to the one that already speaks of it.

    The first file wins (official files come before extracts). Two lines of one file with one
    national id are one network drawn twice; without id they are told apart by their communes, or
    rejected as ambiguous.
    """
    known = gathered.networks.get(record.key)
    if known is not None and not record.identifiant and known.file == record.file:
        if record.status == ReseauStatus.EN_CONSTRUCTION:
            known = _same_project(record, gathered)
        else:
            _tell_apart(record, known, gathered)
            known = None
    if known is None:
        gathered.networks[record.key] = record
        return
    became = _join(known, record)
    report.add(
        Action.JOINED,
        file=record.file,
        number=record.number,
        subject=record.name,
        identifiant=record.identifiant,
        reason=f"même réseau que {known.file}, ligne {known.number} : {became}",
    )


def _tell_apart(record: NetworkRecord, known: NetworkRecord, gathered: Gathered) -> None:
    """Give a homonym without id a key of its own by its communes. Raises Rejected if it cannot."""
    label = str(record.facts.get("communes_label", ""))
    key = records.hash_key(record.kind.value, record.name, record.departement, label)
    same_place = normalise(label) == normalise(str(known.facts.get("communes_label", "")))
    if same_place or key in gathered.networks:
        raise Rejected("ambigu : même nom et mêmes communes qu’une autre ligne sans identifiant")
    record.notes.append("homonyme sans identifiant, distingué par ses communes")
    record.key = record.name_key = key


def _same_project(record: NetworkRecord, gathered: Gathered) -> NetworkRecord | None:
    """A planned network of the same communes and operator: joined to the zones and to the first
    line, numbered from the second line on."""
    rank = 1
    base = record.key
    while (known := gathered.networks.get(record.key)) is not None:
        if record.shape is None or known.shape is None:
            return known
        rank += 1
        record.key = f"{base}#{rank}"
    return None


def _join(known: NetworkRecord, record: NetworkRecord) -> str:
    """Give the pipes of a line to the one that speaks of the same network; say what was done."""
    known.notes += record.notes
    if record.shape is None:
        return "cette ligne n’apporte pas de tracé"
    if known.shape is None:
        known.shape = record.shape
        return "le tracé de cette ligne lui est donné"
    if known.shape.source_hash == record.shape.source_hash:
        return "même tracé, rien à ajouter"
    if known.file != record.file:
        return "le tracé gardé est celui de l’autre ligne"
    known.shape = merge(known.shape, record.shape)
    known.notes.append("deux lignes pour un identifiant : tracés réunis")
    return "les deux tracés sont réunis"


def _add_area(record: AreaRecord, gathered: Gathered, ranks: Counter[str]) -> None:
    """Perimeters of one name are numbered in the order of the file."""
    ranks[record.key] += 1
    if ranks[record.key] > 1:
        record.key = f"{record.key}#{ranks[record.key]}"
    gathered.areas[record.key] = record


def _gather_figures(
    source: SourceFile, gathered: Gathered, report: ImportReport, bar: "tqdm[Any]"
) -> None:
    label = f"Arrêté DPE {source.edition}".strip()
    for number, row in read_csv(source, bar):
        try:
            record = read_figures(number, row, file=source.name, label=label)
            if record.identifiant in gathered.figures:
                raise Rejected("identifiant déjà lu dans ce tableau")
            gathered.figures[record.identifiant] = record
        except Rejected as problem:
            report.add(
                Action.REJECTED,
                file=source.name,
                number=number,
                subject=row.get("nom", ""),
                identifiant=row.get("identifiant", ""),
                reason=str(problem),
            )


def _who(raw: RawFeature) -> tuple[str, str]:
    """Name and id of a rejected line, as far as they can be read."""
    facts = raw.properties if isinstance(raw.properties, dict) else {}
    name = facts.get("nom_reseau") or facts.get("nom") or facts.get("communes")
    identifiant = facts.get("Identifiant reseau") or facts.get("id")
    return text(name, limit=200), text(identifiant, limit=30)

"""The files given to the import: plain, in a folder, or inside the zip of the open data."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO

import ijson

from socle.numbers import quantity

from .report import ImportFailed

# The open data of the whole country weighs a tenth of that.
UNPACKED_MAX = 2 * 2**30


class FileKind(StrEnum):
    """Kinds of file, in the order of reading: perimeters need the networks they serve."""

    CHALEUR = "reseaux_de_chaleur"
    CHALEUR_SANS_TRACES = "reseaux_de_chaleur_sans_traces"
    FROID = "reseaux_de_froid"
    FROID_SANS_TRACES = "reseaux_de_froid_sans_traces"
    CONSTRUCTION = "zones_et_reseaux_en_construction"
    EXTRAIT = "extrait"
    PDP = "pdp"
    ARRETE_DPE = "arrete_dpe"


# Open data nests a dozen levels. A parser spells out the path of each: 100,000 fill the memory.
_DEEPEST = 1000
_READ_AT_ONCE = 4096

DPE_COLUMNS = {"identifiant", "contenu_co2", "contenu_co2_acv", "taux_enrr", "annee_reference"}
READ_SUFFIXES = (".geojson", ".json", ".csv")
_EDITION = re.compile(r"(?<!\d)\d{4}(\d\d)(?=-opendata)")
_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True)
class SourceFile:
    """One file to read. `edition` is the year of publication when its name tells it, else ""."""

    name: str
    path: Path
    member: str = ""
    size: int = 0
    edition: str = ""

    @contextmanager
    def open_json(self) -> Iterator["Shallow"]:
        with self.open() as stream:
            yield Shallow(self.name, stream)

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        if not self.member:
            with self.path.open("rb") as stream:
                yield stream
            return
        with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as stream:
            yield stream


class Shallow:
    """A stream of JSON. Reading it raises ImportFailed when it nests too deep to be parsed."""

    def __init__(self, name: str, stream: IO[bytes]) -> None:
        self.name, self.stream, self.depth = name, stream, 0

    def read(self, size: int = -1) -> bytes:
        chunk = self.stream.read(min(size, _READ_AT_ONCE) if size > 0 else size)
        self.depth += chunk.count(b"[") + chunk.count(b"{") - chunk.count(b"]") - chunk.count(b"}")
        if self.depth > _DEEPEST:
            raise ImportFailed(
                f"{self.name} : plus de {_DEEPEST} crochets ou accolades ouverts l’un dans "
                "l’autre, ce n’est pas un GeoJSON. Rien n’est chargé, d’aucun fichier."
            )
        return chunk


def find_sources(
    paths: Iterable[Path],
) -> tuple[list[tuple[FileKind, SourceFile]], list[SourceFile]]:
    """Files that the import reads, in the order of `FileKind`, and those of an archive it skips.

    Raises ImportFailed for a file that does not exist, cannot be opened or is of no known kind.
    """
    known: list[tuple[FileKind, SourceFile]] = []
    skipped: list[SourceFile] = []
    for path in paths:
        found = list(_expand(path))
        read = [source for source in found if source.name.lower().endswith(READ_SUFFIXES)]
        if not read:
            raise ImportFailed(
                f"{path.name} : aucun fichier GeoJSON ou CSV à lire. "
                "Donnez l’archive « opendata-fcu.zip », son dossier ou ses fichiers."
            )
        skipped += [source for source in found if source not in read]
        kinds = [(recognise(source), source) for source in read]
        skipped += [source for kind, source in kinds if kind is None]
        recognised = [(kind, source) for kind, source in kinds if kind is not None]
        if not recognised:
            raise ImportFailed(_unknown(read[0]))
        known += recognised
    order = list(FileKind)
    return sorted(known, key=lambda pair: order.index(pair[0])), skipped


def _expand(path: Path) -> Iterator[SourceFile]:
    if not path.exists():
        raise ImportFailed(f"{path} : fichier introuvable.")
    if path.is_dir():
        for child in sorted(path.rglob("*")):
            if child.is_file():
                yield _plain(child)
        return
    if not zipfile.is_zipfile(path):
        if path.suffix.lower() == ".zip":
            message = f"{path.name} : archive zip illisible ou tronquée. Rien n’est chargé."
            raise ImportFailed(message)
        yield _plain(path)
        return
    with zipfile.ZipFile(path) as archive:
        # No member gives more than it announces: reading stops there.
        if sum(info.file_size for info in archive.infolist()) > UNPACKED_MAX:
            limit = quantity(UNPACKED_MAX // 2**20, "Mo")
            message = f"{path.name} : ouverte, l’archive dépasse {limit}. Rien n’est chargé."
            raise ImportFailed(message)
        for info in archive.infolist():
            if not info.is_dir() and not info.filename.startswith("__MACOSX"):
                edition = _EDITION.search(path.name)
                yield SourceFile(
                    name=PurePosixPath(info.filename).name,
                    path=path,
                    member=info.filename,
                    size=info.file_size,
                    edition=f"20{edition.group(1)}" if edition else str(info.date_time[0]),
                )


def _plain(path: Path) -> SourceFile:
    year = _YEAR.search(path.name)
    return SourceFile(
        name=path.name,
        path=path,
        size=path.stat().st_size,
        edition=year.group() if year else "",
    )


def recognise(source: SourceFile) -> FileKind | None:
    """The kind of a file, by its name, else by its first object or its columns; else None."""
    stem = PurePosixPath(source.name).stem.lower()
    if source.name.lower().endswith(".csv"):
        return FileKind.ARRETE_DPE if set(_csv_columns(source)) >= DPE_COLUMNS else None
    for kind in FileKind:
        if kind not in {FileKind.EXTRAIT, FileKind.ARRETE_DPE} and stem == kind.value:
            return kind
    return _kind_of_first_feature(source)


def _csv_columns(source: SourceFile) -> list[str]:
    with source.open() as stream:
        first = stream.readline(10_000).decode("utf-8-sig", errors="replace")
    return next(csv.reader(io.StringIO(first)), [])


def _kind_of_first_feature(source: SourceFile) -> FileKind | None:
    try:
        with source.open_json() as stream:
            feature = next(ijson.items(stream, "features.item", use_float=True), None)
    except (ijson.JSONError, ValueError):
        message = f"{source.name} : fichier tronqué ou qui n’est pas du JSON. Rien n’est chargé."
        raise ImportFailed(message) from None
    if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
        return None
    keys = set(feature["properties"])
    geometry = feature.get("geometry") or {}
    shape = str(geometry.get("type", "")) if isinstance(geometry, dict) else ""
    if {"id", "nom", "gestionnaire", "taux_enrr"} <= keys:
        return FileKind.EXTRAIT
    if "mise_en_service" in keys:
        return FileKind.CONSTRUCTION
    if "Identifiant reseau" not in keys:
        return None
    if "nom_reseau" not in keys:
        return FileKind.PDP if "Polygon" in shape else None
    cold = "Taux EnR&R" not in keys
    if shape == "Point":
        return FileKind.FROID_SANS_TRACES if cold else FileKind.CHALEUR_SANS_TRACES
    return FileKind.FROID if cold else FileKind.CHALEUR


def _unknown(source: SourceFile) -> str:
    return (
        f"{source.name} : nature de fichier inconnue. Natures lues : "
        "reseaux_de_chaleur, reseaux_de_chaleur_sans_traces, reseaux_de_froid, "
        "reseaux_de_froid_sans_traces, pdp, zones_et_reseaux_en_construction (GeoJSON), "
        "un extrait en WGS84 (clés id, nom, gestionnaire, taux_enrr), "
        "et le tableau de l’arrêté DPE (CSV). Rien n’est chargé."
    )

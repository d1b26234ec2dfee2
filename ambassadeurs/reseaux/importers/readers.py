"""Streaming readers: a GeoJSON or a CSV becomes one raw line after the other.

Measured: `use_float` and the C backend of ijson read the 2.2 million vertices of the real file
in seconds; only one object is held at a time.
"""

import csv
import io
import math
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ijson
from tqdm import tqdm

from ..geometry import LAMBERT_93, WGS84
from .report import ImportFailed, Rejected
from .sources import Shallow, SourceFile

_CRS_CODE = re.compile(r"(?:EPSG:+[\d.]*:?|^)(\d{4,6})$", re.IGNORECASE)
_EDITION = re.compile(r"édition (20\d\d)")
_MAX_HEADER_EVENTS = 200


@dataclass(frozen=True)
class Header:
    """What a GeoJSON says before its first object. `crs`: EPSG code, None when not declared,
    0 when declared but not understood (`crs_name` as written). `edition`: a year or ""."""

    crs: int | None
    crs_name: str = ""
    edition: str = ""


@dataclass(frozen=True)
class RawFeature:
    """An object as read: `properties` and `geometry` are whatever the file holds."""

    number: int
    properties: Any
    geometry: Any


class _Watched:
    """A binary stream that moves the progress bar as it is read."""

    def __init__(self, stream: Shallow, bar: "tqdm[Any]") -> None:
        self.stream = stream
        self.bar = bar

    def read(self, size: int = -1) -> bytes:
        chunk = self.stream.read(size)
        self.bar.update(len(chunk))
        return chunk


def read_header(source: SourceFile) -> Header:
    """Read what comes before `features`. Raises ImportFailed when it is no JSON."""
    crs: int | None = None
    crs_name = edition = ""
    found_features = False
    try:
        with source.open_json() as stream:
            for rank, (prefix, event, value) in enumerate(ijson.parse(stream)):
                if prefix == "features" or rank > _MAX_HEADER_EVENTS:
                    found_features = True
                    break
                if prefix == "crs.properties.name" and event == "string":
                    crs_name, crs = value, _epsg(value)
                elif event == "string" and prefix in {"_source", "name", "description"}:
                    found = _EDITION.search(value)
                    edition = found.group(1) if found else edition
    except _UNREADABLE:
        raise ImportFailed(_truncated(source, 0)) from None
    if not found_features:
        raise ImportFailed(f"{source.name} : ce fichier ne contient pas de liste « features ».")
    return Header(crs, crs_name, edition or source.edition)


def read_features(source: SourceFile, bar: "tqdm[Any]") -> Iterator[RawFeature]:
    """Objects of a FeatureCollection, in order. Raises ImportFailed when the file is cut."""
    number = 0
    try:
        with source.open_json() as stream:
            watched = _Watched(stream, bar)
            for item in ijson.items(watched, "features.item", use_float=True):
                number += 1
                facts = item if isinstance(item, dict) else {}
                yield RawFeature(number, facts.get("properties"), facts.get("geometry"))
    except _UNREADABLE:
        raise ImportFailed(_truncated(source, number)) from None


def read_csv(source: SourceFile, bar: "tqdm[Any]") -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, row) of a comma-separated CSV in UTF-8."""
    try:
        with source.open() as stream:
            content = stream.read()
        bar.update(len(content))
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        for row in reader:
            yield reader.line_num, {key: value or "" for key, value in row.items() if key}
    except UnicodeDecodeError:
        message = f"{source.name} : ce CSV n’est pas en UTF-8. Rien n’est chargé."
        raise ImportFailed(message) from None
    except (csv.Error, zipfile.BadZipFile, zlib.error, EOFError):
        raise ImportFailed(_truncated(source, 0)) from None


def progress(size: int, *, label: str) -> "tqdm[Any]":
    """A bar on the error stream, silent when that is not a terminal."""
    return tqdm(total=size, desc=label, unit="o", unit_scale=True, disable=None)


_UNREADABLE = (
    ijson.JSONError,
    UnicodeDecodeError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
)


def _epsg(name: str) -> int:
    if name.upper().endswith("CRS84"):
        return WGS84
    found = _CRS_CODE.search(name.strip())
    code = int(found.group(1)) if found else 0
    return code if code in {LAMBERT_93, WGS84} else 0


def _truncated(source: SourceFile, count: int) -> str:
    return (
        f"{source.name} : fichier tronqué ou illisible après {count} objet(s). "
        "Rien n’est chargé, d’aucun fichier."
    )


_LITERAL_BREAKS = re.compile(r"\\[nrt]")
_YEAR = re.compile(r"\b(?:18|19|20)\d\d\b")


def text(value: object, *, limit: int) -> str:
    """One line of text, at most `limit` characters; the source ends some names with a "\\n"."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    clean = " ".join(_LITERAL_BREAKS.sub(" ", str(value)).replace("\x00", "").split())
    return clean[:limit].rstrip()


def number(value: object, *, low: float = 0.0, high: float = math.inf) -> float | None:
    """A finite number within bounds, from a number or a text ("80,9"); else None."""
    if value is None or isinstance(value, bool):
        return None
    try:
        parsed = float(str(value).strip().replace("\u202f", "").replace(",", "."))
    except ValueError:
        return None
    return parsed if math.isfinite(parsed) and low <= parsed <= high else None


def whole(value: object) -> int | None:
    parsed = number(value, high=2_000_000_000)
    return None if parsed is None else round(parsed)


def grams(value: object) -> float | None:
    """gCO2/kWh from the kgCO2/kWh of the source; None beyond 2 kg/kWh, which no fuel reaches."""
    parsed = number(value, high=2.0)
    return None if parsed is None else round(parsed * 1000, 1)


def percent(value: object) -> float | None:
    return number(value, high=100.0)


def year(value: object) -> int | None:
    found = _YEAR.search(str(value)) if value is not None else None
    return int(found.group()) if found else None


def yes(value: object) -> bool:
    return str(value).strip().lower() in {"true", "vrai", "oui", "o", "1", "t", "classé", "classe"}


@dataclass
class FiguresRecord:
    """A row of the arrêté DPE: figures of a network known by its national id."""

    file: str
    number: int
    identifiant: str
    name: str
    environment: dict[str, Any]


def read_figures(number: int, row: Mapping[str, str], *, file: str, label: str) -> FiguresRecord:
    """A row of the arrêté DPE: CO2 in kg/kWh, read as g/kWh. Raises Rejected."""
    identifiant = row.get("identifiant", "").strip().upper()
    if not identifiant:
        raise Rejected("identifiant absent")
    environment: dict[str, Any] = {
        "enrr_rate": percent(row.get("taux_enrr")),
        "co2_direct": grams(row.get("contenu_co2")),
        "co2_acv": grams(row.get("contenu_co2_acv")),
        "environment_year": text(row.get("annee_reference"), limit=20),
        "environment_source": label,
    }
    pairs = (
        ("taux_enrr", "enrr_rate"),
        ("contenu_co2", "co2_direct"),
        ("contenu_co2_acv", "co2_acv"),
    )
    wrong = [
        column
        for column, name in pairs
        if row.get(column, "").strip() and environment[name] is None
    ]
    if wrong:
        raise Rejected(f"valeur illisible ou hors bornes : {', '.join(wrong)}")
    if all(environment[name] is None for _, name in pairs):
        raise Rejected("aucun chiffre")
    return FiguresRecord(file, number, identifiant, text(row.get("nom"), limit=200), environment)

"""One table out of all that was measured: Markdown to read, JSON to compare with another run."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .clients import Measured
from .requests import Row


@dataclass(frozen=True)
class Line:
    """A row as it was measured on one database; `rss_mb` of all its web processes after it."""

    database: str
    row: Row
    measured: Measured
    ratio: float
    rss_mb: float


@dataclass(frozen=True)
class Run:
    """All that one command measured; `facts` say on what, `memory` what each process held."""

    facts: dict[str, Any]
    lines: list[Line]
    memory: dict[str, list[dict[str, float]]]


def write(run: Run, place: Path) -> None:
    """Raw figures in `place`; the addresses and the sessions that were asked stay out."""
    lines = [
        {
            "database": line.database,
            "key": line.row.key,
            "name": line.row.name,
            **asdict(line.measured),
            "ratio": line.ratio,
            "sql": line.row.sql,
            "db_ms": line.row.db_ms,
            "bytes": line.row.bytes,
            "rss_mb": line.rss_mb,
        }
        for line in run.lines
    ]
    place.parent.mkdir(parents=True, exist_ok=True)
    data = {"facts": run.facts, "lines": lines, "memory": run.memory}
    place.write_text(json.dumps(data, ensure_ascii=False, indent=1))


def markdown(run: Run, before: dict[str, Any] | None = None) -> str:
    """The table; with a former run, how many times slower each row is than it was there."""
    former = {(one["database"], one["key"]): one["rate"] for one in (before or {}).get("lines", [])}
    heads = ["base", "page", "pages/s", "× plancher", "médiane", "99 % sous", "requêtes SQL"]
    heads += ["ms de base", "octets", "mémoire"] + (["fois plus lent"] if before else [])
    table = [_row(heads), _row(["---"] * len(heads))]
    for line in run.lines:
        found, row = line.measured, line.row
        cells = [
            line.database,
            row.name,
            _number(found.rate) + (f" (**{found.errors} erreurs**)" if found.errors else ""),
            f"× {_number(line.ratio, 2)}",
            f"{_number(found.p50, 1)} ms",
            f"{_number(found.p99, 1)} ms",
            "—" if row.sql is None else str(row.sql),
            "—" if row.db_ms is None else _number(row.db_ms, 1),
            "—" if row.bytes is None else _number(row.bytes),
            f"{_number(line.rss_mb)} Mo",
        ]
        if before:
            rate = former.get((line.database, row.key))
            cells.append(f"× {_number(rate / found.rate, 2)}" if rate and found.rate else "—")
        table.append(_row(cells))
    return "\n".join([*table, "", *_notes(run, before)])


def _notes(run: Run, before: dict[str, Any] | None) -> list[str]:
    facts = run.facts
    notes = [
        f"{facts['date']}, {facts['cores']} cœurs, charge {facts['load']} au début ; "
        f"{facts['processes']} processus web × {facts['threads']} fils "
        f"(`python -m config.web`, `DEBUG=0`) ; {facts['clients']} connexions tenues par "
        f"{facts['client']}, {facts['seconds']} s par ligne, après une seconde non comptée.",
        f"Limites d’usage levées le temps de la mesure : `NUMBERS={facts['lifted']}`.",
        "« Jamais vue » : à un nom de la machine jamais demandé, donc dans aucun cache de pages, "
        "en changeant aussi de question, de place dans la liste ou de mot. Requêtes SQL, leur "
        "durée et octets (sans compression) : d’une visite, dans un processus à part ; "
        "le milieu de cinq. Ce que le service garde pour tous (fragments) reste gardé.",
    ]
    for database, content in facts["content"].items():
        held = "".join(
            f" ; processus web à la fin : {_number(one['rss'])} Mo, {_number(one['pss'])} Mo "
            f"en partageant, {_number(one['private'])} Mo à lui"
            for one in run.memory.get(database, [])
        )
        counts = ", ".join(f"{_number(count)} {name}" for name, count in content.items())
        notes.append(f"{database} : {counts}{held}.")
    if before:
        content = before["facts"]["content"]
        notes.append(f"Comparé au passage du {before['facts']['date']} sur {content}.")
    return notes


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _number(value: float, decimals: int = 0) -> str:
    return f"{value:,.{decimals}f}".replace(",", " ").replace(".", ",")

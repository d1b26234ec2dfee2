"""The import of the register, line by line, in batches that are each committed.

The site goes on writing between two batches. A run that stops half-way has kept what it
committed: the next one goes on, since a line already known costs only its reading.
"""

import csv
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from django.db import reset_queries, transaction

from socle.french import number
from socle.spreadsheets import write_rows

from . import index
from .models import RegisteredCopropriete
from .rows import BAD_NUMBER, STORED, Places, Unreadable, load_places, read_row
from .sources import RegisterImportFailed, Table, open_table

BATCH = 4000
# From so many lines written on, the index of SQLite is worth gathering.
OPTIMISE_FROM = 50_000
DUPLICATE = "numéro déjà lu plus haut"
WRONG_WIDTH = "nombre de colonnes différent des titres"
KEPT = "Les lignes précédentes sont gardées. "

Progress = Callable[[int, int], None]
Numbered = tuple[int, RegisteredCopropriete, tuple[str, ...]]


# What the import of the register did: counts, and a CSV of the lines that are odd or rejected.
#
# The CSV is written as the file is read. It holds line, number and reason, never what a cell said:
# a shifted line could hold a name there.


REJECTED = "rejetée"
ODD = "chargée, signalée"


class ImportReport:
    """Counts of one import. Use as a context manager: the file is open meanwhile."""

    def __init__(self, path: Path | None, *, dry_run: bool = False) -> None:
        self.path = path
        self.dry_run = dry_run
        self.read = self.created = self.changed = self.unchanged = self.elsewhere = 0
        self.rejected = self.gone = 0
        self.reasons: Counter[str] = Counter()

    def __enter__(self) -> Self:
        if self.path is not None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self.path.open("w", encoding="utf-8-sig", newline="")
            write_rows(self._stream, [("ligne", "numéro", "résultat", "motif")])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.path is not None:
            self._stream.close()

    def reject(self, line: int, reason: str) -> None:
        self.rejected += 1
        self._write(line, "", REJECTED, (reason,))

    def note(self, line: int, number: str, reasons: tuple[str, ...]) -> None:
        if reasons:
            self._write(line, number, ODD, reasons)

    def _write(self, line: int, number: str, result: str, reasons: tuple[str, ...]) -> None:
        self.reasons.update(reasons)
        if self.path is not None:
            write_rows(self._stream, [(line, number, result, " ; ".join(reasons))])

    @property
    def has_changes(self) -> bool:
        return bool(self.created or self.changed)

    def sentences(self) -> Iterator[str]:
        """The summary, a line at a time."""
        yield (
            f"{_many(self.read, 'ligne lue', 'lignes lues')} : "
            f"{_many(self.created, 'création', 'créations')}, "
            f"{_many(self.changed, 'modification', 'modifications')}, "
            f"{_many(self.unchanged, 'inchangée', 'inchangées')}, "
            f"{_many(self.rejected, 'rejetée', 'rejetées')}."
        )
        if self.elsewhere:
            yield f"{_many(self.elsewhere, 'ligne', 'lignes')} hors des départements demandés."
        for reason, count in self.reasons.most_common():
            yield f"  {_many(count, 'ligne', 'lignes')} : {reason}"
        if self.gone:
            gone = _many(self.gone, "copropriété connue n’est", "copropriétés connues ne sont")
            yield f"{gone} pas dans ce qui a été lu de ce fichier : rien n’en est effacé."
        if not self.has_changes:
            left = self.rejected or self.elsewhere or self.gone
            known = "" if left else " : tout ce que dit ce fichier était déjà connu"
            yield f"Aucun changement{known}."
        if self.dry_run:
            yield "Essai à blanc (--dry-run) : rien n’a été enregistré."


def _many(count: int, one: str, several: str) -> str:
    figure = number(count)
    return f"{figure} {several if count > 1 else one}"


def import_register(
    path: Path,
    *,
    report: ImportReport,
    departements: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> ImportReport:
    """Read the file and write what is new or changed; a second run changes nothing.

    `progress(read, size)` is called after each batch, in bytes. With `report.dry_run` nothing is
    written. Raises RegisterImportFailed: not the register, or a file cut short (what came before
    is kept).
    """
    with open_table(path) as table:
        places = load_places()
        seen: set[int] = set()
        batch: list[RegisteredCopropriete] = []
        try:
            for line, row, odd in _rows(table, report, places):
                if departements and _departement(row, places) not in departements:
                    report.elsewhere += 1
                    continue
                rowid = index.rowid_of(row.number)
                if rowid in seen:
                    report.reject(line, DUPLICATE)
                    continue
                seen.add(rowid)
                report.note(line, row.number, odd)
                batch.append(row)
                if len(batch) >= BATCH:
                    _store(batch, report)
                    batch.clear()
                    if progress:
                        progress(table.position(), table.size)
        except RegisterImportFailed:
            _store(batch, report)
            raise
        _store(batch, report)
        if progress:
            progress(table.size, table.size)
    if not departements:
        report.gone = max(0, RegisteredCopropriete.objects.count() - len(seen))
    if report.created + report.changed >= OPTIMISE_FROM and not report.dry_run:
        index.optimise()
    return report


def _rows(table: Table, report: ImportReport, places: Places) -> Iterator[Numbered]:
    """Rows that can be read, with their line in the file and what is odd in them."""
    line = 1
    try:
        for cells in table.lines:
            line += 1
            if not cells:
                continue
            report.read += 1
            if len(cells) != table.width:
                report.reject(line, WRONG_WIDTH)
                continue
            named = {name: cells[place] for name, place in table.columns.items()}
            try:
                row, odd = read_row(named, places)
            except Unreadable:
                report.reject(line, BAD_NUMBER)
                continue
            yield line, row, odd
    except (csv.Error, EOFError, zipfile.BadZipFile, OSError) as problem:
        raise RegisterImportFailed(
            f"Le fichier est illisible après la ligne {line} : il est sans doute tronqué. "
            f"{'' if report.dry_run else KEPT}Relancez avec le fichier entier."
        ) from problem


def _departement(row: RegisteredCopropriete, places: Places) -> str:
    if row.commune_id:
        return places.departements[row.commune_id]
    return row.postcode[:3] if row.postcode.startswith("97") else row.postcode[:2]


def _store(batch: list[RegisteredCopropriete], report: ImportReport) -> None:
    """Write what is new or changed of a batch, in one transaction with its index."""
    if not batch:
        return
    known = dict(
        RegisteredCopropriete.objects.filter(pk__in=[row.number for row in batch]).values_list(
            "number", "row_hash"
        )
    )
    written = [row for row in batch if known.get(row.number) != row.row_hash]
    changed = [row.number for row in written if row.number in known]
    report.changed += len(changed)
    report.created += len(written) - len(changed)
    report.unchanged += len(batch) - len(written)
    if not written or report.dry_run:
        return
    with transaction.atomic():
        if changed:
            before = RegisteredCopropriete.objects.filter(pk__in=changed)
            index.remove(before.values_list("number", "search_text"))
        RegisteredCopropriete.objects.bulk_create(
            written,
            update_conflicts=True,
            unique_fields=["number"],
            update_fields=[name.removesuffix("_id") for name in STORED],
        )
        index.add((row.number, row.search_text) for row in written)
    # In development Django remembers each statement: here, half a gigabyte of them.
    reset_queries()

"""What the import of the register did: counts, and a CSV of the lines that are odd or rejected.

The CSV is written as the file is read. It holds line, number and reason, never what a cell said:
a shifted line could hold a name there.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from socle.french import number
from socle.spreadsheets import write_rows

REJECTED = "rejetée"
ODD = "chargée, signalée"


class Report:
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
            gone = _many(self.gone, "copropriété gardée n’est", "copropriétés gardées ne sont")
            yield f"{gone} plus dans ce fichier."
        if not self.has_changes:
            yield "Aucun changement : tout ce que dit ce fichier était déjà connu."
        if self.dry_run:
            yield "Essai à blanc (--dry-run) : rien n’a été enregistré."


def _many(count: int, one: str, several: str) -> str:
    figure = number(count)
    return f"{figure} {several if count > 1 else one}"

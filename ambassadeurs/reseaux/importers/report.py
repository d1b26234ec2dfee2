"""What an import did, line by line and in figures, or why it did nothing, in French."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from socle.spreadsheets import write_csv


class ImportFailed(Exception):
    """Nothing is loaded; the message, in French, says which file and why."""


class Rejected(Exception):
    """One line cannot be loaded; the message, in French, is the reason."""


class Action(StrEnum):
    """What became of a line of a file (or of a whole file, or of a network that no line speaks of
    any more)."""

    CREATED = "créé"
    CHANGED = "modifié"
    UNCHANGED = "inchangé"
    REJECTED = "rejeté"
    JOINED = "réuni"
    VANISHED = "disparu"
    IGNORED = "ignoré"
    REFUSED = "refusé"


# What was not loaded, or is in no file: nothing says that it was known already.
NOT_KNOWN = (Action.REJECTED, Action.VANISHED, Action.IGNORED, Action.REFUSED)


@dataclass(frozen=True)
class ReportLine:
    """`number` is the rank of the object in its file, from 1 (the line itself in a CSV)."""

    file: str
    number: int | None
    subject: str
    identifiant: str
    action: Action
    reason: str = ""


@dataclass
class ImportReport:
    """Lines in the order of reading. `dry_run`: nothing was kept."""

    dry_run: bool = False
    lines: list[ReportLine] = field(default_factory=list)
    spaces: int = 0
    geometry_changed: bool = False

    def add(
        self,
        action: Action,
        *,
        file: str,
        number: int | None = None,
        subject: str = "",
        identifiant: str = "",
        reason: str = "",
    ) -> None:
        self.lines.append(ReportLine(file, number, subject, identifiant, action, reason))

    def count(self, action: Action) -> int:
        return sum(line.action == action for line in self.lines)

    @property
    def has_changes(self) -> bool:
        changes = {Action.CREATED, Action.CHANGED}
        return self.spaces > 0 or any(line.action in changes for line in self.lines)

    def sentences(self) -> Iterator[str]:
        """The summary, a line at a time: per file, then in all, then the reasons of rejection."""
        files = list(dict.fromkeys(line.file for line in self.lines))
        for file in files:
            lines = [line for line in self.lines if line.file == file]
            if lines[0].action == Action.REFUSED:
                yield f"{file} : fichier refusé, {lines[0].reason}"
                continue
            counts = Counter(line.action for line in lines)
            facts = [_counted(counts[action], action) for action in Action if counts[action]]
            yield f"{file} : {', '.join(facts)}"
        yield from self._reasons()
        if self.has_changes:
            totals = [
                _counted(self.count(Action.CREATED), "création"),
                _counted(self.count(Action.CHANGED), "modification"),
                _counted(self.count(Action.UNCHANGED), "inchangé"),
                _counted(self.count(Action.JOINED), "réuni à une autre ligne"),
                _counted(self.count(Action.REJECTED), "rejet"),
                _counted(self.count(Action.VANISHED), "disparu"),
                _counted(self.spaces, "espace de questions"),
            ]
            yield f"Total : {', '.join(totals)}."
        elif any(line.action in NOT_KNOWN for line in self.lines):
            yield "Aucun changement."
        else:
            yield "Aucun changement : tout ce que disent ces fichiers était déjà connu."
        if self.dry_run:
            yield "Essai à blanc (--dry-run) : rien n’a été enregistré."

    def _reasons(self) -> Iterator[str]:
        reasons = Counter(
            line.reason.split(" : ")[0] for line in self.lines if line.action == Action.REJECTED
        )
        for reason, count in reasons.most_common():
            yield f"  {_counted(count, 'rejet')} : {reason}"

    def write_csv(self, path: Path) -> None:
        """One row per line of the report, for a spreadsheet."""
        write_csv(path, _rows(self.lines))


def _rows(lines: Iterable[ReportLine]) -> Iterator[list[object]]:
    yield ["fichier", "ligne", "objet", "identifiant", "résultat", "motif"]
    for line in lines:
        yield [
            line.file,
            "" if line.number is None else line.number,
            line.subject,
            line.identifiant,
            line.action.value,
            line.reason,
        ]


def _counted(count: int, word: str) -> str:
    """ "3 créations", "1 espace de questions": the first word takes the plural."""
    first, _, rest = word.partition(" ")
    return f"{count} {first}{'s' if count > 1 else ''} {rest}".rstrip()

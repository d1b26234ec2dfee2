"""Would the tests notice? Break one thing at a time in the rules, and run the tests of its room.

Started by `make mutants`. Takes a sample, always the same for one seed and one state of the code,
of the mutations that cosmic-ray knows (comparisons, operators, numbers, and/or, not, exceptions)
in every room's `perms`, `querysets` and `services`; tries each in a copy of the checkout; prints
what survived and the share killed. Signatures, annotations and decorators are left alone: types
and `tests/architecture` hold those. A change that keeps the code from being imported, or that no
programmer would make (`|` into `**`), proves nothing and is not counted.

Environment: `SAMPLE` (default 60 mutants), `SEED` (default 2026), `ROOM` (a folder, to look at one
room only: "communaute/moderation").
"""

import ast
import importlib.util
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parent.parent
COPY = ROOT / "var/mutants"
ROOMS = ("socle", "cms", "communaute", "ambassadeurs")
SUBJECTS = re.compile(r"^(perms|querysets|services)")
TIMEOUT_S = 600
# What pytest answers: all green, a test failed; anything else is code that does not even load.
SURVIVED, KILLED = 0, 1
LIKELY = {"Add": "Sub", "Sub": "Add", "Mul": "FloorDiv", "FloorDiv": "Mul", "Div": "Mul"} | {
    "BitOr": "BitAnd",
    "BitAnd": "BitOr",
    "Mod": "FloorDiv",
}


@dataclass(frozen=True)
class Mutant:
    """One change: the `occurrence`-th place of a file where an operator applies."""

    path: str
    line: int
    column: int
    operator: str
    occurrence: int

    @property
    def room(self) -> str:
        parts = Path(self.path).parts
        return parts[0] if parts[0] in {"socle", "cms"} else "/".join(parts[:2])


def say(text: str = "") -> None:
    print(text, flush=True)  # noqa: T201 - the terminal is this script's page


def main() -> int:
    size, seed = int(os.environ.get("SAMPLE", "60")), int(os.environ.get("SEED", "2026"))
    places = _places(os.environ.get("ROOM", ""))
    chance = random.Random(seed)  # noqa: S311 - the same sample for the same seed
    kept = sorted(chance.sample(sorted(places), min(size, len(places))))
    sample = [chance.choice(places[place]) for place in kept]
    _copy_checkout()
    rooms = sorted({mutant.room for mutant in sample})
    say(f"{len(sample)} mutants, of {len(places)} places, in {len(rooms)} rooms. First, as it is:")
    green = {room for room in rooms if _run([f"tests/{room}"]) == SURVIVED}
    for room in rooms:
        say(f"  {room}: {'green' if room in green else 'RED without any mutant, left out'}")
    sample = [mutant for mutant in sample if mutant.room in green]
    found = {mutant: _try(mutant) for mutant in sample}
    _report(
        {mutant: status for mutant, status in found.items() if status in (SURVIVED, KILLED)}, seed
    )
    return 0


def _places(only: str) -> dict[tuple[str, int, int], list[Mutant]]:
    """Every place that can be changed, with the changes it allows."""
    found = defaultdict(list)
    operators = [name for name in operator_names() if not _is_left_out(name)]
    for path in _rules():
        relative = str(path.relative_to(ROOT))
        if only and not relative.startswith(f"{only}/"):
            continue
        code = path.read_text()
        fixed = _signatures(code)
        nodes = list(ast_nodes(get_ast(code)))
        for name in operators:
            operator, rank = get_operator(name)(), 0
            for node in nodes:
                for (line, column), _ in operator.mutation_positions(node):
                    if not any(first <= (line, column) < last for first, last in fixed):
                        mutant = Mutant(relative, line, column, name, rank)
                        found[relative, line, column].append(mutant)
                    rank += 1
    return found


def _rules() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            names = path.relative_to(ROOT).with_suffix("").parts
            if any(SUBJECTS.match(name) for name in names) and "migrations" not in names:
                yield path


def _is_left_out(name: str) -> bool:
    if "BinaryOperator" in name:
        before, after = name.split("_")[-2:]
        return LIKELY.get(before) != after
    return "Decorator" in name or bool(get_operator(name).arguments())


def _signatures(code: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """From where to where signatures and annotations go: no behaviour there to break."""
    spans = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[0]
            spans.append(((node.lineno, node.col_offset), (body.lineno, body.col_offset)))
        elif isinstance(node, ast.AnnAssign):
            note = node.annotation
            end = (note.end_lineno or note.lineno, note.end_col_offset or 0)
            spans.append(((note.lineno, note.col_offset), end))
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            spans.append(((node.lineno, node.col_offset), (node.body[0].lineno, 0)))
    return spans


def _copy_checkout() -> None:
    """The files that git knows, with the kept test database: what breaks is never the original."""
    shutil.rmtree(COPY, ignore_errors=True)
    names = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (COPY / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, COPY / name)
    (COPY / "var").mkdir(exist_ok=True)
    (ROOT / "var/test-db").mkdir(exist_ok=True)
    (COPY / "var/test-db").symlink_to(ROOT / "var/test-db")


def _try(mutant: Mutant) -> int:
    """KILLED when a test of the room fails, or never ends, with this change."""
    target = COPY / mutant.path
    code = target.read_text()
    changed = mutate_code(code, get_operator(mutant.operator)(), mutant.occurrence)
    assert changed is not None and changed != code  # noqa: S101
    started = time.monotonic()
    try:
        _write(target, changed)
        status = _run(_ordered(mutant, code))
    finally:
        _write(target, code)
    word = {KILLED: "killed", SURVIVED: "SURVIVED"}.get(status, "no import")
    say(f"{word:9}{time.monotonic() - started:5.0f} s  {_described(mutant, code, changed)}")
    return status


def _write(target: Path, code: str) -> None:
    """And forget the compiled file: one of the same length and second would be taken for it."""
    target.write_text(code)
    Path(importlib.util.cache_from_source(str(target))).unlink(missing_ok=True)


def _ordered(mutant: Mutant, code: str) -> list[str]:
    """The tests of the room, those that speak of the changed function first."""
    names = {
        node.name
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and node.lineno <= mutant.line <= (node.end_lineno or node.lineno)
    }
    files = sorted((COPY / "tests" / mutant.room).rglob("test_*.py"))
    texts = {path: path.read_text() for path in files}
    files.sort(key=lambda path: -sum(name in texts[path] for name in names))
    return [str(path.relative_to(COPY)) for path in files]


def _run(tests: list[str]) -> int:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-p",
        "no:xdist",
        "-p",
        "no:cacheprovider",
    ]
    try:
        done = subprocess.run(  # noqa: S603
            [*command, *tests], cwd=COPY, capture_output=True, timeout=TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        return KILLED
    return done.returncode


def _described(mutant: Mutant, code: str, changed: str) -> str:
    before, after = code.splitlines(), changed.splitlines()
    line = next((new for old, new in zip(before, after, strict=False) if old != new), after[-1])
    return f"{mutant.path}:{mutant.line}  {before[mutant.line - 1].strip()}  →  {line.strip()}"


def _report(found: dict[Mutant, int], seed: int) -> None:
    say()
    for room in sorted({mutant.room for mutant in found}):
        statuses = [status for mutant, status in found.items() if mutant.room == room]
        say(f"{room:34}{statuses.count(KILLED):4} of {len(statuses)} killed")
    killed = list(found.values()).count(KILLED)
    share = 100 * killed / len(found)
    say(f"\n{share:.0f} % killed: {killed} of {len(found)} mutants (seed {seed}).")


if __name__ == "__main__":
    sys.exit(main())

"""Would the tests notice? Break one thing at a time in the rules, and run the tests of its room.

Started by `make mutants`. Takes a sample, always the same for one seed and one state of the code,
of the mutations that cosmic-ray knows (comparisons, operators, numbers, and/or, not, exceptions)
in every room's `perms`, `querysets` and `services`; tries each in a copy of the checkout; prints
what survived and the share killed. Signatures, annotations and decorators are left alone: types
and `tests/architecture` hold those. A change that keeps the code from being imported, or that no
programmer would make (`|` into `**`), proves nothing and is not counted.

It goes room by room: the tests of the room as it is, watching which of them go through which
function (`scripts/reached.py`); then each mutant, against the tests that go through the function it
changes and no other, those that speak of it first. Each line is printed and added to
`var/mutants/report.txt` at once, each room with the figures so far: a run cut short leaves them.

Environment: `SAMPLE` (default 60 mutants), `SEED` (default 2026), `ROOM` (a folder, to look at one
room only: "communaute/moderation"), `ONLY` (a piece of "path:line": try again those of the sample
that have it).
"""

import ast
import importlib.util
import json
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
from datetime import UTC, datetime
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parent.parent
COPY = ROOT / "var/mutants/checkout"
REPORT = ROOT / "var/mutants/report.txt"
ROOMS = ("socle", "cms", "communaute", "ambassadeurs")
SUBJECTS = re.compile(r"^(perms|querysets|services)")
# A change that loops for ever is given this long, besides a few times what its tests take.
TIMEOUT_S = 90
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


@dataclass(frozen=True)
class Watched:
    """The tests of a room as it is: seconds of each, and those that go through each function."""

    tests: dict[str, float]
    functions: dict[str, list[str]]
    failed: list[str]


def say(text: str = "") -> None:
    print(text, flush=True)  # noqa: T201 - the terminal is this script's page
    with REPORT.open("a") as report:
        report.write(f"{text}\n")


def main() -> int:
    size, seed = int(os.environ.get("SAMPLE", "60")), int(os.environ.get("SEED", "2026"))
    places = _places(os.environ.get("ROOM", ""))
    chance = random.Random(seed)  # noqa: S311 - the same sample for the same seed
    kept = sorted(chance.sample(sorted(places), min(size, len(places))))
    sample = [chance.choice(places[place]) for place in kept]
    again = os.environ.get("ONLY", "")
    sample = [mutant for mutant in sample if again in f"{mutant.path}:{mutant.line}"]
    _copy_checkout()
    rooms = sorted({mutant.room for mutant in sample})
    today = datetime.now(UTC).date()
    say(
        f"\n{today}, commit {_commit()}, seed {seed}: {len(sample)} mutants of {len(places)} places"
    )
    found: dict[Mutant, int] = {}
    for room in rooms:
        started = time.monotonic()
        watched = _watch(room)
        say(f"\n{room}: {len(watched.tests)} tests green in {time.monotonic() - started:.0f} s")
        for name in watched.failed:
            say(f"red without any mutant, left out: {name}")
        for mutant in sample:
            if mutant.room == room:
                status = _try(mutant, watched)
                if status in (SURVIVED, KILLED):
                    found[mutant] = status
        _report(room, found)
    return 0


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(  # noqa: S603
        command, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


def _watch(room: str) -> Watched:
    where = COPY / "var/reached.json"
    where.unlink(missing_ok=True)
    watching = {
        "REACHED_FILE": str(where),
        "REACHED_FILES": "\n".join(str(path.relative_to(ROOT)) for path in _rules()),
    }
    _run(["-p", "scripts.reached", f"tests/{room}"], more=watching)
    return Watched(**json.loads(where.read_text()))


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
        nodes, lines = list(ast_nodes(get_ast(code))), code.splitlines()
        for name in operators:
            operator, rank = get_operator(name)(), 0
            for node in nodes:
                for (line, column), _ in operator.mutation_positions(node):
                    inside = any(first <= (line, column) < last for first, last in fixed)
                    if not inside and not _orders_a_choice(name, lines[line - 1][column:]):
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
    # Python keeps one object for each small number: `is` in place of `==` changes nothing there.
    is_identity = re.search(r"_(Not)?Eq_Is(Not)?$", name)
    return "Decorator" in name or bool(is_identity) or bool(get_operator(name).arguments())


def _orders_a_choice(name: str, text: str) -> bool:
    """Whether the change asks if a state comes before another (`state > State.CLOSED`): choices
    have no order, and nobody would write it."""
    ordering = re.search(r"_(Not)?Eq_(Lt|LtE|Gt|GtE)$", name)
    return bool(ordering and re.match(r"[=!]=\s*[A-Z]\w*\.[A-Z_]+", text))


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


def _try(mutant: Mutant, watched: Watched) -> int:
    """KILLED when a test of the room fails, or never ends, with this change."""
    target = COPY / mutant.path
    code = target.read_text()
    changed = mutate_code(code, get_operator(mutant.operator)(), mutant.occurrence)
    assert changed is not None and changed != code  # noqa: S101
    started = time.monotonic()
    try:
        _write(target, changed)
        tests = _ordered(mutant, code, watched)
        (COPY / "var/tests.txt").write_text("\n".join(tests))
        # Without a test to run, pytest would run them all.
        timeout_s = TIMEOUT_S + 5 * sum(watched.tests[test] for test in tests)
        status = _run(["-x", "@var/tests.txt"], timeout_s=timeout_s) if tests else SURVIVED
    finally:
        _write(target, code)
    word = {KILLED: "killed", SURVIVED: "SURVIVED"}.get(status, "no import")
    spent = f"{time.monotonic() - started:5.0f} s {len(tests):5} tests"
    say(f"{word:9}{spent}  {_described(mutant, code, changed)}")
    return status


def _write(target: Path, code: str) -> None:
    """And forget the compiled file: one of the same length and second would be taken for it."""
    target.write_text(code)
    Path(importlib.util.cache_from_source(str(target))).unlink(missing_ok=True)


def _ordered(mutant: Mutant, code: str, watched: Watched) -> list[str]:
    """The tests that go through the changed function, those that speak of it first, then the
    shortest; for a line outside of any function, every test of the room."""
    around = [
        node
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and node.lineno <= mutant.line <= (node.end_lineno or node.lineno)
    ]
    names = {node.name for node in around}
    functions = [node for node in around if not isinstance(node, ast.ClassDef)]
    tests = set(watched.tests)
    if functions:
        # Of functions inside one another, `ast.walk` gives the inner one last.
        first = min([functions[-1].lineno, *(d.lineno for d in functions[-1].decorator_list)])
        starts = range(first, (functions[-1].end_lineno or first) + 1)
        places = [f"{mutant.path}:{line}" for line in starts]
        tests = {test for place in places for test in watched.functions.get(place, [])}
    files = {test.split("::")[0] for test in tests}
    texts = {path: (COPY / path).read_text() for path in files}
    spoken = {path: -sum(name in text for name in names) for path, text in texts.items()}
    return sorted(tests, key=lambda test: (spoken[test.split("::")[0]], watched.tests[test]))


def _run(
    arguments: list[str], *, more: dict[str, str] | None = None, timeout_s: float | None = None
) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"]
    try:
        done = subprocess.run(  # noqa: S603
            [*command, *arguments],
            cwd=COPY,
            env=os.environ | (more or {}),
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return KILLED
    return done.returncode


def _described(mutant: Mutant, code: str, changed: str) -> str:
    before, after = code.splitlines(), changed.splitlines()
    line = next((new for old, new in zip(before, after, strict=False) if old != new), after[-1])
    return f"{mutant.path}:{mutant.line}  {before[mutant.line - 1].strip()}  →  {line.strip()}"


def _report(room: str, found: dict[Mutant, int]) -> None:
    here = [status for mutant, status in found.items() if mutant.room == room]
    killed = list(found.values()).count(KILLED)
    share = f"{100 * killed / len(found):.0f} %" if found else "–"
    say(f"{room}: {here.count(KILLED)} of {len(here)} killed")
    say(f"so far: {share} killed, {killed} of {len(found)}")


if __name__ == "__main__":
    sys.exit(main())

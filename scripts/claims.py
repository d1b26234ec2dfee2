"""Do the papers on security tell the truth? Run by `make check`, in less than a second.

In `docs/securite/` and `SECURITY.md`, what is written in backticks as a path exists, and so does
the test, function or class named after it: `tests/socle/test_uploads.py::test_an_empty_file`,
`socle/ratelimit.py::allow`. In a table that has a column « état », each line carries one of STATES,
and a line said done or partly done names what proves it. A sentence that sums up its page (« 12
fait, 3 partiel, … ») gives the true numbers.
The tests are read, not run: that they pass is the matter of `make test`.
"""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATES = ("fait", "partiel", "pas fait", "hors du code", "sans objet")
# These need no proof: nothing is claimed, and the line says why.
CLAIMS = {"fait", "partiel"}
QUOTED = re.compile(r"`([\w.-]+(?:/[\w.<>-]+)*/?)(?:::(\w+))?`")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
SUM = re.compile(r"(\d+) fait, (\d+) partiel, (\d+) pas fait, (\d+) hors du code, (\d+) sans objet")


def pages(root: Path = ROOT) -> list[Path]:
    """The papers that claim something."""
    return [*sorted(root.glob("docs/securite/*.md")), *root.glob("SECURITY.md")]


def faults(page: Path, root: Path = ROOT) -> Iterator[str]:
    """What the page claims wrongly, each with its line."""
    states: Counter[str] = Counter()
    sums: list[tuple[int, tuple[int, ...]]] = []
    column, width = None, 0
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{page.relative_to(root)}:{number}"
        proofs = list(_named(line, root))
        for name, attribute, exists in proofs:
            if not exists:
                yield f"{where}: {name}{attribute and '::' + attribute} does not exist"
        if found := SUM.search(line):
            sums.append((number, tuple(int(one) for one in found.groups())))
        cells = _cells(line)
        if not cells:
            column = None
        elif column is None:
            column, width = cells.index("état") if "état" in cells else -1, len(cells)
        elif len(cells) != width:
            yield f"{where}: {len(cells)} cells under {width} headings"
        elif column >= 0 and not set("".join(cells)) <= set("-: "):
            state = cells[column]
            states[state] += 1
            linked = any((page.parent / name).exists() for name in LINK.findall(line))
            if state not in STATES:
                yield f"{where}: « {state} » is not one of {', '.join(STATES)}"
            elif state in CLAIMS and not proofs and not linked:
                yield f"{where}: « {state} » names neither a test nor where it is done"
            elif not cells[-1]:
                yield f"{where}: « {state} » does not say why"
    counted = tuple(states[state] for state in STATES)
    for number, told in sums:
        if told != counted:
            right = ", ".join(f"{states[state]} {state}" for state in STATES)
            yield f"{page.relative_to(root)}:{number}: the lines say {right}"


def _named(line: str, root: Path) -> Iterator[tuple[str, str, bool]]:
    """Path, what is named in it, and whether they exist; words that are no path are left out."""
    for name, attribute in QUOTED.findall(line):
        path = root / name
        if "<" in name or not (attribute or _is_ours(name, root)):
            continue
        if not attribute:
            yield name, "", path.exists()
        else:
            yield name, attribute, path.is_file() and attribute in _names_in(path)


def _is_ours(name: str, root: Path) -> bool:
    """Whether it is written as a path from the root: a file there, or what is in a folder there."""
    first, slash, _ = name.partition("/")
    return first != "var" and ((root / first).exists() if slash else (root / first).is_file())


def _cells(line: str) -> list[str]:
    """The cells of a line of a table; none when it is no such line."""
    bare = line.strip()
    if not (bare.startswith("|") and bare.endswith("|") and len(bare) > 1):
        return []
    return [cell.strip() for cell in bare[1:-1].split("|")]


@cache
def _names_in(path: Path) -> frozenset[str]:
    """Functions, classes, methods and variables that a Python file defines, whatever the depth of
    the class."""
    if path.suffix != ".py":
        return frozenset()
    return frozenset(_defined(ast.parse(path.read_text(encoding="utf-8")).body))


def _defined(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name, body=inner):
                yield name
                yield from _defined(inner)
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.If(body=inner, orelse=other):
                yield from _defined([*inner, *other])


def main() -> int:
    read = pages()
    wrong = [fault for page in read for fault in faults(page)]
    if not read:
        wrong.append("docs/securite: no page")
    said = "\n".join(wrong) or f"{len(read)} pages on security: every proof named exists"
    sys.stdout.write(f"{said}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

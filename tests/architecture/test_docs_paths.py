"""Every file and folder that the documentation names exists: a newcomer is never sent nowhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
# `ambassadeurs/visites/services.py`, `docs/decisions/`: in backticks, or the target of a link.
QUOTED = re.compile(r"`([\w.-]+(?:/[\w.<>-]+)*/?)`")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
FOLDERS = {
    path.name for path in ROOT.iterdir() if path.is_dir() and path.name not in {"var", ".venv"}
}
# Made when the service runs, or standing for any room.
ELSEWHERE = re.compile(r"^(var|\.venv)/|<")
# Named ahead of the branch that brings them.
TO_COME = {"tests/faults/"}


def _quoted(text: str) -> set[str]:
    """What is written as a path from the root: its first part is one of our folders."""
    found = {name for name in QUOTED.findall(text) if "/" in name and not ELSEWHERE.search(name)}
    return {name for name in found if name.split("/")[0] in FOLDERS}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_named_exist(page: Path):
    text = page.read_text()
    gone = {name for name in _quoted(text) - TO_COME if not (ROOT / name).exists()}
    gone |= {name for name in LINK.findall(text) if not (page.parent / name).exists()}
    assert gone == set()


def test_paths_are_seen():
    text = "`config/settings.py`, [la carte](docs/architecture.md#ici), `/mon-compte/`, `var/db`"
    assert _quoted(text) == {"config/settings.py"}
    assert LINK.findall(text) == ["docs/architecture.md"]
    assert sum(len(_quoted(page.read_text())) for page in PAGES) >= 10

"""The papers on security name tests that exist, and forget no requirement of the standard."""

import re

import pytest

from scripts.claims import ROOT, STATES, faults, pages

# ASVS 5.0: how many requirements of levels 1 and 2 each chapter has.
REQUIREMENTS = (27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7)


@pytest.fixture
def page(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_door.py").write_text("def test_it_is_shut():\n    pass\n")
    (tmp_path / "door.py").write_text("class Door:\n    WIDTH = 1\n    def shut(self): ...\n")
    path = tmp_path / "docs/securite/asvs.md"
    path.parent.mkdir(parents=True)

    def said(*lines):
        path.write_text("\n".join(lines))
        return [fault.partition(": ")[2] for fault in faults(path, tmp_path)]

    return said


@pytest.mark.parametrize(
    "line",
    [
        "`tests/test_door.py::test_it_is_shut`",
        "`door.py::shut` et `door.py::WIDTH`",
        "`tests/test_door.py`, `tests/<pièce>/matrix.py`, `/mon-compte/`, `X-Frame-Options`",
        "| but | état |\n|---|---|\n| fermer | sans objet |",
        "| but | état | où |\n|---|---|---|\n| fermer | fait | [la porte](../../door.py) |",
        "| but | où |\n|---|---|\n| fermer | nulle part |",
    ],
)
def test_what_is_true_passes(page, line):
    assert page(line) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("`tests/test_door.py::test_gone`", "tests/test_door.py::test_gone does not exist"),
        ("`tests/test_gone.py`", "tests/test_gone.py does not exist"),
        ("`tests/test_gone.py::test_a`", "tests/test_gone.py::test_a does not exist"),
        ("| état | où |\n|---|---|\n| fait | partout |", "« fait » names neither a test nor where"),
        ("| état | où |\n|---|---|\n| partiel | `ici` |", "« partiel » names neither a test"),
        ("| état | où |\n|---|---|\n| pas fait | |", "« pas fait » does not say why"),
        ("| état | où |\n|---|---|\n| fait | `door.py` | et |", "3 cells under 2 headings"),
        ("| état | où |\n|---|---|\n| presque | `door.py` |", "« presque » is not one of"),
        (
            "0 fait, 0 partiel, 0 pas fait, 0 hors du code, 0 sans objet\n"
            "| état | où |\n|---|---|\n| sans objet | ni ici ni là |",
            "the lines say 0 fait, 0 partiel, 0 pas fait, 0 hors du code, 1 sans objet",
        ),
    ],
)
def test_what_is_false_is_said(page, line, fault):
    (said,) = page(line)
    assert said.startswith(fault)


def test_our_papers_tell_the_truth():
    assert {"asvs.md", "analyse-de-risques.md", "SECURITY.md"} <= {path.name for path in pages()}
    assert [fault for path in pages() for fault in faults(path)] == []


def test_no_requirement_of_the_standard_is_forgotten():
    text = (ROOT / "docs/securite/asvs.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| (\d+)\.(\d+)\.(\d+) \| [12] \|.*\| ([\w ]+) \|[^|]+\|$", text, re.M)
    assert len({line[:3] for line in lines}) == len(lines)
    assert {state for *_, state in lines} <= set(STATES)
    chapters = [int(chapter) for chapter, *_ in lines]
    assert tuple(chapters.count(number) for number in range(1, 18)) == REQUIREMENTS

"""The figures that the code cites are declared: they can never be withdrawn."""

import re
from pathlib import Path

from ambassadeurs.simulation.hypotheses import KEYS
from cms.facts.formulas import CITED_IN_CODE
from socle.facts_registry.citations import first_facts

ROOT = Path(__file__).resolve().parent.parent.parent
QUOTED = re.compile(r"[\"'](\w+)[\"']|\[fait:(\w+)\]")
# What editors own once it is loaded: pages of the demonstration, first facts and their formulas.
LOADED = ("cms/facts", "cms/demo", "ambassadeurs/demonstration")


def read_by_the_code():
    """Keys of figures written in a room or a template, by the path of the first that does."""
    found = {}
    for folder, suffixes in (
        ("ambassadeurs", [".py"]),
        ("communaute", [".py"]),
        ("cms", [".py", ".toml"]),
        ("config", [".py"]),
        ("templates", [".html", ".txt"]),
    ):
        for path in sorted((ROOT / folder).rglob("*")):
            place = str(path.relative_to(ROOT))
            if path.suffix not in suffixes or place.startswith(LOADED) or "migrations" in place:
                continue
            for match in QUOTED.finditer(path.read_text()):
                key = match[1] or match[2]
                if key in first_facts():
                    found.setdefault(key, place)
    return found


def test_every_figure_that_the_code_cites_is_declared_and_no_other():
    cited = read_by_the_code()
    assert set(cited) == {*CITED_IN_CODE, *KEYS}, cited


def test_a_declared_figure_exists():
    assert set(CITED_IN_CODE) <= set(first_facts())

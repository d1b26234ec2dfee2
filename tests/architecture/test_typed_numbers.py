"""A sentence reads its delays and thresholds in `numbers.py`, the price of energy in the facts: it
types none."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
UNITS = r"(?:jours?|heures?|minutes?|secondes?|semaines?|mois|ans?|mètres?|metres?|m|km|caractères)"
SPACES = r"(?:[ \u00a0\u202f]|&nbsp;)"
TYPED = re.compile(rf"(?<![\w.,€-])\d+(?:{SPACES}\d{{3}})*{SPACES}*{UNITS}\b(?![²³’])", re.I)
CODE = ("ambassadeurs", "cms", "communaute", "socle")
# Pages of the libraries, and of the editors, where a number is the subject.
OTHERS = ("account", "config", "dsfr", "facts", "search", "wagtailadmin", "wagtailusers")
# Reviewed: what no setting of ours decides, with why.
ALLOWED = {
    "27 ans": "an example of a question, in the words of a person",
    "90 m": "an example of a question, in the words of a person",
}
# Reviewed one by one: the law.
BY_HAND = {
    "cms/starter_pages/cgu.toml": {"15 ans"},  # the age to consent alone
}


def strings_of(path):
    """Each string of the code that may be shown, with its line: docstrings apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in documents:
            yield node.lineno, node.value


def lines_of(path):
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", path.read_text("utf-8"), flags=re.S)
    yield from enumerate(text.splitlines(), 1)


def typed_in(paths, pieces):
    return {
        f"{path.relative_to(ROOT)}:{line}: {match[0]}"
        for path in paths
        for line, text in pieces(path)
        for match in TYPED.finditer(text)
        if match[0] not in ALLOWED
        if match[0] not in BY_HAND.get(str(path.relative_to(ROOT)), ())
    }


def code_of(rooms):
    return [
        path
        for room in rooms
        for path in sorted((ROOT / room).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def test_no_sentence_of_the_code_types_a_delay():
    assert typed_in(code_of(CODE), strings_of) == set()


def test_no_page_of_a_new_installation_types_a_delay():
    paths = [*sorted((ROOT / "cms/starter_pages").glob("*.toml")), ROOT / "cms/fixed_pages.toml"]
    assert len(paths) > 9
    assert typed_in(paths, lines_of) == set()


def test_no_template_types_a_delay():
    folder = ROOT / "templates"
    paths = [
        path
        for path in sorted(folder.rglob("*.*"))
        if path.suffix in {".html", ".txt"} and path.relative_to(folder).parts[0] not in OTHERS
    ]
    assert len(paths) > 60
    assert typed_in(paths, lines_of) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sous 14 jours.", "14 jours"),
        ("sous 14\u00a0jours", "14\u00a0jours"),
        ("24&nbsp;heures", "24&nbsp;heures"),
        ("à 200 m du réseau", "200 m"),
        ("10 000 caractères au plus", "10 000 caractères"),
        ("un logement de 60 m²", None),
        ("article 20 m’a dit", None),
        ("{{ limits.appeal_days }} jours", None),
        ("en 2024", None),
    ],
)
def test_what_counts_as_typed(text, found):
    match = TYPED.search(text)
    assert (match[0] if match else None) == found


# Facts, each with its source, say what energy costs.
PRICE = re.compile(r"\d[\d\s.,]*€( TTC| HT)?\s?(par|/)\s?[Mk]Wh")
# Round numbers invented to explain a division, and said so.
INVENTED = {"cms/demo/guides/06-comprendre-le-prix-de-la-chaleur.toml"}


def test_no_price_of_energy_is_typed():
    found = {
        str(path.relative_to(ROOT))
        for room in (*CODE, "config", "templates")
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".py", ".html", ".toml", ".txt"} and PRICE.search(path.read_text())
    }
    assert found == INVENTED

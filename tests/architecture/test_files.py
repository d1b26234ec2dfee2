"""The shape of the house: sizes, names, and what must never be committed."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = ("ambassadeurs", "cms", "communaute", "config", "scripts", "socle", "tests")
APART = ("scripts", "tests")
FLOORS = ("ambassadeurs", "cms", "communaute", "socle")
TEXT = {".py", ".html", ".txt", ".md", ".js", ".css", ".toml", ".yml", ".sh", ".json", ""}
# Split in two, so that this file does not find itself.
MACHINE = re.compile(
    r"/(?:work|root)" r"/|/home/\w+/|https?://(?:[\w.-]*pypi|[\w.-]*npmjs|proxy\.golang)" r"\.\w+"
)


def committed_files():
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode:  # an archive, not a clone
        skipped = {".venv", "var", ".git"}
        return [
            path
            for path in ROOT.rglob("*")
            if path.is_file() and not skipped & set(path.relative_to(ROOT).parts)
        ]
    return [ROOT / line for line in listing.stdout.splitlines() if (ROOT / line).is_file()]


def python_files():
    return [path for folder in CODE for path in sorted((ROOT / folder).rglob("*.py"))]


def lines_of(path):
    return path.read_text(encoding="utf-8").count("\n")


def test_files_are_read_in_one_sitting():
    files = [path for path in python_files() if "migrations" not in path.parts]
    assert len(files) > 100
    assert {
        str(path.relative_to(ROOT)): lines_of(path) for path in files if lines_of(path) > 400
    } == {}


def test_migrations_are_named():
    files = [path for path in python_files() if "migrations" in path.parts]
    assert [str(path) for path in files if re.match(r"\d+_auto_", path.name)] == []


def test_tables_of_a_first_migration_are_made_at_once():
    """One by one, they would be three fifths of the time to migrate from nothing."""
    firsts = [path for path in python_files() if path.name == "0001_initial.py"]
    assert len(firsts) > 20
    last = "    operations = [CreateTables(operations)]\n"
    assert [str(path) for path in firsts if not path.read_text().endswith(last)] == []


def test_libraries_migrate_before_our_rooms():
    """A change of theirs draws anew all the models it is tied to: ours, when they are there. Those
    that an upgrade brings come after: what is applied is not reordered."""
    graph = MigrationLoader(None).graph
    plan = dict.fromkeys(
        node for leaf in sorted(graph.leaf_nodes()) for node in graph.forwards_plan(leaf)
    )
    ours = [node for node in plan if graph.nodes[node].__module__.split(".")[0] in FLOORS]
    rooms = [node for node in ours if node[0] not in {"territoires", "comptes"}]
    after = list(plan)[list(plan).index(rooms[0]) :]
    assert len(rooms) > 30
    assert len([node for node in after if node not in ours]) <= 20


def test_no_drawer_for_everything():
    assert [str(path) for path in python_files() if path.stem in {"utils", "helpers", "misc"}] == []


def test_no_empty_placeholder():
    empty = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if path.name != "__init__.py" and not path.read_text(encoding="utf-8").strip()
    ]
    assert empty == []


def test_nothing_of_a_machine_is_committed():
    found = {}
    for path in committed_files():
        relative = path.relative_to(ROOT)
        if path.name == "uv.lock" or path.suffix not in TEXT or "vendor" in relative.parts:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if MACHINE.search(line):
                found[f"{relative}:{number}"] = line.strip()[:120]
    assert found == {}


def test_nothing_is_left_for_later():
    words = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in python_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words.search(line)
    ]
    assert found == []


def test_the_house_keeps_to_its_number_of_modules_migrations_and_registries():
    """As decided in docs/decisions/0040."""
    product = [path for path in python_files() if path.relative_to(ROOT).parts[0] not in APART]
    migrations = [path for path in product if path.parent.name == "migrations"]
    modules = [path for path in product if path not in migrations]
    registries = [
        name
        for path in modules
        for name in re.findall(r"^def (register\w*)", path.read_text(encoding="utf-8"), re.M)
    ]
    assert len(modules) <= 900
    assert len([path for path in migrations if path.stem != "__init__"]) <= 40
    assert len(registries) <= 20


def test_glossary_keeps_to_twenty_nouns():
    text = (ROOT / "docs/glossaire.md").read_text(encoding="utf-8")
    nouns = re.findall(r"^\| `(\w+)`", text, re.M)
    assert 10 <= len(nouns) <= 20
    assert len(nouns) == len(set(nouns))


def test_every_setting_of_the_environment_is_documented():
    files = (
        "config/settings.py",
        "config/databases/databases.py",
        "communaute/sso/identity_providers.py",
    )
    settings = "".join((ROOT / name).read_text(encoding="utf-8") for name in files)
    names = set(re.findall(r'(?:env(?:\.\w+)?|required)\(\s*"([A-Z_0-9]+)"', settings))
    assert {"SECRET_KEY", "DATABASE_URL", "BASE_URL"} <= names
    for place in (".env.example", "docs/deploiement.md"):
        text = (ROOT / place).read_text(encoding="utf-8")
        assert [name for name in sorted(names) if name not in text] == [], place


def test_licence_is_whole():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text
    assert "END OF TERMS AND CONDITIONS" in text


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Mails carry their styles with them.
PAGES = [path for path in TEMPLATES if not {"mails", "email"} & set(path.parts)]


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("inline script", r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")"),
        ("inline style", r"<style\b|\sstyle\s*="),
        ("handler", r"<[^>]*\son[a-z]+\s*="),
        ("script address", r"(?:href|src)\s*=\s*[\"']?\s*javascript:"),
        ("unsafe text", r"\|\s*safe\b|autoescape off"),
    ],
)
def test_templates_obey_the_content_policy(what, pattern):
    assert len(PAGES) > 20
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in PAGES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line, re.I)
    ]
    assert found == [], what


def test_models_keep_no_rule_in_save():
    """Overriding `save` or `delete` is only for refusing (append-only logs)."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in python_files()
        if path.name == "models.py" or "models" in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}
        if not any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
    ]
    assert found == []


def refuses_head(node):
    """Whether this piece of code lets GET in and keeps HEAD out."""
    match node:
        case ast.Call(func=ast.Name("require_http_methods"), args=[methods]):
            allowed = set(ast.literal_eval(methods))
        case ast.Assign(targets=[ast.Name("http_method_names")], value=methods):
            allowed = {method.upper() for method in ast.literal_eval(methods)}
        case ast.Name("require_GET"):
            return True
        case _:
            return False
    return "GET" in allowed and "HEAD" not in allowed


def test_a_page_that_answers_get_answers_head():
    """Mail scanners and link checkers ask for the head only: `require_safe` lets both in."""
    refused = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in python_files()
        if "tests" not in path.relative_to(ROOT).parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if refuses_head(node)
    ]
    assert refused == []
    assert refuses_head(ast.parse('require_http_methods(["GET", "POST"])', mode="eval").body)
    assert refuses_head(ast.parse('http_method_names = ["get"]').body[0])

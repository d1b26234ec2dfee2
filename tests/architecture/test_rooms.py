"""Rooms stay small, and nothing in them turns in a circle (docs/architecture.md)."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import grimp
import pytest

from config.parts import INSTALLED_APPS

ROOT = Path(__file__).resolve().parent.parent.parent
FLOORS = ("socle", "cms", "communaute", "ambassadeurs", "config")
FILES_MAX = 25


def rooms() -> list[str]:
    """The Django apps, as paths: "cms", "communaute/comptes"."""
    return sorted(
        str(path.parent.relative_to(ROOT)) for path in _python() if path.name == "apps.py"
    )


def _python() -> Iterable[Path]:
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def test_the_order_of_rooms_is_that_of_the_layers():
    """Written once, in pyproject.toml: what is installed follows it, upper rooms first."""
    written = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = written["tool"]["importlinter"]["contracts"][0]["layers"]
    level = {room: place for place, layer in enumerate(layers) for room in layer.split(" | ")}
    ours = [app for app in INSTALLED_APPS if app.split(".")[0] in FLOORS and "Config" not in app]
    places = [
        next(
            level[room] for room in sorted(level, reverse=True) if f"{app}.".startswith(f"{room}.")
        )
        for app in ours
    ]
    assert len(places) > 30
    assert places == sorted(places)


def test_no_folder_has_more_files_than_one_can_scan():
    files = Counter(str(path.parent.relative_to(ROOT)) for path in _python())
    assert {folder: count for folder, count in files.items() if count > FILES_MAX} == {}


@pytest.fixture(scope="module")
def imports() -> dict[str, set[str]]:
    """Module → modules of ours that it imports, at the top or inside a function."""
    graph = grimp.build_graph(*FLOORS, exclude_type_checking_imports=True, cache_dir=None)
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}


def test_no_circle_of_imports_but_a_model_file_and_its_querysets(imports):
    assert [ring for ring in circles(imports) if not _is_models_and_querysets(ring)] == []


def test_no_circle_among_the_folders_of_a_room(imports):
    """Folders by subject know one another in one direction only."""
    found = [ring for ring in circles(_by_folder(imports)) if not _is_models_and_querysets(ring)]
    assert found == []


def test_circles_are_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == [["b", "c"]]
    assert circles({"a": {"a"}, "b": {"a"}}) == []


def circles(imports: Mapping[str, set[str]]) -> list[list[str]]:
    """Groups of modules from each of which one comes back to it, by what is imported."""
    reach = {module: _reachable(module, imports) for module in imports}
    groups = {
        frozenset(other for other in reach[module] if module in reach[other])
        for module in imports
        if module in reach[module]
    }
    return sorted(sorted(group) for group in groups if len(group) > 1)


def _reachable(start: str, imports: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for module in imports.get(waiting.pop(), ()):
            if module not in found:
                found.add(module)
                waiting.append(module)
    return found


def _is_models_and_querysets(ring: list[str]) -> bool:
    """Of one folder: its querysets and its model file, or the files of its folder of models."""
    folders = {module.rpartition(".models")[0] or module.rpartition(".")[0] for module in ring}
    last = {module.rpartition(".")[2] for module in ring if ".models" not in module}
    return len(folders) == 1 and last == {"querysets"}


def _by_folder(imports: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The same graph, each folder of a room being one node."""
    names = {room.replace("/", ".") for room in rooms()}
    merged: dict[str, set[str]] = {}
    for module, known in imports.items():
        node = _folder_of(module, names)
        merged.setdefault(node, set()).update(_folder_of(one, names) for one in known)
        merged[node].discard(node)
    return merged


def _folder_of(module: str, names: set[str]) -> str:
    for room in sorted(names, key=len, reverse=True):
        if module.startswith(f"{room}."):
            return f"{room}.{module.removeprefix(f'{room}.').split('.')[0]}"
    return module

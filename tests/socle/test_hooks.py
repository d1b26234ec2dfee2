"""What a room asks of those above it is written once, and leads somewhere."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from socle.hooks import check_hooks, hooked
from socle.warmup import make_ready
from tests.hooks import hook

ROOT = Path(__file__).resolve().parent.parent.parent
ASKING = ("hooked", "call_hooks")
FLOORS = ("ambassadeurs", "cms", "communaute", "socle")


def asked() -> set[str]:
    """The names that the product asks for."""
    found = set()
    for floor in FLOORS:
        for path in (ROOT / floor).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                is_asking = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ASKING
                if is_asking and isinstance(node.args[0], ast.Constant):
                    found.add(node.args[0].value)
    return found


def test_every_name_asked_is_written_and_every_name_written_is_asked() -> None:
    assert asked() == set(settings.HOOKS)


def test_every_path_leads_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_hooks() == []
    hook(monkeypatch, "warmup", "ambassadeurs.reseaux.places.nothing")
    assert [one.id for one in check_hooks()] == ["socle.E002"]


def test_a_name_nobody_wrote_is_an_error() -> None:
    with pytest.raises(KeyError):
        hooked("nothing")


def test_they_answer_in_the_order_written(monkeypatch: pytest.MonkeyPatch) -> None:
    hook(monkeypatch, "warmup", str, "socle.hooks.hooked", len)
    assert hooked("warmup") == [str, hooked, len]


def test_each_step_is_called_once_and_a_failure_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    called = []

    def broken() -> None:
        raise RuntimeError("no database yet")

    def working() -> None:
        called.append("working")

    hook(monkeypatch, "warmup", broken, working)
    make_ready()

    assert called == ["working"]
    assert "broken could not be made ready" in caplog.text

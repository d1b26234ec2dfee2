"""What a web process makes ready: one failure stops nothing."""

import pytest

from socle.warmup import make_ready
from tests.hooks import hook


def test_each_step_is_called_once_and_a_failure_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    called = []

    def broken() -> None:
        message = "no database yet"
        raise RuntimeError(message)

    def working() -> None:
        called.append("working")

    hook(monkeypatch, "warmup", broken, working)
    make_ready()

    assert called == ["working"]
    assert "broken could not be made ready" in caplog.text

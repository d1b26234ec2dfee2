"""What a web process makes ready: one failure stops nothing."""

import pytest

from socle import warmup as starting


def test_each_step_is_called_once_and_a_failure_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    called = []
    monkeypatch.setattr(starting, "_steps", [])

    def broken() -> None:
        message = "no database yet"
        raise RuntimeError(message)

    def working() -> None:
        called.append("working")

    for step in (broken, working, working):
        starting.register(step)

    starting.make_ready()

    assert called == ["working"]
    assert "broken could not be made ready" in caplog.text

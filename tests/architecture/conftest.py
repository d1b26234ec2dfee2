"""The matrices post dates of today: the day does not change between the form and its answer."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

NOON = datetime(2026, 9, 16, 12, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)

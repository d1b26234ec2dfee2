import time

import pytest
from django.utils import timezone


class Clock:
    """A clock that stands where the test puts it."""

    def __init__(self, monkeypatch):
        self.now, steady = None, timezone.now
        monkeypatch.setattr(timezone, "now", lambda: self.now or steady())
        monkeypatch.setattr(time, "time", lambda: (self.now or steady()).timestamp())

    def move_to(self, moment):
        self.now = moment


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)

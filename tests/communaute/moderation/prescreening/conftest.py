import time

import pytest
from django.utils import timezone


class Clock:
    """A clock that stands where the test puts it."""

    def __init__(self, monkeypatch):
        self.now = None
        monkeypatch.setattr(timezone, "now", lambda: self.now or self._real())
        monkeypatch.setattr(time, "time", lambda: (self.now or self._real()).timestamp())

    _real = staticmethod(timezone.now)

    def move_to(self, moment):
        self.now = moment


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)

"""What rooms above answer, in the place of what `config/parts.py` says."""

from typing import Any

import pytest
from django.conf import settings


def hook(monkeypatch: pytest.MonkeyPatch, name: str, *things: Any) -> None:
    """Have these things, or these paths, stand under this name until the end of the test."""
    monkeypatch.setitem(settings.HOOKS, name, list(things))

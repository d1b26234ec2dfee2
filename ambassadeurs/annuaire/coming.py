"""When the next visit of a copropriété is, said on its card: told by the room of visits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import DateTimeField, Value
from django.utils import timezone

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.querysets import CoproprieteQuerySet

_dates: list[Callable[[datetime], Any]] = []


def register_next_visit(expression: Callable[[datetime], Any]) -> None:
    """Told once, at start-up: the SQL of the next visit after a moment, of an outer copropriété."""
    _dates[:] = [expression]


def with_next_visit(rows: CoproprieteQuerySet) -> CoproprieteQuerySet:
    """Adds `next_visit_at`, None when none is to come; no query more."""
    now = timezone.now()
    none = Value(None, output_field=DateTimeField())
    return rows.annotate(next_visit_at=_dates[0](now) if _dates else none)

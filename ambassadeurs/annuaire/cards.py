"""What the card of a copropriété shows, the next visit included: told by the room of visits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import DateTimeField, Prefetch, Value
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.querysets import CoproprieteQuerySet

_dates: list[Callable[[datetime], Any]] = []


def register_next_visit(expression: Callable[[datetime], Any]) -> None:
    """Told once, at start-up: the SQL of the next visit after a moment, of an outer ambassador."""
    _dates[:] = [expression]


def as_cards(rows: CoproprieteQuerySet) -> CoproprieteQuerySet:
    """With `public_ambassadors`, each with `next_visit_at`, None when none is to come: two
    queries, of what a card and the directory show alone."""
    none = Value(None, output_field=DateTimeField())
    next_visit = _dates[0](timezone.now()) if _dates else none
    speaking = Ambassadeur.objects.public().for_cards().annotate(next_visit_at=next_visit)
    told = Prefetch("ambassadeurs", speaking.order_by("pk"), to_attr="public_ambassadors")
    return rows.for_list().prefetch_related(told)

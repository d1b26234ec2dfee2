"""A request at a desk, with its clock: the same for all desks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from ..enums import State
from ..models import MiseEnRelation
from ..recipients import expected_before


@dataclass(frozen=True)
class DeskLine:
    """One request, and when its answer is due."""

    mise: MiseEnRelation

    @cached_property
    def due_at(self) -> datetime:
        return expected_before(self.mise.kind, self.mise.clock_from)

    @property
    def is_waiting(self) -> bool:
        return self.mise.state == State.WAITING

    @property
    def is_late(self) -> bool:
        return self.is_waiting and self.due_at < timezone.now()

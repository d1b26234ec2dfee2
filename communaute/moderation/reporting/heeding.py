"""What is done at once about a new notice: told by the room above that does it, at start
(`AppConfig.ready`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..models import Case, Notice
    from ..registry import ModeratedType

Heed = Callable[["Case", "Notice", "ModeratedType"], object]
_heeds: list[Heed] = []


def register(heed: Heed) -> None:
    """Add what a room does of a notice, its case locked; twice the same changes nothing."""
    if heed not in _heeds:
        _heeds.append(heed)


def notice_received(case: Case, notice: Notice, kind: ModeratedType) -> None:
    """A notice was stored: whoever heeds it acts in the same transaction."""
    for heed in _heeds:
        heed(case, notice, kind)

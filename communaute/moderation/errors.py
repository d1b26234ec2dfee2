"""What may go wrong in moderation, in words a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socle.errors import Refused

if TYPE_CHECKING:
    from .models import Case, Decision


class AppendOnlyError(Exception):
    """Our code tried to change or delete what is written once: a defect, not a refusal."""


class ModerationError(Refused):
    """Base of the room's refusals; its text may be shown."""


class ModerationNotAllowed(ModerationError):
    """The person may not do this on this case."""


class StaleCaseError(ModerationError):
    """The case moved since the page was shown: another decision, another holder, another text.

    `decision` is what was decided meanwhile, or None.
    """

    def __init__(self, message: str, *, case: Case, decision: Decision | None = None) -> None:
        super().__init__(message)
        self.case = case
        self.decision = decision


class InvalidDecisionError(ModerationError):
    """A decision without what it needs: facts, ground, rule, or a state that allows it."""


class AppealRefusedError(ModerationError):
    """The statement cannot be contested (any more)."""

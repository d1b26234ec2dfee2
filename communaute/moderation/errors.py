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


class HeldByColleagueError(ModerationError):
    """A colleague examines the case: it is theirs until they give it back or one takes it over."""

    def __init__(self, *, case: Case) -> None:
        super().__init__(
            f"{case.claimed_by} examine ce dossier. Attendez sa décision, ou reprenez le dossier."
        )
        self.case = case
        self.decision = None


class InvalidDecisionError(ModerationError):
    """A decision without what it needs: facts, ground, rule, or a state that allows it."""


class SecondPersonError(ModerationError):
    """Nobody decides this alone: it is proposed, and somebody else confirms it."""


class TogetherRefusedError(ModerationError):
    """One of several cases decided at once may not be decided so: none is."""

    def __init__(self, *, case: Case, why: str) -> None:
        super().__init__(f"Aucun dossier n’est décidé. Dossier n° {case.pk} : {why}")
        self.case = case


class AppealRefusedError(ModerationError):
    """The statement cannot be contested (any more)."""


class ReadingRefused(Refused):
    """It is not this person's to read again, or it is done already."""

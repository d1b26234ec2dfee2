"""Which decision is lighter than another: what an appeal may put in its place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from communaute.moderation.deadlines import ends_after
from communaute.moderation.decision_rules.effects import MARKS
from communaute.moderation.decision_rules.giving import NO_REASONS, Reasons
from communaute.moderation.decision_rules.rights import WORDS_ONLY
from communaute.moderation.enums import DecisionKind, SanctionKind
from communaute.moderation.errors import InvalidDecisionError
from communaute.moderation.numbers import CAUTION_MAX, NUMBERS
from socle.calendar import days_after

if TYPE_CHECKING:
    from communaute.moderation.models import Decision

# From the lightest to the heaviest; a program alone hides meanwhile.
OF_TEXT = (
    DecisionKind.LABEL,
    DecisionKind.LIMIT,
    DecisionKind.LOCK,
    DecisionKind.ASK_EDIT,
    DecisionKind.AUTO_HIDE,
    DecisionKind.HIDE,
    DecisionKind.REMOVE,
)
OF_PERSON = tuple(SanctionKind)
NOT_LIGHTER = "Choisissez une décision plus légère que la première."


@dataclass(frozen=True, kw_only=True)
class Lighter:
    """What replaces a decision that was too heavy: on the text (`kind`, with `detail` for a label),
    or towards the person (`sanction`, for `hours` since the first measure began)."""

    kind: str
    sanction: str = ""
    hours: int | None = None
    detail: str = ""
    reasons: Reasons = NO_REASONS

    def check(self, contested: Decision, marks: Collection[DecisionKind], now: datetime) -> None:
        """Raises InvalidDecisionError unless this is lighter than `contested`, possible for this
        kind of content (`marks`), not over already, and has its reasons."""
        measures = lighter_sanctions(contested) if contested.sanction else [""]
        if self.kind not in lighter_kinds(contested, marks) or self.sanction not in measures:
            raise InvalidDecisionError(NOT_LIGHTER)
        if contested.sanction:
            self._check_length(contested, now)
        if self.kind == DecisionKind.LABEL and not 0 < len(self.detail.strip()) <= CAUTION_MAX:
            message = (
                "Écrivez l’avertissement qui sera affiché au-dessus du texte, "
                f"en {CAUTION_MAX} caractères au plus."
            )
            raise InvalidDecisionError(message)
        self.reasons.check(contested.statement.excerpt)

    def _check_length(self, contested: Decision, now: datetime) -> None:
        ends_at = self.ends_at(contested, now)
        if self.sanction in WORDS_ONLY:
            return
        if self.hours is None or ends_at is None or ends_at <= now:
            message = "Cette durée est déjà passée : acceptez le recours, ou donnez-en une autre."
            raise InvalidDecisionError(message)
        last = contested.ends_at
        if last is not None and (
            ends_at > last or (ends_at == last and self.sanction == contested.sanction)
        ):
            message = "Choisissez une durée plus courte que la première."
            raise InvalidDecisionError(message)

    def ends_at(self, contested: Decision, now: datetime) -> datetime | None:
        """When it ends: hours already served count; a reminder counts from now."""
        if self.kind == DecisionKind.ASK_EDIT:
            return days_after(now, NUMBERS.edit_days)
        if self.sanction in WORDS_ONLY:
            return days_after(now, NUMBERS.counts_days)
        return None if self.hours is None else ends_after(self.hours, contested.decided_at)


def lighter_kinds(contested: Decision, marks: Collection[DecisionKind]) -> list[DecisionKind]:
    """What may replace a decision; `marks` are those that its kind of content knows."""
    if contested.sanction:
        return [DecisionKind.SANCTION] if lighter_sanctions(contested) else []
    below = OF_TEXT[: OF_TEXT.index(DecisionKind(contested.kind))]
    possible = {*marks, DecisionKind.ASK_EDIT, DecisionKind.HIDE}
    # Closing a text to answers is no lighter way to hide it.
    if contested.kind not in MARKS:
        possible.discard(DecisionKind.LOCK)
    return [kind for kind in below if kind in possible]


def lighter_sanctions(contested: Decision) -> list[SanctionKind]:
    """What may replace a measure: a lighter one, or the same for less time."""
    if not contested.sanction:
        return []
    place = OF_PERSON.index(SanctionKind(contested.sanction))
    has_length = contested.ends_at is not None and contested.sanction not in WORDS_ONLY
    return [*OF_PERSON[:place], *([OF_PERSON[place]] if has_length else [])]

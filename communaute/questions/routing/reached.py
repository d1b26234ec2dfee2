"""What the page of a question without answer says: who was asked, when people usually answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communaute.questions.enums import AskedAs
from communaute.questions.spaces.delays import usual_days

if TYPE_CHECKING:
    from communaute.questions.models import Question


@dataclass(frozen=True)
class Reached:
    """`ambassadors` is how many were asked; `organisations` their names, the operator first.

    `usual_days` is None when too few questions of the space were answered; 0, within a day.
    """

    ambassadors: int
    organisations: list[str]
    usual_days: int | None


def reached(question: Question) -> Reached:
    """Two queries."""
    rows = list(question.asked.order_by("-role", "pk").values_list("role", "of"))
    named = [of for role, of in rows if role in (AskedAs.OPERATOR, AskedAs.AGENCY)]
    return Reached(
        ambassadors=sum(role == AskedAs.AMBASSADOR for role, _ in rows),
        organisations=list(dict.fromkeys(named)),
        usual_days=usual_days(question.space),
    )

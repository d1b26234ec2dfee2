from __future__ import annotations

from typing import TYPE_CHECKING

from communaute.comptes.perms import is_national_team
from communaute.questions.perms import can_answer, is_agency_of, is_asker

if TYPE_CHECKING:
    from communaute.questions.models import Question


def can_invite(user: object, question: Question) -> bool:
    """The asker, the agency of the territory and the national team may invite to answer."""
    if not can_answer(user, question):
        return False
    return is_asker(user, question) or is_national_team(user) or is_agency_of(user, question)

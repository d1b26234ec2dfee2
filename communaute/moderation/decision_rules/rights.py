"""Who may take which decision, alone or with a second person: the rights matrix of moderation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communaute.comptes.perms import is_lead_of, is_national_team

from ..deadlines import HOURS_A_DAY
from ..enums import DecisionKind, SanctionKind, Say
from ..numbers import NUMBERS
from ..perms import acting_organisation, can_moderate

if TYPE_CHECKING:
    from ..models import Case, Proposal

# Longer is no length any more: an account is closed instead.
LONGEST_HOURS = 366 * HOURS_A_DAY
# What tells a person something and forbids nothing.
WORDS_ONLY = (SanctionKind.NOTICE, SanctionKind.WARNING)
# Nobody takes them on purpose: a program does, or another decision brings them.
_NOT_ASKED = (DecisionKind.AUTO_HIDE, DecisionKind.SANCTION, DecisionKind.LIFT)


def say_on_text(user: object, case: Case, kind: str) -> Say:
    """What this person's word is worth to decide so on the text of this case.

    A moderator of the territory does all that can be taken back; removing takes who answers for
    the agency, or the national team.
    """
    if kind not in DecisionKind or kind in _NOT_ASKED or not can_moderate(user, case):
        return Say.NO
    return Say.PROPOSE if takes_second(user, case, kind) else Say.ALONE


def takes_second(user: object, case: Case, kind: str) -> bool:
    """Whether a moderator of this case only proposes this decision on its text; no query."""
    return kind == DecisionKind.REMOVE and not _leads(user, case)


def say_on_person(user: object, case: Case, sanction: str, hours: int | None) -> Say:
    """What this person's word is worth for this measure towards the author of the case.

    A reminder or a warning: any moderator. Up to `alone_days`: who answers for the agency, or the
    national team; the other moderators propose. Longer, or closing the account: two people, of
    whom the second is of the national team.
    """
    if sanction not in SanctionKind or not can_moderate(user, case):
        return Say.NO
    return measure_say(user, case, sanction, hours)


def measure_say(user: object, case: Case, sanction: str, hours: int | None) -> Say:
    """The same, for who opens the case; no query."""
    if sanction in WORDS_ONLY:
        return Say.ALONE
    if not takes_two(sanction, hours):
        return Say.ALONE if _leads(user, case) else Say.PROPOSE
    return Say.PROPOSE if _leads(user, case) else Say.NO


def takes_two(sanction: str, hours: int | None) -> bool:
    """Whether the measure is one that nobody takes alone."""
    if sanction in WORDS_ONLY:
        return False
    return hours is None or hours > NUMBERS.alone_days * HOURS_A_DAY


def can_confirm(user: object, proposal: Proposal) -> bool:
    """May be the second person of this proposal: another one, with the right that it takes."""
    return is_second_for(user, proposal) and can_moderate(user, proposal.case)


def is_second_for(user: object, proposal: Proposal) -> bool:
    """The same, for who opens the case of this proposal; no query."""
    if proposal.proposed_by_id == getattr(user, "pk", None):
        return False
    if proposal.sanction and takes_two(proposal.sanction, proposal.hours):
        return is_national_team(user)
    return _leads(user, proposal.case)


def can_lift(user: object, case: Case, sanction: str, hours: int | None) -> bool:
    """May end this measure before its time: who could take it, or be its second person."""
    return could_lift(user, case, sanction, hours) and can_moderate(user, case)


def could_lift(user: object, case: Case, sanction: str, hours: int | None) -> bool:
    """The same, for who opens the case; no query."""
    if takes_two(sanction, hours):
        return is_national_team(user)
    return sanction in WORDS_ONLY or _leads(user, case)


def _leads(user: object, case: Case) -> bool:
    """Answers for the agency in whose name they act on this case, or is of the national team."""
    if is_national_team(user):
        return True
    organisation = acting_organisation(user, case)
    return organisation is not None and is_lead_of(user, organisation)

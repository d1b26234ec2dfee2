"""What forbids somebody to write in private threads: moderation, or the person written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communaute.moderation.sanction_rules import why_not_message

from ..errors import BlockedByMyself, MessagesSuspended, NoLongerReceived, NotContactable
from ..models import Block
from ..recipients import why_not_ask

if TYPE_CHECKING:
    from ambassadeurs.coproprietes.models import Ambassadeur
    from communaute.comptes.models import User


def check_may_message(actor: User) -> None:
    """Raises MessagesSuspended while a measure forbids this person private messages; it says until
    when, and how to contest."""
    if reason := why_not_message(actor):
        raise MessagesSuspended(reason)


def check_may_ask(actor: User, ambassadeur: Ambassadeur | None) -> None:
    """As above, and NotContactable when one of the two blocked the other."""
    check_may_message(actor)
    if ambassadeur is not None and (reason := why_not_ask(actor, ambassadeur)):
        raise NotContactable(reason)


def check_not_blocked(person: int, other: int | None) -> None:
    """Raises BlockedByMyself or NoLongerReceived when one of these accounts (pks) blocked the
    other."""
    deciders = Block.objects.deciders(person, other)
    if person in deciders:
        raise BlockedByMyself
    if deciders:
        raise NoLongerReceived

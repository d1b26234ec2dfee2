"""What others do when a person comes to an organisation, or leaves it."""

from datetime import datetime

from socle.hooks import hooked

from .models import Organisation, User


def begin(*, user: User, now: datetime) -> None:
    """What follows a membership that begins, in its transaction."""
    for follow in hooked("comptes.membership_begun"):
        follow(user=user, now=now)


def give_back(*, actor: User, organisation: Organisation, person: User) -> None:
    """What a person who leaves had in hand goes back to the desks of this organisation. Under the
    locks of the person and the organisation."""
    for follow in hooked("comptes.member_left"):
        follow(actor=actor, organisation=organisation, person=person)


def tell_members(actor: User, organisation: Organisation, person: User, *, is_in: bool) -> None:
    """What follows a person taken in, or out, by `actor`, who was not asked."""
    for follow in hooked("comptes.member_moved"):
        follow(actor=actor, organisation=organisation, person=person, is_in=is_in)

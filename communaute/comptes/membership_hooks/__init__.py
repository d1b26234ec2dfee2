"""What others do when a person comes to an organisation, or leaves it."""

from datetime import datetime
from typing import Protocol

from ..models import Organisation, User


class Beginning(Protocol):
    """What follows a membership that begins, in its transaction."""

    def __call__(self, *, user: User, now: datetime) -> object: ...


_beginnings: list[Beginning] = []


def register_beginning(beginning: Beginning) -> None:
    """Add what follows; registering the same one twice changes nothing."""
    if beginning not in _beginnings:
        _beginnings.append(beginning)


def begin(*, user: User, now: datetime) -> None:
    """What follows, for a person who begins to work for an organisation."""
    for follow in _beginnings:
        follow(user=user, now=now)


class GiveBack(Protocol):
    """What an upper room does when a person no longer works for an organisation: what they had in
    hand there goes back to their colleagues. Under the locks of the person and the organisation."""

    def __call__(self, *, actor: User, organisation: Organisation, person: User) -> None: ...


_givers_back: list[GiveBack] = []


def follow_departures(follower: GiveBack) -> None:
    """Add what follows, upper rooms first: moderation locks last (docs/mecanismes.md).
    Registering the same one twice changes nothing."""
    if follower not in _givers_back:
        _givers_back.append(follower)


def give_back(*, actor: User, organisation: Organisation, person: User) -> None:
    """What this person had in hand goes back to the desks of this organisation."""
    for follow in _givers_back:
        follow(actor=actor, organisation=organisation, person=person)


class MembersFollower(Protocol):
    """What an upper room does when `actor` takes a person in, or out, who was not asked."""

    def __call__(
        self, *, actor: User, organisation: Organisation, person: User, is_in: bool
    ) -> None: ...


_members_followers: list[MembersFollower] = []


def follow_members(follower: MembersFollower) -> None:
    """Add what follows; registering the same one twice changes nothing."""
    if follower not in _members_followers:
        _members_followers.append(follower)


def tell_members(actor: User, organisation: Organisation, person: User, *, is_in: bool) -> None:
    """What follows a person taken in, or out, who was not asked."""
    for follow in _members_followers:
        follow(actor=actor, organisation=organisation, person=person, is_in=is_in)

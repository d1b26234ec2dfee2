"""Queries that depend on what one may read, composed once for all who have the same rights."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.core.exceptions import EmptyResultSet

from socle.sharing.prepared import Prepared

from ..models import Membership, Organisation, User
from ..perms import (
    agency_coverages,
    all_memberships_of,
    has_every_right,
    is_held_back,
    is_national_team,
    memberships_of,
)
from ..territories import Covered, covered_by

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Rights whose queries are kept, of some ten kilobytes each.
_KEPT = 200


class Post(NamedTuple):
    """A membership, without its member."""

    organisation: int
    kind: str
    role: str


class Rights(NamedTuple):
    """All that the rules of reading ask of a person, their number apart. `whole` are the posts of
    who acts for one of their organisations alone, or is held back; the national team reads
    everywhere."""

    is_superuser: bool
    posts: tuple[Post, ...]
    whole: tuple[Post, ...]
    covered: tuple[Covered, ...]


def rights_of(user: User) -> Rights:
    """No query but those of memberships and coverages."""
    everywhere = is_national_team(user)
    is_partial = is_held_back(user) or "_whole" in user.__dict__
    return Rights(
        has_every_right(user),
        _posts(memberships_of(user)),
        _posts(all_memberships_of(user)) if is_partial else (),
        () if everywhere else covered_by(agency_coverages(user)),
    )


class PreparedFor[Row]:
    """As `Prepared`, of queries that a person reads; `make` gives the query from this person, of
    whom it asks nothing but the key and the rights, and from the other keys."""

    def __init__(
        self, make: Callable[..., QuerySet[Any, Row]], *kinds: type, keeps_plan: bool = True
    ) -> None:
        self.make, self.kinds, self.keeps_plan = make, kinds, keeps_plan
        self.of = lru_cache(_KEPT)(self._of)

    def rows(self, user: object, *keys: Any) -> list[Row]:
        """What this person, who is signed in, reads with these keys (1 query, none for who may
        read nothing)."""
        account = cast(User, user)
        try:
            return self.of(rights_of(account)).rows(account.pk, *keys)
        except EmptyResultSet:
            return []

    def first(self, user: object, *keys: Any) -> Row | None:
        return next(iter(self.rows(user, *keys)), None)

    def _of(self, rights: Rights) -> Prepared[Row]:
        asked = partial(self._asked, rights)
        return Prepared(asked, int, *self.kinds, keeps_plan=self.keeps_plan)

    def _asked(self, rights: Rights, pk: int, *keys: Any) -> QuerySet[Any, Row]:
        return self.make(_bearer(rights, pk), *keys)


def _posts(memberships: Any) -> tuple[Post, ...]:
    return tuple(Post(one.organisation_id, one.organisation.kind, one.role) for one in memberships)


def _bearer(rights: Rights, pk: int) -> User:
    """Somebody who has these rights, and nothing else."""
    bearer = User(pk=pk, is_superuser=rights.is_superuser)
    bearer.__dict__.update(
        _memberships=_memberships(rights.posts), _agency_coverages=list(rights.covered)
    )
    if rights.whole:
        bearer.__dict__["_whole"] = _memberships(rights.whole)
    return bearer


def _memberships(posts: tuple[Post, ...]) -> list[Membership]:
    return [
        Membership(organisation=Organisation(pk=post.organisation, kind=post.kind), role=post.role)
        for post in posts
    ]

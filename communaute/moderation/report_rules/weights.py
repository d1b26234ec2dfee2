"""What a notice weighs.

A notice counts in half points, so that the sum stays a whole number. Source of the idea: the scored
flags of Discourse, made simpler.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import User
from communaute.comptes.perms import is_agency, is_national_team, organisations_of
from communaute.comptes.trust import TrustLevel, trust_level
from socle.hooks import hooked

from ..enums import NoticeSource
from ..models import Notice
from ..numbers import NUMBERS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


HALF_POINTS = {
    NoticeSource.VISITOR: 1,
    NoticeSource.AGENCY: 6,
    NoticeSource.TRUSTED: 6,
    NoticeSource.AUTHORITY: 6,
    NoticeSource.AUTOMATIC: 2,
}
_OF_LEVEL = {TrustLevel.NEWCOMER: 1, TrustLevel.KNOWN: 2, TrustLevel.TRUSTED: 4}
# Who reported well, or badly, is known after so many notices; two thirds either way count.
JUDGED_FROM = 6


def source_of(actor: User | AnonymousUser) -> NoticeSource:
    """In what capacity somebody reports; the most binding one when there are several."""
    if organisations_of(actor, OrganisationKind.AUTORITE):
        return NoticeSource.AUTHORITY
    if organisations_of(actor, OrganisationKind.SIGNALEUR):
        return NoticeSource.TRUSTED
    if is_agency(actor) or is_national_team(actor):
        return NoticeSource.AGENCY
    return NoticeSource.MEMBER if isinstance(actor, User) else NoticeSource.VISITOR


def weight_of(actor: User | AnonymousUser, source: NoticeSource, now: datetime) -> int:
    """Half points of a notice by this person: 0.5 without account or from a new one, 1, then 2 for
    whom the service trusts, 3 for whom checking is a trade; half a point more or less for whom
    was mostly right, or mostly wrong."""
    if not isinstance(actor, User) or source in HALF_POINTS:
        return HALF_POINTS[source]
    if not is_settled(actor, now):
        return HALF_POINTS[NoticeSource.VISITOR]
    return max(_OF_LEVEL[trust_level(actor)] + _accuracy(actor), 1)


def is_settled(person: User, now: datetime) -> bool:
    """An account of more than a week: one does not make three of them to hide a text."""
    return person.date_joined <= now - timedelta(days=NUMBERS.settled_days)


def _accuracy(person: User) -> int:
    """Whether this person is mostly right, or mostly wrong; decisions taken back do not count."""
    judged = Notice.objects.filter(reporter=person).judged()
    counted = judged.aggregate(all=Count("pk"), right=Count("pk", filter=Q(was_right=True)))
    if counted["all"] < JUDGED_FROM:
        return 0
    if 3 * counted["right"] >= 2 * counted["all"]:
        return 1
    return -1 if 3 * counted["right"] <= counted["all"] else 0


@dataclass(frozen=True)
class Households:
    """`buildings_of(accounts)` gives the buildings of each, in few queries;
    `neighbours_of(account)` those who share one of its buildings, itself apart. All by their keys.
    """

    buildings_of: Callable[[Collection[int]], Mapping[int, frozenset[int]]]
    neighbours_of: Callable[[int], frozenset[int]]


def are_of_one_building(accounts: Collection[int]) -> bool:
    """Whether all these people share one building; False when one of them has none."""
    buildings = _asked().buildings_of(accounts)
    each = [buildings.get(account, frozenset()) for account in accounts]
    return bool(each) and bool(frozenset.intersection(*map(frozenset, each)))


def neighbours_of(account: int | None) -> frozenset[int]:
    return frozenset() if account is None else _asked().neighbours_of(account)


def _asked() -> Households:
    (households,) = hooked("moderation.households")
    return households

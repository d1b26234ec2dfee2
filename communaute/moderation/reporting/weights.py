"""What a notice weighs, and whether what was reported must be hidden before anybody reads it.

A notice counts in half points, so that the sum stays a whole number. Source of the idea: the scored
flags of Discourse, made simpler.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import User
from communaute.comptes.perms import is_agency, is_national_team, organisations_of
from communaute.comptes.trust import TrustLevel, trust_level

from ..enums import WITH_STATEMENT, CaseStatus, NoticeCategory, NoticeSource
from ..models import Case, Notice
from ..numbers import NUMBERS
from ..perms import can_moderate
from .together import are_of_one_building

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
READ_AT_MOST = 20


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
    judged = Notice.objects.filter(reporter=person, case__status=CaseStatus.DECIDED)
    restricted = Q(case__decisions__kind__in=WITH_STATEMENT)
    counted = judged.aggregate(
        all=Count("pk", distinct=True), right=Count("pk", filter=restricted, distinct=True)
    )
    if counted["all"] < JUDGED_FROM:
        return 0
    if 3 * counted["right"] >= 2 * counted["all"]:
        return 1
    return -1 if 3 * counted["right"] <= counted["all"] else 0


def must_hide(case: Case, notice: Notice) -> bool:
    """Whether this notice, with those before it, hides the text until somebody decides.

    One agency of the place is enough, and one settled account when somebody is in danger. Else
    three accounts, two of them settled, one of them known by its texts, not all of one building.
    """
    reporter = notice.reporter
    if reporter is None:
        return False
    if notice.source == NoticeSource.AGENCY and can_moderate(reporter, case):
        return True
    if notice.category == NoticeCategory.DANGER:
        return notice.source != NoticeSource.MEMBER or is_settled(reporter, notice.received_at)
    return notice.source == NoticeSource.MEMBER and _are_enough(case, notice.received_at)


def _are_enough(case: Case, now: datetime) -> bool:
    """Those who reported since the text was last shown again; the first ones only are read."""
    rows = case.notices.filter(source=NoticeSource.MEMBER, reporter__is_active=True)
    if case.shown_again_at is not None:
        rows = rows.filter(received_at__gt=case.shown_again_at)
    people = {
        row.reporter_id: row.reporter
        for row in rows.order_by("reporter__date_joined").select_related("reporter")[:READ_AT_MOST]
    }
    found = [person for person in people.values() if person is not None]
    settled = [person for person in found if is_settled(person, now)]
    if len(found) < NUMBERS.hiding_accounts or len(settled) < NUMBERS.hiding_settled:
        return False
    if not any(trust_level(person) > TrustLevel.NEWCOMER for person in settled):
        return False
    return not are_of_one_building([person.pk for person in found])

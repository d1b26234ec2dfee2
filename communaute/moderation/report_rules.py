"""Whether what was reported must be hidden before anybody reads it.

Source of the idea: the scored flags of Discourse and the three reports of Decidim, made stricter:
accounts made for it, or the people of one house, hide nothing.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import F

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Membership, User
from communaute.comptes.perms import is_agency, is_national_team, organisations_of
from communaute.comptes.trust import TrustLevel, trust_level
from socle.hooks import hooked

from .enums import DecisionKind, NoticeCategory, NoticeSource
from .models import Case, Decision, Notice
from .numbers import NUMBERS
from .perms import can_moderate


def source_of(actor: User | AnonymousUser) -> NoticeSource:
    """In what capacity somebody reports; the most binding one when there are several."""
    if organisations_of(actor, OrganisationKind.AUTORITE):
        return NoticeSource.AUTHORITY
    if organisations_of(actor, OrganisationKind.SIGNALEUR):
        return NoticeSource.TRUSTED
    if is_agency(actor) or is_national_team(actor):
        return NoticeSource.AGENCY
    return NoticeSource.MEMBER if isinstance(actor, User) else NoticeSource.VISITOR


def is_settled(person: User, now: datetime) -> bool:
    """An account of more than a week: one does not make three of them to hide a text."""
    return person.date_joined <= now - timedelta(days=NUMBERS.settled_days)


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


# Of those who reported, the oldest accounts only are read: five hundred cost no more than twenty.
READ_AT_MOST = 20


def must_hide(case: Case, notice: Notice) -> bool:
    """Whether this notice, with those before it, hides the text until somebody decides.

    One agency of the place is enough, and one settled account when somebody is in danger, unless
    a person left the text online as it is, or this account has hidden `danger_alone` texts so and
    none of them has proved right. Else three accounts, two of them settled, one of them
    known by its texts, not all of one building nor of one organisation.
    """
    reporter = notice.reporter
    if reporter is None:
        return False
    if notice.source == NoticeSource.AGENCY and can_moderate(reporter, case):
        return True
    if notice.category == NoticeCategory.DANGER and _is_believed(case, notice, reporter):
        return True
    return notice.source == NoticeSource.MEMBER and _are_enough(case, notice.received_at)


def _is_believed(case: Case, notice: Notice, reporter: User) -> bool:
    """Whether this one account is enough when it says that somebody is in danger. Not against what
    a person has read and left: else each of many accounts would hide it in its turn."""
    if notice.source != NoticeSource.MEMBER:
        return True
    return (
        is_settled(reporter, notice.received_at)
        and not _was_left_online(case)
        and _may_hide_alone(reporter)
    )


def _may_hide_alone(reporter: User) -> bool:
    """Whether this account has not hidden alone as many texts as it may before one of them proves
    right. Its row is locked: its reports at once come one after the other (`report`)."""
    alone = Notice.objects.filter(
        reporter=reporter,
        category=NoticeCategory.DANGER,
        case__decisions__kind=DecisionKind.AUTO_HIDE,
        case__decisions__decided_at=F("received_at"),
    )
    if alone.order_by().values("case").distinct().count() < NUMBERS.danger_alone:
        return True
    return alone.judged().filter(was_right=True).exists()


def _was_left_online(case: Case) -> bool:
    """Whether a person decided to leave this text, and its author has not edited it since."""
    kept = Decision.objects.of_text(case).standing().filter(kind=DecisionKind.KEEP)
    last = kept.order_by("pk").values_list("decided_at", flat=True).last()
    if last is None:
        return False
    edited_at = getattr(case.target, "edited_at", None)
    return edited_at is None or edited_at <= last


def _are_enough(case: Case, now: datetime) -> bool:
    people = _reporters(case)
    settled = [person for person in people if is_settled(person, now)]
    if len(people) < NUMBERS.hiding_accounts or len(settled) < NUMBERS.hiding_settled:
        return False
    if all(trust_level(person) == TrustLevel.NEWCOMER for person in settled):
        return False
    keys = [person.pk for person in people]
    return not (are_of_one_building(keys) or _are_of_one_organisation(keys))


def _reporters(case: Case) -> list[User]:
    """The accounts that reported since the text was last shown again, the oldest first."""
    rows = case.notices.filter(source=NoticeSource.MEMBER, reporter__is_active=True)
    if case.shown_again_at is not None:
        rows = rows.filter(received_at__gt=case.shown_again_at)
    rows = rows.order_by("reporter__date_joined", "pk").select_related("reporter")
    return [row.reporter for row in rows[:READ_AT_MOST] if row.reporter is not None]


def _are_of_one_organisation(people: Sequence[int]) -> bool:
    """Whether all these people are members of one organisation (one query)."""
    of: dict[int, set[int]] = {person: set() for person in people}
    rows = Membership.objects.filter(user__in=people)
    for person, organisation in rows.values_list("user", "organisation"):
        of[person].add(organisation)
    return bool(set.intersection(*of.values()))

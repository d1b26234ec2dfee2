"""Receiving reports (DSA art. 16)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from communaute.comptes.models import User
from communaute.comptes.services import lock_accounts

from ..audit_log.log import record, together
from ..deadlines import FIRST, due_at, pace_of
from ..enums import Act, NoticeCategory, NoticeSource, Pace
from ..errors import ModerationNotAllowed
from ..models import Case, ModeratedContent, Notice
from ..numbers import NUMBERS
from ..perms import can_report
from ..registry import ModeratedType
from ..report_rules import source_of
from . import alerts, notify
from .auto_hide import hide_if_enough
from .cases import open_case, weigh

Reported = tuple["ModeratedType", ModeratedContent]


@dataclass(frozen=True)
class Report:
    """What somebody says is wrong. `legal_ref` is the law they have in mind, `reference` the
    number of an authority's order; `batch` is shared by the texts of one report."""

    category: str
    explanation: str
    email: str = ""
    visitor_key: str = ""
    legal_ref: str = ""
    reference: str = ""
    batch: uuid.UUID | None = None


@dataclass
class _Received:
    """One notice on its way: what it changed of its case."""

    notice: Notice
    kind: ModeratedType
    content: ModeratedContent
    is_new: bool = True
    is_news: bool = False


def standing_notice(
    *, actor: object, content: ModeratedContent, visitor_key: str = ""
) -> Notice | None:
    """The notice this person already sent about this content, when a new one would add nothing.

    Once it is settled, one may report again only what was edited since, a day later at least.
    """
    notice = (
        Notice.objects.of_person(actor, visitor_key).about(content).select_related("case").first()
    )
    if notice is None or notice.case.closed_at is None:
        return notice
    closed_at = notice.case.closed_at
    edited = content.edited_at is not None and content.edited_at > closed_at
    rested = timezone.now() >= closed_at + timedelta(hours=NUMBERS.again_hours)
    return None if edited and rested else notice


@transaction.atomic
def report(
    *,
    actor: User | AnonymousUser,
    kind: ModeratedType,
    content: ModeratedContent,
    category: str,
    explanation: str,
    also: Sequence[Reported] = (),
    **more: Any,
) -> tuple[Notice, bool]:
    """Record what somebody, signed in or not, reports; returns the notice and whether it is new.

    Opens a case or joins the open one, acknowledges to the reporter, alerts the moderators of the
    territory when the case is new or becomes more urgent. `also`: other texts of the same person,
    each with its notice and its case. `more` is the rest of `Report`. Raises
    ModerationNotAllowed for one's own text or a text that is not public.
    """
    if isinstance(actor, User):
        # What one account hides alone is counted: its reports at once come one after the other.
        lock_accounts(actor.pk)
    for _, one in [(kind, content), *also]:
        if not one.is_published or not can_report(actor, one):
            raise ModerationNotAllowed("Ce texte ne peut pas être signalé.")
    said = Report(category, explanation, **more)
    if also:
        said = replace(said, batch=uuid.uuid4())
    others = [one for one in also if one[1].author_id == content.author_id is not None]
    now = timezone.now()
    with together():
        received = [
            _receive(actor, one, said, now)
            for one in sorted([(kind, content), *others], key=_place)
        ]
        fresh = [one for one in received if one.is_new]
        for new in fresh:
            hide_if_enough(new.notice.case, new.notice, new.kind)
    _tell(fresh)
    first = next(one for one in received if one.content is content)
    if first.is_new:
        notify.acknowledge(first.notice, kind, others=len(fresh) - 1)
    return first.notice, first.is_new


def _place(reported: Reported) -> tuple[str, int]:
    """Cases are locked in one order, whatever the order they were reported in."""
    kind, content = reported
    return kind.key, content.pk


def _receive(
    actor: User | AnonymousUser, reported: Reported, said: Report, now: datetime
) -> _Received:
    """Store one notice in its case, locked until the end of the transaction."""
    kind, content = reported
    earlier = standing_notice(actor=actor, content=content, visitor_key=said.visitor_key)
    if earlier is not None:
        return _Received(earlier, kind, content, is_new=False)
    person = actor if isinstance(actor, User) else None
    source = source_of(actor)
    due = due_at(said.category, now, source)
    case, opened = open_case(kind, content, due)
    try:
        with transaction.atomic():
            notice = Notice.objects.create(
                case=case,
                category=said.category,
                explanation=said.explanation,
                source=source,
                legal_ref=said.legal_ref,
                reference=said.reference if source == NoticeSource.AUTHORITY else "",
                batch=said.batch,
                reporter=person,
                reporter_email="" if person else said.email,
                visitor_key="" if person else said.visitor_key,
                received_at=now,
            )
    except IntegrityError:
        # A double click: the other request stored it first.
        twice = Notice.objects.of_person(actor, said.visitor_key).get(case=case)
        return _Received(twice, kind, content, is_new=False)
    # However late the case is: somebody in danger, or a pace of hours, is told at once.
    is_urgent = pace_of(notice.category, source) == Pace.URGENT and case.pace != Pace.URGENT
    is_danger = notice.category == NoticeCategory.DANGER and not case.comes_first
    is_news = opened or due < case.due_at or is_urgent or is_danger
    _count(case, notice, due, is_first=opened)
    record(case, Act.NOTICE, detail=notice.get_category_display())
    return _Received(notice, kind, content, is_news=is_news)


def _count(case: Case, notice: Notice, due: datetime, *, is_first: bool) -> None:
    case.notices_count += 1
    case.due_at = min(case.due_at, due)
    if pace_of(notice.category, notice.source) == Pace.URGENT:
        case.pace = Pace.URGENT
    if notice.source in FIRST or notice.category == NoticeCategory.DANGER:
        case.comes_first = 1
    weigh(case, notice.category, is_first=is_first)
    case.save(update_fields=["notices_count", "gravity", "due_at", "pace", "comes_first"])


def _tell(fresh: list[_Received]) -> None:
    for one in fresh:
        case = one.notice.case
        if one.is_news:
            notify.alert_moderators(case, one.kind, one.notice)
        alerts.alert_of_many_reports(case, one.notice)

"""Receiving reports (DSA art. 16)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone

from communaute.comptes.models import User

from ..deadlines import due_at
from ..enums import Act
from ..errors import ModerationNotAllowed
from ..models import Case, ModeratedContent, Notice
from ..numbers import NUMBERS
from ..perms import can_report
from . import tell
from .log import record

if TYPE_CHECKING:
    from ..registry import ModeratedType


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
    email: str = "",
    visitor_key: str = "",
) -> tuple[Notice, bool]:
    """Record what somebody, signed in or not, reports; returns the notice and whether it is new.

    Opens a case or joins the open one, acknowledges to the reporter, alerts the moderators of the
    territory when the case is new or becomes more urgent. Raises ModerationNotAllowed for one's own
    text or a text that is not public.
    """
    if not content.is_published or not can_report(actor, content):
        message = "Ce texte ne peut pas être signalé."
        raise ModerationNotAllowed(message)
    earlier = standing_notice(actor=actor, content=content, visitor_key=visitor_key)
    if earlier is not None:
        return earlier, False
    person = actor if isinstance(actor, User) else None
    now = timezone.now()
    case, opened = _open_case(kind, content, due_at(category, now))
    try:
        with transaction.atomic():
            notice = Notice.objects.create(
                case=case,
                category=category,
                explanation=explanation,
                reporter=person,
                reporter_email="" if person else email,
                visitor_key="" if person else visitor_key,
                received_at=now,
            )
    except IntegrityError:
        # A double click: the other request stored it first.
        return Notice.objects.of_person(actor, visitor_key).get(case=case), False
    due = due_at(category, now)
    hurried = due < case.due_at
    case.notices_count += 1
    case.due_at = min(case.due_at, due)
    case.save(update_fields=["notices_count", "due_at"])
    record(case, Act.NOTICE, detail=notice.get_category_display())
    tell.acknowledge(notice, kind)
    if opened or hurried:
        tell.alert_moderators(case, kind, notice)
    return notice, True


def _open_case(kind: ModeratedType, content: ModeratedContent, due: datetime) -> tuple[Case, bool]:
    """The open case of the content, locked, and whether it was just opened."""
    content_type = ContentType.objects.get_for_model(content)
    open_cases = (
        Case.objects.select_for_update()
        .to_decide()
        .filter(content_type=content_type, object_id=content.pk)
    )
    case = open_cases.first()
    if case is not None:
        return case, False
    try:
        with transaction.atomic():
            case = Case.objects.create(
                content_type=content_type,
                object_id=content.pk,
                author=content.author,
                commune=content.commune,
                departement=content.departement,
                snapshot=kind.text(content),
                due_at=due,
            )
    except IntegrityError:
        # Two people reported the same text at once: the constraint kept one case.
        return open_cases.get(), False
    return case, True

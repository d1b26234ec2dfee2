"""Telling the people concerned, in the transaction of the act; the words are in the templates."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator

from communaute.notifications.services import tell

from ..deciders import deciders_of
from ..querysets import moderators_of
from ..registry import by_model
from ..tokens import signed_url

if TYPE_CHECKING:
    from ..models import Appeal, Case, Decision, ModeratedContent, Notice, StatementOfReasons
    from ..registry import ModeratedType

EXCERPT_CHARS = 400


def excerpt(text: str) -> str:
    return Truncator(text).chars(EXCERPT_CHARS, truncate="…")


def acknowledge(notice: Notice, kind: ModeratedType) -> None:
    """Tell the reporter that we have it, its number, and when it will be settled."""
    _tell_reporter(
        "moderation.notice_received",
        notice,
        key=f"moderation:notice:{notice.puid}:received",
        context={
            "label": kind.label.lower(),
            "category": notice.get_category_display(),
            "due": notice.case.due_at,
        },
    )


def tell_reporters(decision: Decision) -> None:
    """Tell all who reported what was decided, and what they may do if they disagree."""
    model = decision.case.content_type.model_class()
    kind = by_model(model) if model else None
    for notice in decision.case.notices.select_related("reporter"):
        _tell_reporter(
            "moderation.notice_decided",
            notice,
            key=f"moderation:notice:{notice.puid}:decision:{decision.pk}",
            context={
                "label": (kind.label if kind else "Texte").lower(),
                "outcome": str(decision.kind),
                "decided_at": decision.decided_at,
            },
        )
        notice.told_at = timezone.now()
        notice.save(update_fields=["told_at"])


def alert_moderators(case: Case, kind: ModeratedType, notice: Notice) -> None:
    """Tell those who may decide, and only them, that a case waits; once per due time."""
    context = {
        "label": kind.label.lower(),
        "excerpt": excerpt(case.snapshot),
        "place": case.place,
        "category": notice.get_category_display(),
        "due": case.due_at,
    }
    for person in moderators_of(case):
        tell(
            "moderation.case_to_decide",
            to=person,
            key=f"moderation:case:{case.pk}:{case.due_at:%Y%m%d%H%M}",
            url=case.get_absolute_url(),
            context=context,
        )


def statement_context(statement: StatementOfReasons) -> dict[str, Any]:
    """What the mail of a statement shows; also used for the moderator's preview."""
    return {
        "label": statement.content_label.lower(),
        "excerpt": statement.excerpt,
        "written_at": statement.content_created_at,
        "applies_from": statement.applies_from,
        "facts": statement.facts,
        "ground": statement.get_ground_display(),
        "rule": statement.rule,
        "from_notice": statement.from_notice,
        "redress_until": statement.redress_until,
        "signatory": statement.signatory,
        "number": statement.number,
    }


def tell_author(statement: StatementOfReasons) -> None:
    """Send the statement to the author; an erased author has none to send to."""
    if statement.recipient is None:
        return
    tell(
        "moderation.decision",
        to=statement.recipient,
        key=f"moderation:statement:{statement.puid}",
        url=statement.get_absolute_url(),
        mail_url=signed_url(statement),
        context=statement_context(statement),
    )


def tell_author_restored(decision: Decision) -> None:
    """Tell the author that the text is back, without their asking."""
    author = decision.case.author
    if author is None:
        return
    content = cast("ModeratedContent | None", decision.case.target)
    kind = by_model(type(content)) if content else None
    tell(
        "moderation.restored",
        to=author,
        key=f"moderation:restored:{decision.pk}",
        url=kind.url(content) if kind and content else "",
        context={
            "label": kind.label.lower() if kind else "texte",
            "excerpt": excerpt(decision.case.snapshot),
        },
    )


def acknowledge_appeal(appeal: Appeal) -> None:
    """Tell who contests that we have it, who will read it again, and until when."""
    statement = appeal.statement
    if statement.recipient is None:
        return
    tell(
        "moderation.appeal_received",
        to=statement.recipient,
        key=f"moderation:appeal:{appeal.pk}:received",
        url=statement.get_absolute_url(),
        mail_url=signed_url(statement),
        context={
            "label": statement.content_label.lower(),
            "text": appeal.text,
            "due": appeal.due_at,
            "route": str(deciders_of(appeal)[0]),
        },
    )


def alert_deciders(appeal: Appeal, now: datetime) -> int:
    """Tell those who may answer; how many they are. None: the contact address, once a week."""
    route, people = deciders_of(appeal)
    context = _appeal_context(appeal) | {"route": str(route)}
    for person in people:
        tell(
            "moderation.appeal_to_decide",
            to=person,
            key=f"moderation:appeal:{appeal.pk}",
            url=appeal.get_absolute_url(),
            context=context,
        )
    if not people:
        tell(
            "moderation.appeal_without_decider",
            to=settings.CONTACT_EMAIL,
            key=f"moderation:appeal:{appeal.pk}:nobody:{timezone.localtime(now):%G-%V}",
            url=appeal.get_absolute_url(),
            context=context,
        )
    return len(people)


def remind_deciders(appeal: Appeal) -> None:
    """Tell them, once, that the answer is late."""
    for person in deciders_of(appeal)[1]:
        tell(
            "moderation.appeal_late",
            to=person,
            key=f"moderation:appeal:{appeal.pk}:late",
            url=appeal.get_absolute_url(),
            context=_appeal_context(appeal),
        )


def tell_appeal_decided(appeal: Appeal) -> None:
    """Tell who contested what the answer is, and where else to go."""
    statement = appeal.statement
    if statement.recipient is None:
        return
    tell(
        "moderation.appeal_decided",
        to=statement.recipient,
        key=f"moderation:appeal:{appeal.pk}:decided",
        url=statement.get_absolute_url(),
        mail_url=signed_url(statement),
        context={
            "label": statement.content_label.lower(),
            "written_at": statement.content_created_at,
            "reply": appeal.reply,
            "upheld": bool(appeal.upheld),
        },
    )


def _appeal_context(appeal: Appeal) -> dict[str, Any]:
    return {
        "text": excerpt(appeal.text),
        "place": appeal.statement.decision.case.place,
        "signatory": appeal.statement.signatory,
        "due": appeal.due_at,
    }


def _tell_reporter(kind: str, notice: Notice, *, key: str, context: dict[str, Any]) -> None:
    """To the account that reported, else to the address that was left, if any."""
    to = notice.reporter or notice.reporter_email
    if to:
        tell(
            kind,
            to=to,
            key=key,
            url=notice.get_absolute_url(),
            context={**context, "number": notice.number},
        )

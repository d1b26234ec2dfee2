"""A text that waits to be read before it is public, or that its author corrected on demand: it has
a case, as what is reported has."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..deadlines import due_at
from ..enums import AUTOMATIC, EDITED, Act, ContentStatus, NoticeCategory, NoticeSource
from ..models import Case, ModeratedContent, Notice
from ..registry import by_model
from . import tell
from .cases import open_case, weigh
from .enacting import change
from .log import record

if TYPE_CHECKING:
    from communaute.comptes.models import User

    from ..registry import ModeratedType


@transaction.atomic
def ask_review(
    *,
    kind: ModeratedType,
    content: ModeratedContent,
    why: str,
    due_at: datetime,
    category: NoticeCategory = NoticeCategory.OTHER,
) -> Case:
    """Open the case of a text that somebody must read before `due_at`, or join the open one.

    `why` is what moderators read; again, it replaces what was said of the same case. `category`:
    PERSONAL_DATA for a text that is public all the same.
    """
    case, opened = open_case(kind, content, due_at)
    notice, is_new = Notice.objects.update_or_create(
        case=case,
        visitor_key=AUTOMATIC,
        defaults={
            "category": category,
            "source": NoticeSource.AUTOMATIC,
            "explanation": why[:2000],
            "received_at": timezone.now(),
        },
    )
    hurried = due_at < case.due_at
    case.due_at = min(case.due_at, due_at)
    case.notices_count += is_new
    weigh(case, notice.category, is_first=opened)
    if not is_new:
        # Its author wrote it again: whoever reads it reads the new one.
        case.version += 1
        case.snapshot = kind.text(content)
    case.save(update_fields=["due_at", "notices_count", "gravity", "version", "snapshot"])
    record(case, Act.NOTICE)
    if opened or hurried:
        tell.alert_moderators(case, kind, notice)
    return case


@transaction.atomic
def text_edited(*, actor: User, content: ModeratedContent) -> Case | None:
    """Put back in the queue a text that its author was asked to edit, and has; None for any other.

    It waits, unseen by others, until somebody has read it.
    """
    moderated_type = by_model(type(content))
    if moderated_type is None or content.status != ContentStatus.TO_EDIT:
        return None
    now, asked = timezone.now(), content.hidden_for
    change(content, moderated_type, ContentStatus.PENDING)
    if asked is not None:
        tell.take_back_request(asked, now)
    case, _ = open_case(moderated_type, content, due_at(NoticeCategory.OTHER, now))
    notice, is_new = Notice.objects.get_or_create(
        case=case,
        visitor_key=EDITED,
        defaults={
            "category": NoticeCategory.OTHER,
            "explanation": "L’auteur a modifié son texte, comme la modération le lui a demandé.",
            "received_at": now,
        },
    )
    if is_new:
        case.notices_count += 1
        case.save(update_fields=["notices_count"])
    record(case, Act.EDITED, actor=actor)
    tell.alert_moderators(case, moderated_type, notice)
    return case

"""A text that waits to be read before it is public: it has a case, as what is reported has."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..enums import AUTOMATIC, Act, NoticeCategory, NoticeSource
from ..models import Case, ModeratedContent, Notice
from . import tell
from .cases import weigh
from .log import record
from .notices import open_case

if TYPE_CHECKING:
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

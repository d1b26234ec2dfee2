"""A text that its author corrected on demand: it is read again before it is back online."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..deadlines import due_at
from ..enums import EDITED, Act, ContentStatus, NoticeCategory
from ..models import Case, ModeratedContent, Notice
from ..registry import by_model
from . import tell
from .cases import open_case
from .enacting import change
from .log import record

if TYPE_CHECKING:
    from communaute.comptes.models import User


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

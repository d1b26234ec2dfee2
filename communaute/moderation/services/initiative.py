"""Opening a case that nobody asked for: a moderator read the text where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ..deadlines import due_at
from ..enums import Act, NoticeCategory
from ..errors import ModerationNotAllowed
from ..models import Case, ModeratedContent
from ..perms import can_moderate_content
from .cases import open_case
from .holding import NOT_YOURS
from .log import record

if TYPE_CHECKING:
    from communaute.comptes.models import User

    from ..registry import ModeratedType


@transaction.atomic
def open_own_case(*, actor: User, kind: ModeratedType, content: ModeratedContent) -> Case:
    """The open case of this text, opened now when there is none; again changes nothing.

    Raises ModerationNotAllowed out of one's territories, or for a text of one's own side.
    """
    if not can_moderate_content(actor, content):
        raise ModerationNotAllowed(NOT_YOURS)
    case, opened = open_case(kind, content, due_at(NoticeCategory.OTHER, timezone.now()))
    if opened:
        record(case, Act.OPEN, actor=actor)
    return case

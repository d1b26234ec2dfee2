"""Who may withdraw a text, and put it back."""

from datetime import datetime, timedelta

from django.utils import timezone

from communaute.moderation.enums import ContentStatus
from communaute.questions.models import Answer, Comment, Question
from communaute.questions.numbers import NUMBERS
from communaute.questions.revisions.perms import is_own


def can_withdraw(user: object, content: Question | Answer | Comment) -> bool:
    """One's own text, that others can read, or that waits to be read: what moderation hid stays as
    it is."""
    waits = content.status == ContentStatus.PENDING
    return is_own(user, content) and (content.is_published or waits)


def can_put_back(user: object, content: Question | Answer | Comment) -> bool:
    """One's own text, withdrawn a moment ago."""
    if not (is_own(user, content) and content.is_withdrawn):
        return False
    until = put_back_until(content)
    return until is not None and timezone.now() <= until


def put_back_until(content: Question | Answer | Comment) -> datetime | None:
    """Until when its author may put it back; None for what was never withdrawn."""
    if content.withdrawn_at is None:
        return None
    return content.withdrawn_at + timedelta(minutes=NUMBERS.put_back_minutes)

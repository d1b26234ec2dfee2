"""Who may edit a text, withdraw it or put it back, and until when."""

from datetime import datetime, timedelta
from typing import cast

from django.utils import timezone

from communaute.comptes.models import User
from communaute.comptes.trust import TrustLevel, trust_level
from communaute.moderation.enums import RESTRICTED, ContentStatus
from communaute.moderation.sanction_rules import why_not_write
from communaute.questions.models import Answer, Comment, Question
from socle.numbers import quantity

from ..numbers import NUMBERS, REVISION_NUMBERS
from ..perms import is_author


def edit_window(user: User) -> timedelta:
    """How long after writing a text this person may edit it."""
    if trust_level(user) >= TrustLevel.TRUSTED:
        return timedelta(days=REVISION_NUMBERS.edit_days_when_trusted)
    return timedelta(hours=REVISION_NUMBERS.edit_hours)


def can_edit(user: object, content: Question | Answer | Comment) -> bool:
    """May edit this text now: one's own, that others can read, in time, while nothing forbids
    one to write."""
    if not is_author(user, content) or why_not_editable(cast("User", user), content):
        return False
    return not why_not_write(user, content)


def why_not_editable(user: User, content: Question | Answer | Comment) -> str:
    """Why its author may not edit this text any more, in words for them; "" when they may."""
    if content.status in (ContentStatus.TO_EDIT, ContentStatus.PENDING):
        # Asked for by moderation, or read by nobody yet: whatever the age of the text.
        return ""
    if content.status in RESTRICTED:
        return (
            "Ce texte est masqué par une décision de modération : il ne se modifie plus. "
            "Vous pouvez contester la décision."
        )
    if content.status == ContentStatus.DELETED:
        return "Vous avez retiré ce texte : il ne se modifie plus."
    age = timezone.now() - content.created_at
    if isinstance(content, Comment):
        hours = REVISION_NUMBERS.comment_edit_hours
        if age <= timedelta(hours=hours):
            return ""
        return (
            f"Un commentaire se modifie pendant {quantity(hours, 'heure')}. "
            "Vous pouvez le retirer, ou en écrire un autre."
        )
    # The level of trust is read only when it decides.
    shortest = timedelta(hours=REVISION_NUMBERS.edit_hours)
    longest = timedelta(days=REVISION_NUMBERS.edit_days_when_trusted)
    if age <= shortest or (age <= longest and age <= edit_window(user)):
        return ""
    return f"Ce texte se modifiait pendant {_in_words(edit_window(user))}. {_instead(content)}"


def _instead(content: Question | Answer) -> str:
    if isinstance(content, Question):
        return "Pour le compléter, répondez à votre question."
    return "Pour le compléter, écrivez une autre réponse."


def _in_words(window: timedelta) -> str:
    if window <= timedelta(hours=REVISION_NUMBERS.edit_hours):
        return quantity(REVISION_NUMBERS.edit_hours, "heure")
    return quantity(REVISION_NUMBERS.edit_days_when_trusted, "jour")


def can_withdraw(user: object, content: Question | Answer | Comment) -> bool:
    """One's own text, that others can read, or that waits to be read: what moderation hid stays as
    it is."""
    waits = content.status == ContentStatus.PENDING
    return is_author(user, content) and (content.is_published or waits)


def can_put_back(user: object, content: Question | Answer | Comment) -> bool:
    """One's own text, withdrawn a moment ago."""
    if not (is_author(user, content) and content.is_withdrawn):
        return False
    until = put_back_until(content)
    return until is not None and timezone.now() <= until


def put_back_until(content: Question | Answer | Comment) -> datetime | None:
    """Until when its author may put it back; None for what was never withdrawn."""
    if content.withdrawn_at is None:
        return None
    return content.withdrawn_at + timedelta(minutes=NUMBERS.put_back_minutes)

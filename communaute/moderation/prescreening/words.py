"""What an author is told of a text that waits to be read."""

from __future__ import annotations

from django.utils.timezone import localtime

from communaute.moderation.enums import ContentStatus
from communaute.moderation.models import ModeratedContent
from communaute.moderation.outcome import corrected_due
from socle.calendar import date_format
from socle.numbers import quantity

from .waiting import usual_wait


def wait_in_words(content: ModeratedContent | None = None) -> str:
    """« en général en moins de 3 heures », or what we promise when too few were read to know. Of a
    text that was corrected on demand: until when its case is to be decided."""
    if content is not None and (due_at := corrected_due(content)):
        return f"au plus tard le {date_format(localtime(due_at), 'l j F à H:i')}"
    wait = usual_wait()
    hours = quantity(wait.hours, "heure")
    return f"en général en moins de {hours}" if wait.is_measured else f"en moins de {hours}"


def said_of(content: ModeratedContent, *, is_editable: bool = True) -> str:
    """What to tell whoever has just written it; "" when everybody reads it already.
    `is_editable`: they may still change it."""
    if content.status != ContentStatus.PENDING:
        return ""
    may = "le modifier ou le retirer" if is_editable else "le retirer"
    return (
        f"Merci. Votre texte est en attente de relecture, {wait_in_words(content)}. "
        f"Vous pouvez encore {may}. Il sera publié dès que nous l’aurons relu."
    )

"""What an author is told of a text that waits to be read: how long people really waited."""

from datetime import timedelta
from math import ceil

from django.core.cache import cache
from django.utils import timezone
from django.utils.timezone import localtime

from communaute.moderation.enums import ContentStatus
from communaute.moderation.models import ModeratedContent
from communaute.moderation.outcome import corrected_due
from socle.calendar import date_format
from socle.medians import median
from socle.numbers import quantity

from ..numbers import PRESCREENING_NUMBERS
from .models import Review


def wait_in_words(content: ModeratedContent | None = None) -> str:
    """« en général en moins de 3 heures », or what we promise when too few were read to know. Of a
    text that was corrected on demand: until when its case is to be decided. Of one that has waited
    for longer than we promise: that it has."""
    due_at = corrected_due(content) if content is not None else None
    if due_at is not None and timezone.now() <= due_at:
        return f"au plus tard le {date_format(localtime(due_at), 'l j F à H:i')}"
    if due_at is not None or (content is not None and _is_late(content)):
        return "plus longtemps que nous ne l’avions dit"
    number, is_measured = usual_wait()
    hours = quantity(number, "heure")
    return f"en général en moins de {hours}" if is_measured else f"en moins de {hours}"


def said_of(content: ModeratedContent) -> str:
    """What to tell whoever has just written it; "" when everybody reads it already."""
    if content.status != ContentStatus.PENDING:
        return ""
    return f"Merci. Votre texte est en attente de relecture, {wait_in_words(content)}."


def _is_late(content: ModeratedContent) -> bool:
    promised_before = timezone.now() - timedelta(hours=PRESCREENING_NUMBERS.review_hours)
    return Review.objects.about(content).waiting().filter(held_at__lt=promised_before).exists()


_KEY = "prescreening.usual_hours"
_FRESH_S = 3600


def usual_wait() -> tuple[int, bool]:
    """Whole hours, and whether they were measured: the median of what was read lately, else what we
    promise. Read once an hour at most."""
    return cache.get_or_set(_KEY, _read, _FRESH_S)


def _read() -> tuple[int, bool]:
    since = timezone.now() - timedelta(days=PRESCREENING_NUMBERS.median_days)
    moments = Review.objects.read_since(since).values_list("held_at", "settled_at")
    delays = [settled - held for held, settled in moments]
    if len(delays) < PRESCREENING_NUMBERS.median_from:
        return PRESCREENING_NUMBERS.review_hours, False
    return max(1, ceil(median(delays) / timedelta(hours=1))), True

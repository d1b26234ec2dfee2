"""What time does to what people sent."""

from datetime import datetime

from django.utils import timezone

from socle.clock import Step

from .models import ContactMessage, PageComment
from .services import erase_comment, erase_message


def _messages_to_erase(now: datetime) -> list[int]:
    return list(ContactMessage.objects.to_erase(now).values_list("pk", flat=True))


def _comments_to_erase(now: datetime) -> list[int]:
    due = PageComment.objects.to_erase(timezone.localdate(now))
    return list(due.values_list("pk", flat=True))


STEPS = (
    Step(
        key="pages.erase_messages",
        label="Messages reçus et traités depuis longtemps : ils sont effacés",
        due=_messages_to_erase,
        do=lambda pk, now: {"contact_messages_erased": erase_message(pk=pk, now=now)},
    ),
    Step(
        key="pages.erase_comments",
        label="Avis des lecteurs sur une page : leurs mots sont effacés au bout d’un an",
        due=_comments_to_erase,
        do=lambda pk, now: {"page_comments_erased": erase_comment(pk=pk, now=now)},
    ),
)

"""What time does for editors: the links of their pages are looked at, a few at a time."""

from datetime import datetime

from django.conf import settings

from socle.clock import Step

from ..numbers import DESK_NUMBERS
from .models import OutgoingLink
from .reading import pages_to_read
from .services import check_link, gather_links


def _pages_to_read(now: datetime) -> list[int]:
    if not settings.CHECK_LINKS:
        return []
    return list(pages_to_read(now).values_list("pk", flat=True))


def _links_to_check(now: datetime) -> list[int]:
    if not settings.CHECK_LINKS:
        return []
    due = OutgoingLink.objects.to_check(now).values_list("pk", flat=True)
    return list(due[: DESK_NUMBERS.links_a_tick])


STEPS = (
    Step(
        key="desk.gather_links",
        label="Pages de la rédaction qui ont changé : leurs liens vers d’autres sites sont relevés",
        due=_pages_to_read,
        do=lambda pk, now: gather_links(pk=pk, now=now),
        after=("cms.publish",),
    ),
    Step(
        key="desk.check_links",
        label="Liens vers d’autres sites : quelques-uns sont essayés, chacun une fois par semaine",
        due=_links_to_check,
        do=lambda pk, now: {"links_checked": check_link(pk=pk, now=now)},
        after=("desk.gather_links",),
    ),
)

"""Who may register, and who reads the lists."""

from datetime import datetime

from cms.pages.models import EventPage
from cms.querysets import visible_pages

VIEW = "events.view_registration"


def can_read_lists(user: object) -> bool:
    return bool(user.has_perm(VIEW))  # type: ignore[attr-defined]


def why_not_register(event: EventPage, now: datetime) -> str:
    """Why nobody registers for this event now, in words for the person; "" when one may."""
    if event.is_cancelled:
        return "Ce rendez-vous est annulé."
    if event.ends_at <= now:
        return "Ce rendez-vous est passé."
    if event.starts_at <= now:
        return "Ce rendez-vous a commencé."
    if not event.registers_here:
        return "Ce rendez-vous ne demande pas d’inscription ici."
    if event.registration_ends_at <= now:
        return "Les inscriptions sont closes."
    return ""


def find_event(pk: int) -> EventPage | None:
    """The event that everybody may see."""
    return visible_pages(EventPage.objects.filter(pk=pk)).first()

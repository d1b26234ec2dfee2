"""How one comes to an event, on its page."""

from typing import Any

from django import template
from django.utils import timezone
from wagtail.models import Page

from cms.pages.models import EventPage

from ..models import Registration
from ..notify import token_of
from ..perms import why_not_register
from ..services import is_full

register = template.Library()


@register.inclusion_tag("cms/event_registrations/_event.html", takes_context=True)
def event_registration(context: dict[str, Any], event: EventPage) -> dict[str, Any]:
    """Registering, or why not. Two queries, one more for an account; none for a preview."""
    request = context.get("request")
    user = getattr(request, "user", None)
    mine = None
    why = why_not_register(event, timezone.now())
    is_signed_in = user is not None and user.is_authenticated
    if event.pk and is_signed_in:
        mine = event.registrations.coming().of(user).first()
    return {
        "event": event,
        "why_not": why,
        "is_full": bool(event.pk) and not why and is_full(event),
        "is_signed_in": is_signed_in,
        "mine": mine,
        "token": token_of(mine) if mine else "",
    }


@register.inclusion_tag("cms/event_registrations/admin/_leaving.html")
def told_if_it_leaves(page: Page, name: str = "") -> dict[str, Any]:
    """How many people would be told, before a page leaves the site; its `name` where it leaves
    with others. One query."""
    now = timezone.now()
    return {"count": Registration.objects.told_if_it_leaves(page, now).count(), "name": name}

"""The account menu of the header, what is held about people."""

from django import template
from django.utils.http import urlencode

from ..menus import SIDE_BY_SIDE, entries_for
from ..personal_data_registry import Room, rooms
from ..second_factor.requirements import asked_until, is_desk

register = template.Library()

_ACCOUNTS = "/comptes/"


@register.inclusion_tag("comptes/_account_menu.html", takes_context=True)
def account_menu(context: template.Context) -> dict[str, object]:
    """Sign-in links for a visitor, personal links for a member.

    Without account the result depends on the path alone: these pages are cached whole.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        entries = entries_for(user)
        return {
            "user": user,
            "entries": entries,
            "is_folded": len(entries) > SIDE_BY_SIDE,
            "csrf_token": context.get("csrf_token"),
        }
    return {"user": None, "next_query": _next_query(getattr(request, "path", "/"))}


@register.simple_tag
def rooms_that_hold() -> list[Room]:
    """What is held about people, room by room; rooms that hold nothing are left out."""
    return [room for room in rooms() if room.held]


@register.inclusion_tag("mfa/_asked.html", takes_context=True)
def protection_asked(context: template.Context) -> dict[str, object]:
    """On a desk only, to who has still some days to protect their account."""
    request = context.get("request")
    if request is None or not is_desk(request.path) or not hasattr(request, "user"):
        return {"until": None}
    return {"until": asked_until(request)}


def _next_query(path: str) -> str:
    """`?next=…` to come back here after signing in, or nothing from pages about accounts."""
    if path == "/" or path.startswith(_ACCOUNTS):
        return ""
    return "?" + urlencode({"next": path})

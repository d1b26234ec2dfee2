"""Tags for the header of every page."""

from django import template

from ..models import Notification

register = template.Library()


@register.simple_tag
def unread_notifications(user: object) -> int:
    """How many notifications the person has not read; 0 without account. One query."""
    return Notification.objects.visible_to(user).unread().count()

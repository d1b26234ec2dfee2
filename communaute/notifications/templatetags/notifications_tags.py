"""Tags for the header of every page."""

from django import template
from django.utils import timezone

from ..models import Notification
from ..outbox.bounces import is_stopped

register = template.Library()


@register.simple_tag
def unread_notifications(user: object) -> int:
    """How many notifications the person has not read; 0 without account. One query."""
    return Notification.objects.visible_to(user).unread().count()


@register.simple_tag
def refuses_mails(user: object) -> bool:
    """Whether our mails to this person stopped, because their address refuses them. One query."""
    email = getattr(user, "email", "")
    return bool(email) and is_stopped(email, timezone.now())

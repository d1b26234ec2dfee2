from typing import cast

from django import template

from communaute.comptes.models import User
from communaute.moderation.models import ModeratedContent
from communaute.moderation.prescreening import words
from communaute.moderation.prescreening.services import read_first_because

register = template.Library()


@register.simple_tag(takes_context=True)
def read_first(context: template.Context) -> str:
    """Why whatever the reader writes now is read before it is public; "" when that is not known
    before it is written, and for who is not signed in."""
    user = context.get("user")
    if not getattr(user, "is_authenticated", False):
        return ""
    return str(read_first_because(cast("User", user)) or "")


@register.simple_tag
def wait_in_words(content: ModeratedContent | None = None) -> str:
    """« en général moins de 3 heures » : how long a text waits to be read."""
    return words.wait_in_words(content)

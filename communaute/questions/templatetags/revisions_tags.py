"""What one may do with a text of one's own, said beside it."""

from django import template

from communaute.questions.models import Answer, Comment, Question

from ..revisions.perms import can_edit
from ..revisions.withdrawing.perms import can_put_back, can_withdraw

register = template.Library()


@register.simple_tag
def may_edit(content: Question | Answer | Comment, user: object) -> bool:
    """Whether this person may edit it now."""
    return can_edit(user, content)


@register.simple_tag
def may_withdraw(content: Question | Answer | Comment, user: object) -> bool:
    """Whether this person may withdraw it."""
    return can_withdraw(user, content)


@register.simple_tag
def may_put_back(content: Question | Answer | Comment, user: object) -> bool:
    """Whether this person has just withdrawn it, and may put it back."""
    return can_put_back(user, content)

"""What the page of a question says of those who may answer it."""

from django import template

from communaute.questions.models import Question

from ..routing import reached as asked
from ..routing.perms import can_invite

register = template.Library()


@register.simple_tag
def reached(question: Question) -> asked.Reached:
    """Who was asked, when people usually answer: two queries."""
    return asked.reached(question)


@register.simple_tag
def may_invite(question: Question, user: object) -> bool:
    """Whether this person may invite others to answer it: while nobody did."""
    return question.first_answer_at is None and can_invite(user, question)

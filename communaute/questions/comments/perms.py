"""Who may comment."""

from communaute.questions.models import Answer, Question
from communaute.questions.perms import can_answer


def can_comment(user: object, about: Question | Answer) -> bool:
    """Whoever may answer the question, under what others can read."""
    question = about if isinstance(about, Question) else about.question
    return can_answer(user, question) and about.is_published

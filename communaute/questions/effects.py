"""What a question, an answer or a comment sets off, in order: called in the transaction of the act.

Mentions come first, then the public page of who writes, who is asked, who follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .mentions import services as mentions
from .profiles import services as profiles
from .routing import services as routing
from .subscriptions import services as subscriptions

if TYPE_CHECKING:
    from .models import Answer, Comment, Question


def question_asked(question: Question) -> None:
    profiles.open_page(question)
    routing.reach_first(question)
    subscriptions.question_asked(question)


def question_hidden(question: Question) -> None:
    routing.take_back(question)
    subscriptions.take_back_from_followers(question)


def question_shown(question: Question) -> None:
    """Shown again, after it was hidden."""
    routing.give_back_to_asked(question)
    subscriptions.give_back_to_followers(question)


def answer_written(answer: Answer) -> None:
    mentions.name_people_of_new(answer)
    profiles.open_page(answer)
    subscriptions.answer_written(answer)


def answer_shown(answer: Answer) -> None:
    """Shown again, after it was hidden."""
    mentions.tell_again(answer)
    subscriptions.tell_followers_of_answer(answer)


def comment_written(comment: Comment) -> None:
    mentions.name_people_of_new(comment)
    profiles.open_page(comment)

"""What the site search finds among questions."""

from dataclasses import dataclass

from django.utils.text import Truncator

from cms.search import Source

from .models import Question
from .text import plain

FOUND = 11
EXCERPT_CHARACTERS = 180


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the results."""

    title: str
    url: str
    excerpt: str


def search_questions(query: str, user: object) -> list[Found]:
    """Published questions with all the words of the query, else the closest; for anybody."""
    questions = Question.objects.published()
    found = list(questions.search(query)[:FOUND]) or list(questions.similar(query)[:FOUND])
    return [
        Found(
            q.title, q.get_absolute_url(), Truncator(plain(q.body_html)).chars(EXCERPT_CHARACTERS)
        )
        for q in found
    ]


SOURCE = Source("questions", "Questions", search_questions, "/communaute/")

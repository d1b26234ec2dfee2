"""What the site search finds among questions."""

from django.utils.text import Truncator

from cms.search import MOST_READ, Found, Source

from .models import Question
from .text import plain

EXCERPT_CHARACTERS = 180


def search_questions(query: str, user: object) -> list[Found]:
    """Published questions with all the words of the query, else the closest; for anybody."""
    questions = Question.objects.published()
    found = list(questions.search(query)[:MOST_READ]) or list(questions.similar(query)[:MOST_READ])
    return [
        Found(
            q.title, q.get_absolute_url(), Truncator(plain(q.body_html)).chars(EXCERPT_CHARACTERS)
        )
        for q in found
    ]


SOURCE = Source("questions", "Questions", search_questions, "/communaute/")

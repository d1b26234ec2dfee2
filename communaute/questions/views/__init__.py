"""Pages of the community, one module per kind of page."""

from ..asking.views import ask, similar
from .answering import accept, answer, useful
from .own import my_answers, my_questions
from .reading import detail, home

__all__ = [
    "accept",
    "answer",
    "ask",
    "detail",
    "home",
    "my_answers",
    "my_questions",
    "similar",
    "useful",
]

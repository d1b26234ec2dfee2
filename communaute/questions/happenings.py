"""What happens to questions and answers, told to the rooms above; what these add to our pages.

A room fills them in the `AppConfig.ready` of its own. Rooms start from the top of the house: what
each does is done from the bottom, so that an upper room finds what a lower one did.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communaute.comptes.models import User

    from .models import Question


class Registry[Function: Callable]:
    """Functions of the rooms above, the lowest room first; the same one counts once."""

    def __init__(self) -> None:
        self.functions: list[Function] = []

    def then(self, function: Function) -> None:
        if function not in self.functions:
            self.functions.insert(0, function)


class Happening[What](Registry[Callable[[What], object]]):
    """Called by the service in whose transaction it happens."""

    def __call__(self, what: What) -> None:
        for do in self.functions:
            do(what)


class Marks[Rows](Registry[Callable[[Rows, object], Rows]]):
    """Annotations that rooms above read on our pages, for one reader."""

    def __call__(self, rows: Rows, reader: object) -> Rows:
        for mark in self.functions:
            rows = mark(rows, reader)
        return rows


class Wishes(Registry[Callable[["User", "Question"], bool]]):
    """Whether a person still wishes to hear of a question; so it is when nobody says no."""

    def __call__(self, person: User, question: Question) -> bool:
        return all(wants(person, question) for wants in self.functions)


asked = Happening["Question"]()
answered = Happening["Answer"]()
answer_shown = Happening["Answer"]()
commented = Happening["Comment"]()
comment_shown = Happening["Comment"]()
# By its author; and when another renderer made its HTML again.
edited = Happening["Post"]()
rendered = Happening["Post"]()
question_hidden = Happening["Question"]()
question_shown = Happening["Question"]()
question_moved = Happening["Question"]()
# Its only answer was hidden or withdrawn.
answer_lost = Happening["Question"]()

wants_news = Wishes()
mark_questions = Marks["QuestionQuerySet"]()
mark_spaces = Marks["SpaceQuerySet"]()
mark_tags = Marks["QuerySet[Tag]"]()

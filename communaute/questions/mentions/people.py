"""The people of a thread: those whom one may name there."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from communaute.comptes.models import User
from communaute.questions.models import Answer, Comment, Question
from socle.words import normalise


def question_of(content: Question | Answer | Comment) -> Question:
    return content if isinstance(content, Question) else content.question


def people_of(question: Question, *, but: int | None = None) -> QuerySet[User]:
    """Who asked, answered or commented what others can read, with an open account and a name."""
    here = {"question": question.pk}
    wrote = (
        Q(pk=question.author_id or 0)
        | Q(pk__in=Answer.objects.published().filter(**here).values("author"))
        | Q(pk__in=Comment.objects.published().filter(**here).values("author"))
    )
    people = User.objects.filter(wrote, is_active=True).exclude(display_name="")
    return people.exclude(pk=but or 0).order_by("display_name", "pk")


def beginning_with(people: QuerySet[User], typed: str, *, limit: int) -> list[User]:
    """Those a word of whose name begins with what is typed, case and accents apart."""
    wanted = normalise(typed)
    found = (person for person in people if _begins(normalise(person.display_name), wanted))
    return [person for person, _ in zip(found, range(limit), strict=False)]


def _begins(name: str, wanted: str) -> bool:
    return name.startswith(wanted) or f" {wanted}" in name

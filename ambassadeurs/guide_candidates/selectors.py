"""Which threads deserve a guide: useful, much read or asked again and again, in no guide yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rapidfuzz import fuzz, process

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.search import KEY as COPROPRIETES
from cms.dashboard.drafts import can_draft_guides
from cms.models import GuidePage
from cms.related_content.related_kinds import RelatedKind, Thing
from communaute.questions.models import Question
from communaute.questions.search import KEY as QUESTIONS
from socle.audience import openings
from socle.numbers import RoomNumbers, live
from socle.words import fold

TEMPLATE = "guides/desk.html"


@dataclass(frozen=True)
class Deserving:
    """A question, how many times its page was opened lately (by fives), and how many other
    questions ask the same."""

    question: Question
    opened: int
    similar: int

    @property
    def is_enough(self) -> bool:
        return (
            self.question.useful_count >= NUMBERS.useful_from
            or self.opened >= NUMBERS.opened_from
            or self.similar >= NUMBERS.similar_from
        )


def part(user: Any) -> tuple[str, dict[str, Any]] | None:
    """What the desk shows of it; nothing to who writes no guide, or when nothing waits."""
    if not can_draft_guides(user):
        return None
    found = deserving()
    return (TEMPLATE, {"deserving": found}) if found else None


def deserving() -> list[Deserving]:
    """The most useful first. Three queries, whatever the number of questions."""
    rows = list(_answered()[: NUMBERS.questions_read])
    opened = openings([one.get_absolute_url() for one in rows], timezone.localdate())
    made = _made_already(rows)
    alike = _alike(rows)
    told: set[int] = set()
    found: list[Deserving] = []
    for question in rows:
        same = alike[question.pk]
        one = Deserving(question, opened.get(question.get_absolute_url(), 0), len(same))
        # The first of those that ask the same stands for all; a guide of one answers all.
        if one.is_enough and not {question.pk, *same} & (made | told):
            told.add(question.pk)
            found.append(one)
    return found[: NUMBERS.questions_shown]


def _answered() -> QuerySet[Question]:
    rows = Question.objects.published().answered()
    order = ("-useful_count", "-last_activity_at", "-pk")
    return rows.only("title", "status", "useful_count").order_by(*order)


def _made_already(rows: list[Question]) -> set[int]:
    """Those of which there is a guide, or its draft."""
    made = GuidePage.objects.filter(made_of__in=[one.pk for one in rows])
    return set(made.values_list("made_of", flat=True))


def _alike(rows: list[Question]) -> dict[int, set[int]]:
    """{question: the others whose title says the same}."""
    titles = [fold(one.title) for one in rows]
    found: dict[int, set[int]] = {one.pk: set() for one in rows}
    for place, one in enumerate(rows):
        following = titles[place + 1 :]
        for _, _, at in process.extract_iter(
            titles[place], following, scorer=fuzz.token_sort_ratio, score_cutoff=NUMBERS.likeness
        ):
            other = rows[place + 1 + at]
            found[one.pk].add(other.pk)
            found[other.pk].add(one.pk)
    return found


def _questions(keys: Sequence[int]) -> dict[int, Thing]:
    rows = Question.objects.published().filter(pk__in=keys).select_related("space")
    return {
        one.pk: Thing(one.title, one.space.title, one.get_absolute_url())
        for one in rows.only("title", "space__title")
    }


def _coproprietes(keys: Sequence[int]) -> dict[int, Thing]:
    rows = Copropriete.objects.with_public_ambassadors().filter(pk__in=keys)
    return {
        one.pk: Thing(one.name, one.commune.name, one.get_absolute_url())
        for one in rows.select_related("commune")
    }


def _last_questions(number: int) -> list[int]:
    rows = Question.objects.published().order_by("-last_activity_at", "-pk")
    return list(rows.values_list("pk", flat=True)[:number])


def _last_coproprietes(number: int) -> list[int]:
    rows = Copropriete.objects.with_public_ambassadors().order_by("-pk")
    return list(rows.values_list("pk", flat=True)[:number])


KINDS = (
    RelatedKind(QUESTIONS, "questions:detail", "Question", _questions, _last_questions),
    RelatedKind(COPROPRIETES, "annuaire:detail", "Copropriété", _coproprietes, _last_coproprietes),
)


# The numbers of the room: what deserves a guide.


@dataclass(frozen=True)
class GuidingNumbers(RoomNumbers, room="guides"):
    """`questions_shown` at most, of the `questions_read` most useful that have an answer.

    One deserves a guide from `useful_from` votes « utile » of its answers, from `opened_from`
    openings of its page in the last weeks, or from `similar_from` other questions that ask the same
    (titles alike from `likeness`, 0 to 100, `rapidfuzz`). Limits are included. Of a question,
    `answers_shown` of the most useful answers may be put in a guide.
    """

    questions_shown: int = 5
    questions_read: int = 150
    useful_from: int = 5
    opened_from: int = 50
    similar_from: int = 2
    likeness: int = 85
    answers_shown: int = 30


NUMBERS = live(GuidingNumbers)

"""What editors may choose beside their texts: questions and copropriétés that all may see."""

from __future__ import annotations

from collections.abc import Sequence

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.search import KEY as COPROPRIETES
from cms.related.kinds import Kind, Thing
from communaute.questions.models import Question
from communaute.questions.search import KEY as QUESTIONS


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
    Kind(QUESTIONS, "questions:detail", "Question", _questions, _last_questions),
    Kind(COPROPRIETES, "annuaire:detail", "Copropriété", _coproprietes, _last_coproprietes),
)

"""Writing what members ask before the information meeting, and what they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from ambassadeurs.coproprietes.versions import version_of

from ..errors import AnsweredMeanwhile, NotOfTheBuilding, TooManyQuestions
from ..models import AskedBefore, Assemblee
from ..perms import can_read

if TYPE_CHECKING:
    from communaute.comptes.models import User

# Of one assembly: more would not be read.
MOST_ASKED = 60


@transaction.atomic
def ask(*, actor: User, assemblee: Assemblee, body: str) -> AskedBefore:
    """Ask it; the same words again are one question. Raises NotOfTheBuilding, TooManyQuestions."""
    _hold(actor, assemblee)
    rows = AskedBefore.objects.filter(assemblee=assemblee)
    if (known := rows.filter(body=body).first()) is not None:
        return known
    if rows.count() >= MOST_ASKED:
        message = f"{MOST_ASKED} questions, c’est déjà beaucoup : répondez-y d’abord."
        raise TooManyQuestions(message)
    return AskedBefore.objects.create(assemblee=assemblee, body=body, asked_by=actor)


@transaction.atomic
def answer(*, actor: User, asked: AskedBefore, text: str, version: str = "") -> AskedBefore:
    """Answer it in writing; an empty text takes the answer back. `version` is that of the page.
    Raises NotOfTheBuilding, AnsweredMeanwhile."""
    _hold(actor, asked.assemblee)
    row = AskedBefore.objects.select_for_update().get(pk=asked.pk)
    if row.answer == text:
        return row
    _check_version(row, version)
    row.answer = text
    row.answered_by, row.answered_at = (actor, timezone.now()) if text else (None, None)
    row.save()
    return row


@transaction.atomic
def remove(*, actor: User, asked: AskedBefore, version: str = "") -> None:
    """It is not asked any more. `version` as for `answer`. Raises NotOfTheBuilding,
    AnsweredMeanwhile."""
    _hold(actor, asked.assemblee)
    row = AskedBefore.objects.select_for_update().filter(pk=asked.pk).first()
    if row is None:
        return
    _check_version(row, version)
    row.delete()


def _check_version(row: AskedBefore, version: str) -> None:
    if version not in ("", now := version_of_answer(row)):
        message = "Quelqu’un vient d’y répondre, ou vous dans une autre page."
        raise AnsweredMeanwhile(message, now)


def version_of_answer(asked: AskedBefore) -> str:
    """What the page that answers shows of it, for `answer`."""
    return version_of(asked.answer)


def _hold(actor: User, assemblee: Assemblee) -> None:
    Assemblee.objects.select_for_update(of=("self",)).get(pk=assemblee.pk)
    if not can_read(actor, assemblee.copropriete):
        message = "Seuls les membres de l’immeuble posent ces questions et y répondent."
        raise NotOfTheBuilding(message)

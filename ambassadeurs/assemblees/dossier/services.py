"""Writing the papers of an assembly: their numbers, what was sent, and what members ask before the
information meeting, with the answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from socle.errors import get_or_no_longer
from socle.forms import version_of

from ..enums import State
from ..errors import AnsweredMeanwhile, DossierChanged, NotOfTheBuilding, NotReady, TooManyQuestions
from ..models import AskedBefore, Assemblee, Dossier, DossierPdf
from ..perms import can_read
from .figures import figures_of
from .numbers import written
from .papers import LIVE, PAPERS, numbers_of, papers_of, text_of
from .printing import as_pdf

if TYPE_CHECKING:
    from communaute.comptes.models import User

ASKED_NO_MORE = "Cette question était déjà retirée : voici celles qui restent."


_BUILDING = "dossier__assemblee__copropriete"
READ_WITH = (
    f"{_BUILDING}__commune",
    f"{_BUILDING}__reseau__exploitant",
    f"{_BUILDING}__nearest_reseau__exploitant",
)


@transaction.atomic
def save_numbers(
    *, actor: User, assemblee: Assemblee, numbers: Mapping[str, Any], version: str = ""
) -> Dossier:
    """Keep what members typed, of `numbers.Numbers`. `version` is that of the page
    (`version_of_dossier`; empty: of no page). Raises NotOfTheBuilding, DossierChanged."""
    dossier = held(actor, assemblee)
    told = written(numbers)
    if told == dossier.numbers:
        return dossier
    if version not in ("", now := version_of_dossier(dossier)):
        message = "Quelqu’un vient de changer ces nombres, ou vous dans une autre page."
        raise DossierChanged(message, now)
    dossier.numbers, dossier.edited_by, dossier.edited_at = told, actor, timezone.now()
    dossier.save()
    return dossier


@transaction.atomic
def say_sent(*, actor: User, assemblee: Assemblee) -> Dossier:
    """The request left for the syndic: its papers are kept as they are now. Again changes nothing.
    Raises NotOfTheBuilding, NotReady while the letter lacks something, IndividualHeating."""
    dossier = held(actor, assemblee)
    if dossier.sent_on is not None:
        return dossier
    numbers = numbers_of(dossier, assemblee)
    papers = [one for one in papers_of(assemblee, numbers) if one.key not in LIVE]
    lacking = [one.title for one in papers if one.missing]
    if lacking:
        message = f"Il manque encore des nombres : {', '.join(lacking)}."
        raise NotReady(message)
    texts = {key: text_of(key, assemblee, numbers) for key in PAPERS if key not in LIVE}
    held_on = assemblee.held_on.isoformat()
    dossier.frozen = {"numbers": dossier.numbers, "texts": texts, "held_on": held_on}
    dossier.frozen["figures"] = figures_of(assemblee)
    dossier.sent_on, dossier.edited_at = timezone.localdate(), timezone.now()
    dossier.save()
    return dossier


@transaction.atomic
def take_back(*, actor: User, assemblee: Assemblee) -> bool:
    """It was not sent after all: its papers follow the numbers again. Returns whether it was said
    sent. Raises NotOfTheBuilding."""
    dossier = held(actor, assemblee)
    if dossier.sent_on is None:
        return False
    dossier.sent_on, dossier.frozen, dossier.edited_at = None, {}, timezone.now()
    dossier.save()
    return True


def carry_over(former: Assemblee, following: Assemblee) -> None:
    """Hand the papers of an assembly that was cancelled or put off, the questions asked before it,
    and the reading that an agency was let, to the next one; what was said sent was for the former
    day, and stays with it. Called under the lock of the building."""
    kept = Dossier.objects.filter(assemblee=former).first()
    if kept is not None:
        told = {"numbers": kept.numbers, "edited_by": kept.edited_by, "edited_at": timezone.now()}
        Dossier.objects.create(assemblee=following, read_for=kept.read_for, **told)
    former.asked.update(assemblee=following)
    if former.state == State.CANCELLED and kept is not None and kept.sent_on is None:
        kept.delete()


def note_change(actor: User, assemblee: Assemblee) -> None:
    """The papers say something else from now on: another day, an answer; those for the neighbours
    even once the others were said sent. Called under a lock of the assembly or of its building."""
    rows = Dossier.objects.filter(assemblee=assemblee)
    rows.update(edited_by=actor, edited_at=timezone.now())


@transaction.atomic
def ask_pdf(*, actor: User, assemblee: Assemblee) -> DossierPdf:
    """Have the worker make the PDF of the papers; while it does, asking again changes nothing.
    Raises NotOfTheBuilding, IndividualHeating."""
    dossier = held(actor, assemblee)
    papers_of(assemblee, numbers_of(dossier, assemblee))
    if dossier.pk is None:
        dossier.save()
    pdf, is_new = DossierPdf.objects.defer("content").get_or_create(dossier=dossier)
    if is_new or not pdf.is_being_made:
        pdf.asked_at = timezone.now()
        pdf.save(update_fields=["asked_at"])
        make_pdf.enqueue(pdf.pk)
    return pdf


@task
def make_pdf(pk: int) -> bool:
    """Make a PDF that somebody waits for; made since it was asked, it does nothing. Returns whether
    it made one."""
    asked = DossierPdf.objects.filter(pk=pk).defer("content")
    pdf = asked.select_related(*READ_WITH).first()
    if pdf is None or (pdf.made_at and pdf.made_at >= pdf.asked_at):
        return False
    now = timezone.now()
    content, removed = as_pdf(pdf.dossier)
    asked.update(content=content, removed=removed, made_at=now)
    return True


def version_of_dossier(dossier: Dossier | None) -> str:
    """What the page shows of it, for `save_numbers`."""
    return version_of(sorted((dossier.numbers if dossier else {}).items()))


def held(actor: User, assemblee: Assemblee) -> Dossier:
    """The papers of this assembly, held until the end of the transaction; begun if need be."""
    Assemblee.objects.select_for_update(of=("self",)).get(pk=assemblee.pk)
    if not can_read(actor, assemblee.copropriete):
        message = "Seuls les membres de l’immeuble préparent ce dossier."
        raise NotOfTheBuilding(message)
    found = Dossier.objects.filter(assemblee=assemblee).first()
    return found or Dossier(assemblee=assemblee)


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
def answer_asked(*, actor: User, asked: AskedBefore, answer: str, version: str = "") -> AskedBefore:
    """Answer it in writing; an empty answer takes the answer back. `version` is that of the page.
    Raises NotOfTheBuilding, AnsweredMeanwhile, NoLonger when it is not asked any more."""
    row = _held(actor, asked)
    if row.answer == answer:
        return row
    _check_version(row, version)
    row.answer = answer
    row.answered_by, row.answered_at = (actor, timezone.now()) if answer else (None, None)
    row.save()
    note_change(actor, row.assemblee)
    return row


@transaction.atomic
def remove_asked(*, actor: User, asked: AskedBefore, version: str = "") -> None:
    """It is not asked any more. `version` and refusals as for `answer_asked`."""
    row = _held(actor, asked)
    _check_version(row, version)
    row.delete()
    note_change(actor, row.assemblee)


def _held(actor: User, asked: AskedBefore) -> AskedBefore:
    one = asked.assemblee
    _hold(actor, one)
    rows, place = AskedBefore.objects.select_for_update(), (one.copropriete_id, one.pk)
    return get_or_no_longer(rows, ASKED_NO_MORE, "assemblees:asked", *place, pk=asked.pk)


def _check_version(row: AskedBefore, version: str) -> None:
    if version not in ("", now := version_of_answer(row)):
        message = "Quelqu’un vient d’y répondre, ou vous dans une autre page."
        raise AnsweredMeanwhile(message, now)


def version_of_answer(asked: AskedBefore) -> str:
    """What the page that answers shows of it, for `answer_asked`."""
    return version_of(asked.answer)


def _hold(actor: User, assemblee: Assemblee) -> None:
    Assemblee.objects.select_for_update(of=("self",)).get(pk=assemblee.pk)
    if not can_read(actor, assemblee.copropriete):
        message = "Seuls les membres de l’immeuble posent ces questions et y répondent."
        raise NotOfTheBuilding(message)

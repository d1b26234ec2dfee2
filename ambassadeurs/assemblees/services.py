"""Writing: the date of an assembly, and what it decided."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.services import lock_buildings
from ambassadeurs.demandes.enums import DeskStatus
from ambassadeurs.demandes.models import Demande
from communaute.comptes.models import User
from socle.buildings import Stage, check_next_assembly
from socle.forms import version_of
from socle.scheduler import Step

from .dossier.services import carry_over, note_change
from .enums import ADOPTED, DECIDED, Result, State
from .errors import AlreadyTold, DateChangedMeanwhile, NotHeldYet, NotOfTheBuilding
from .models import AskedBefore, Assemblee, AssembleeQuerySet, Dossier, VoteSaid
from .numbers import passed_on
from .perms import can_plan

STILL_ASKED = (Result.PUT_OFF, Result.NOT_ON_AGENDA)
VOICES = ("voices_total", "voices_for", "voices_against")


@transaction.atomic
def plan(
    *, actor: User, copropriete: Copropriete, held_on: date | None, version: str = ""
) -> Assemblee | None:
    """Give the day of the next assembly: the one to come is moved to it, or begins; without a day,
    it is cancelled. One whose day is past stays in the history. Returns the one to come.

    `version` is that of the page (`version_of_next`; empty: of no page). Again changes nothing.
    Raises NotOfTheBuilding, DateChangedMeanwhile, ValidationError (field `held_on`).
    """
    _lock(actor, copropriete)
    rows = Assemblee.objects.select_for_update().filter(copropriete=copropriete)
    current, today = rows.filter(state=State.TO_COME).first(), timezone.localdate()
    coming = current if current and current.held_on >= today else None
    if (coming.held_on if coming else None) == held_on:
        return coming
    if held_on and rows.filter(held_on=held_on).exclude(result="").exists():
        message = "Le résultat de l’assemblée de ce jour est déjà dit : donnez une autre date."
        raise ValidationError({"held_on": message})
    if version not in ("", now := version_of_next(coming)):
        message = "Quelqu’un vient de changer la date de l’assemblée, ou vous dans une autre page."
        raise DateChangedMeanwhile(message, now)
    if held_on is None:
        rows.filter(state=State.TO_COME).update(state=State.CANCELLED)
        return None
    try:
        check_next_assembly(held_on)
    except ValidationError as problem:
        raise ValidationError({"held_on": problem}) from problem
    if current is not None and coming is None:
        current.state = State.HELD
        current.save(update_fields=["state"])
    one = coming or Assemblee(copropriete=copropriete)
    one.held_on, one.notices = held_on, passed_on(held_on, today)
    one.save()
    if coming is not None:
        note_change(actor, one)
    elif former := _put_off(rows.exclude(pk=one.pk)):
        carry_over(former, one)
    return one


def _put_off(rows: AssembleeQuerySet) -> Assemblee | None:
    """The last one that was prepared here, when what it was to decide is still to be decided."""
    papers = Dossier.objects.filter(assemblee=OuterRef("pk"))
    asked = AskedBefore.objects.filter(assemblee=OuterRef("pk"))
    prepared = rows.filter(Exists(papers) | Exists(asked))
    last = prepared.order_by("-created_at", "-pk").first()
    is_asked = last and (last.state == State.CANCELLED or last.result in STILL_ASKED)
    return last if is_asked else None


def plan_new(days: Mapping[Copropriete, date | None]) -> None:
    """The same for buildings just recorded, many at once: a day that is no longer to come is left
    out."""
    today = timezone.localdate()
    Assemblee.objects.bulk_create(
        Assemblee(copropriete=building, held_on=day, notices=passed_on(day, today))
        for building, day in days.items()
        if day is not None and day >= today
    )


def version_of_next(coming: Assemblee | None) -> str:
    """What the page that changes the date shows of it, for `plan`."""
    return version_of(coming.held_on if coming else None)


def version_of_result(assemblee: Assemblee) -> str:
    """What the page that asks how it went shows of it, for `tell_result`."""
    told = (getattr(assemblee, name) for name in VOICES)
    return version_of(assemblee.result, assemblee.may_be_counted, *told)


@transaction.atomic
def tell_result(
    *,
    actor: User,
    assemblee: Assemblee,
    result: str,
    voices: dict[str, int | None] | None = None,
    may_be_counted: bool = False,
    version: str = "",
) -> Assemblee:
    """Say how it went, from its day on; said again, it is corrected. An adoption moves the project
    to the vote; corrected, the project is where it was. A refusal is kept as well.

    Raises NotOfTheBuilding, NotHeldYet, DateChangedMeanwhile, ValidationError.
    """
    building = _lock(actor, assemblee.copropriete)
    row = Assemblee.objects.select_for_update().get(pk=assemblee.pk)
    if row.state == State.CANCELLED or row.held_on > timezone.localdate():
        raise NotHeldYet("Cette assemblée n’a pas encore eu lieu : revenez après sa date.")
    before = version_of_result(row)
    row.result, row.state = result, State.HELD
    row.may_be_counted = may_be_counted and result in DECIDED
    for name in VOICES:
        setattr(row, name, (voices or {}).get(name))
    if version_of_result(row) == before:
        return row
    if version not in ("", before):
        message = "Quelqu’un vient de dire comment l’assemblée s’est passée."
        raise DateChangedMeanwhile(message, before)
    row.told_by, row.told_at = actor, timezone.now()
    _move(building, row)
    row.full_clean(exclude=["copropriete", "told_by"])
    row.save()
    coming = Assemblee.objects.filter(copropriete=building, state=State.TO_COME).first()
    if coming is not None and result in STILL_ASKED and not hasattr(coming, "dossier"):
        carry_over(row, coming)
    return row


@transaction.atomic
def record_held(
    *,
    actor: User,
    copropriete: Copropriete,
    held_on: date,
    result: str,
    voices: dict[str, int | None] | None = None,
    may_be_counted: bool = False,
) -> Assemblee:
    """Record an assembly that was held before anybody planned it here: its day, and how it went.
    One of that day of which nobody said how it went is that one.

    Raises NotOfTheBuilding, NotHeldYet, AlreadyTold when another result is known for that day.
    """
    building = _lock(actor, copropriete)
    today = timezone.localdate()
    if held_on > today:
        raise NotHeldYet("Cette assemblée n’a pas encore eu lieu : donnez sa date comme prochaine.")
    same = Assemblee.objects.filter(copropriete=building, held_on=held_on)
    row = same.exclude(state=State.CANCELLED).first()
    if row is not None and row.result:
        counted = may_be_counted and result in DECIDED
        told = [result, counted, *((voices or {}).get(name) for name in VOICES)]
        if told == [row.result, row.may_be_counted, *(getattr(row, name) for name in VOICES)]:
            return row
        raise AlreadyTold(row)
    if row is None:
        row = Assemblee.objects.create(
            copropriete=building,
            held_on=held_on,
            state=State.HELD,
            notices=passed_on(held_on, today),
        )
    return tell_result(
        actor=actor, assemblee=row, result=result, voices=voices, may_be_counted=may_be_counted
    )


def _move(building: Copropriete, row: Assemblee) -> None:
    """The stage of the project follows what was voted last, and never goes back from the works."""
    later = Assemblee.objects.filter(copropriete=building, held_on__gt=row.held_on)
    if building.is_connected or later.filter(result__in=DECIDED).exists():
        return
    if row.result in ADOPTED and building.stage in BEFORE_VOTE:
        row.stage_before, building.stage = building.stage, Stage.VOTE
    elif row.result not in ADOPTED and row.stage_before and building.stage == Stage.VOTE:
        building.stage, row.stage_before = row.stage_before, ""
    elif row.result not in ADOPTED:
        take_back(building)
    else:
        return
    building.save(update_fields=["stage"])


def _lock(actor: User, copropriete: Copropriete) -> Copropriete:
    """The building, locked: two members at once wait in turn. Raises NotOfTheBuilding."""
    lock_buildings(copropriete.pk)
    row = Copropriete.objects.get(pk=copropriete.pk)
    if not can_plan(actor, row):
        raise NotOfTheBuilding("Cette copropriété n’est pas la vôtre.")
    return row


# What an operator says of a vote: « Voté » at its desk moves the project, as a result does.
#
# Nothing moves before it is told (the operator may take it back). The members know better: once one
# of them has told a result, the word of the operator moves nothing, and a refusal takes back what
# it had moved.


BEFORE_VOTE = ("", Stage.IDEA, Stage.AUDIT)
# Where a demande stands when its assembly has not voted.
_NOT_VOTED = (DeskStatus.A_TRAITER, DeskStatus.RECONTACTE, DeskStatus.PROPOSITION)


def moved_at_desk(demande: Demande, before: str, after: str) -> None:
    """A demande reached « Voté », or left it: its building follows once that is told."""
    if DeskStatus.VOTE in (before, after) and demande.copropriete_id is not None:
        VoteSaid.objects.update_or_create(demande=demande, defaults={"settled_at": None})


def take_back(building: Copropriete) -> None:
    """A member told that it was not adopted: what an operator had moved is as before; not saved."""
    rows = VoteSaid.objects.filter(demande__copropriete=building, moved=True)
    row = rows.select_for_update(of=("self",)).first()
    if row is not None and building.stage == Stage.VOTE:
        building.stage, row.moved = row.stage_before, False
        row.save(update_fields=["moved"])


def _due(now: datetime) -> list[int]:
    told = Q(demande__told_from=None) | Q(demande__told_from__lte=now)
    rows = VoteSaid.objects.filter(told, settled_at=None).order_by("pk")
    return list(rows.values_list("pk", flat=True))


@transaction.atomic
def _settle(pk: int, now: datetime) -> dict[str, int]:
    """The stage of the building follows the demande as it stands now."""
    rows = VoteSaid.objects.filter(pk=pk)
    lock_buildings(rows.values_list("demande__copropriete", flat=True).first())
    row = rows.select_for_update(of=("self",)).select_related("demande").first()
    if row is None:
        return {}
    building = Copropriete.objects.filter(demandes=row.demande_id).first()
    moves = building is not None and _follow(building, row)
    row.settled_at = now
    row.save(update_fields=["settled_at", "moved", "stage_before"])
    return {"votes_said": 1} if moves else {}


def _follow(building: Copropriete, row: VoteSaid) -> bool:
    is_told = Assemblee.objects.filter(copropriete=building).exclude(result="").exists()
    if building.is_connected or is_told:
        return False
    is_voted = row.demande.desk_status not in _NOT_VOTED
    if is_voted and not row.moved and building.stage in BEFORE_VOTE:
        row.moved, row.stage_before, building.stage = True, building.stage, Stage.VOTE
    elif not is_voted and row.moved and building.stage == Stage.VOTE:
        row.moved, building.stage = False, row.stage_before
    else:
        return False
    building.save(update_fields=["stage"])
    return True


STEP = Step(
    key="assemblees.votes_said",
    label="Votes dits par l’exploitant : l’étape du projet suit",
    due=_due,
    do=_settle,
)

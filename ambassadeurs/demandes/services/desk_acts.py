"""What somebody of an organisation does with a demande: refused when somebody acted since
the page was shown, written down, told after some minutes, taken back until then; told at once when
who asked ends it before.

`begin_act`, then what is done, then `finish`, all under the lock of the demande.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from ambassadeurs.coproprietes.services import disconnect_building
from communaute.comptes.models import User
from communaute.notifications.services import withdraw_many
from socle.uploads import private_storage

from ..enums import ActKind, DeskStatus, State
from ..errors import ActedMeanwhile, NotAllowed, TooLateToUndo
from ..mails import notify
from ..models import Attachment, Demande, DeskAct, StatusEvent
from ..numbers import NUMBERS

NOT_YOURS = "Seule la personne qui vient d’agir peut annuler ce qu’elle a fait."
# What an act may change, put back when it is taken back; `TOLD` is what who asked reads of it.
TOLD = ("state", "desk_status", "first_answer_at", "last_act_at", "closed_at", "closed_because")
COLUMNS = (*TOLD, "assigned_to", "follow_up_on", "follow_up_told_at")


def begin_act(
    demande: Demande,
    actor: User | None,
    version: int | None,
    *,
    kind: ActKind,
    may_be_undone: bool = True,
) -> DeskAct:
    """What is about to be done; `version` is that of the page the person acts from (None: of no
    page, nothing is checked).

    `may_be_undone`: until `until`, and nothing is told before; never for a program (no actor).
    Raises ActedMeanwhile.
    """
    now = timezone.now()
    check_nobody_acted(demande, actor, version)
    is_undoable = may_be_undone and actor is not None
    return DeskAct(
        demande=demande,
        actor=actor,
        by_partner_api=actor is None,
        kind=kind,
        at=now,
        until=now + _minutes() if is_undoable else None,
        changed={name: [text_of(demande, name)] for name in COLUMNS},
    )


def finish(act: DeskAct) -> DeskAct:
    """The act is done: kept with what changed; the demande is saved."""
    demande = act.demande
    after = {name: text_of(demande, name) for name in COLUMNS}
    act.changed = {
        name: [before, after[name]]
        for name, (before,) in act.changed.items()
        if before != after[name]
    }
    demande.version += 1
    act.version = demande.version
    demande.told_from = act.until or demande.told_from
    demande.save()
    act.save()
    return act


def can_undo(user: object, *acts: DeskAct) -> bool:
    """Who did them may, for some minutes, while nothing else that was done since stands, told or
    not (one query)."""
    pk, now = getattr(user, "pk", None), timezone.now()
    for act in acts:
        if act.undone_at or act.actor_id != pk or act.until is None or act.until <= now:
            return False
    return not _are_followed(*acts)


def _why_too_late(act: DeskAct) -> str:
    if act.undone_at:
        return "C’est déjà annulé."
    if _are_followed(act):
        return "Le suivi a changé depuis : on ne peut plus annuler."
    return "C’est trop tard pour annuler : c’est parti."


def _are_followed(*acts: DeskAct) -> bool:
    return DeskAct.objects.filter(pk__in=[one.pk for one in acts]).followed().exists()


def undo(act: DeskAct, actor: User) -> None:
    """Take back what one has just done: nothing of it was told, nothing of it will be.

    Only what is still as the act left it is put back. To call under the locks of the building and
    the demande, which is saved. Raises NotAllowed, TooLateToUndo.
    """
    if act.actor_id != actor.pk:
        raise NotAllowed(NOT_YOURS)
    if not can_undo(actor, act):
        raise TooLateToUndo(_why_too_late(act))
    demande, now = act.demande, timezone.now()
    take_note_back(act)
    put_back(act, by=actor)
    demande.version += 1
    waiting = DeskAct.objects.to_be_told(now).filter(demande=demande).first()
    demande.told_from = waiting.until if waiting else None
    demande.save()
    DeskAct.objects.create(
        demande=demande, actor=actor, kind=ActKind.UNDO, version=demande.version, at=now
    )


def tell_held(demande: Demande) -> None:
    """Who asked ends it: what the organisation did and may still take back is told at once. To call
    under the lock of the demande, before it ends."""
    now = timezone.now()
    if demande.told_from is None or demande.told_from <= now:
        return
    DeskAct.objects.to_be_told(now).filter(demande=demande).update(until=now)
    demande.messages.filter(shown_from__gt=now).update(shown_from=now)
    demande.told_from = None
    demande.save(update_fields=["told_from", "updated_at"])


def drop_held_end(demande: Demande) -> None:
    """Who asked acts in an exchange that the organisation closed and may still take back: for them
    it is open, and it stays so; an answer given with the end is still delivered. To call under the
    lock of the demande, which is saved."""
    now = timezone.now()
    if demande.state != State.CLOSED or demande.told_from is None or demande.told_from <= now:
        return
    held = DeskAct.objects.to_be_told(now).filter(demande=demande)
    act = held.filter(changed__has_key="closed_at").first()
    if act is None:
        return
    act.demande = demande
    if act.kind == ActKind.CLOSE:
        put_back(act, by=act.actor)
    else:
        _take_end_off(act)
    waiting = held.first()
    demande.told_from = waiting.until if waiting else None
    demande.save()


def _take_end_off(act: DeskAct) -> None:
    """What is left of an act that answers and closes: the answer."""
    ends = [key for key in act.keys if key.startswith(notify.END_KEY)]
    withdraw_many(keys=ends)
    act.keys = [key for key in act.keys if key not in ends]
    for name in ("closed_at", "closed_because"):
        set_column(act.demande, name, act.changed.pop(name)[0])
    act.demande.state = State.ANSWERED
    act.changed["state"][1] = text_of(act.demande, "state")
    act.save()


def as_told(demandes: Iterable[Demande]) -> None:
    """Show these demandes to who asked as they were before what may still be taken back: nothing is
    saved. One query for those that have something to hide, none else."""
    now = timezone.now()
    hiding = {one.pk: one for one in demandes if one.told_from is not None and one.told_from > now}
    if not hiding:
        return
    for act in DeskAct.objects.hidden(now).filter(demande__in=hiding):
        for name, (before, _) in act.changed.items():
            if name in TOLD:
                set_column(hiding[act.demande_id], name, before)


def version_of_mail(demande: Demande, reader: User) -> int:
    """The version that somebody who answers by mail has read, or made: what colleagues have just
    done is not told yet, and refuses an answer that crosses it."""
    is_told = Q(at__lte=timezone.now() - _minutes())
    told = DeskAct.objects.filter(is_told | Q(actor=reader), demande=demande)
    return told.aggregate(last=Max("version"))["last"] or 0


def read_by_mail_from(act: DeskAct) -> datetime:
    """The minute from which it refuses no answer by mail any more (`version_of_mail`)."""
    return act.at + _minutes() + timedelta(minutes=1)


def _minutes() -> timedelta:
    return timedelta(minutes=NUMBERS.undo_minutes)


def check_nobody_acted(demande: Demande, actor: User | None, version: int | None) -> None:
    """Since the page of this version; raises ActedMeanwhile."""
    if actor is None or version is None or version == demande.version:
        return
    since = DeskAct.objects.filter(demande=demande, version__gt=version, undone_at=None)
    found = since.select_related("actor", "message").last()
    if found is not None:
        raise ActedMeanwhile(found, found.said_to(actor))


# Having a demande, its building and its history be as before what was done and not told.


def put_back(act: DeskAct, *, by: User | None) -> None:
    """Put back what is still as the act left it, building included. Nothing of it will be told.

    Colleagues read both moves, the second one `by` the one of them who takes it back.

    To call under the locks of the building and of the demande, which is not saved.
    """
    demande = act.demande
    moved_to = demande.desk_status
    for name, (before, after) in act.changed.items():
        if text_of(demande, name) == after:
            set_column(demande, name, before)
    withdraw_many(keys=act.keys)
    _erase_message(act)
    _keep_other_answer(demande)
    act.undone_at = timezone.now()
    act.save(update_fields=["undone_at", "message"])
    if demande.desk_status == moved_to:
        return
    StatusEvent.objects.create(
        demande=demande, actor=by, from_status=moved_to, to_status=demande.desk_status
    )
    if moved_to == DeskStatus.RACCORDE:
        take_connection_back(demande)


def take_connection_back(demande: Demande) -> None:
    """Undo what « Raccordé » did, or would do, unless another demande to this operator says it
    still."""
    demande.acts.filter(connects_at__isnull=False).update(connects_at=None)
    building, organisation = demande.copropriete, demande.organisation
    if building is None or organisation is None:
        return
    # The building is held: another demande moved meanwhile is seen here, or waits to connect.
    others = organisation.demandes.filter(
        copropriete=building, reseau=demande.reseau, desk_status=DeskStatus.RACCORDE
    )
    if not others.exclude(pk=demande.pk).exists():
        disconnect_building(copropriete=building, organisation=organisation)
        # A project that nobody takes part in any more is gone, and took itself away.
        demande.refresh_from_db(fields=["copropriete"])


def text_of(demande: Demande, name: str) -> str | None:
    """A column as an act keeps it."""
    field: Any = demande._meta.get_field(name)
    empty = getattr(demande, field.attname) is None
    return None if empty else field.value_to_string(demande)


def set_column(demande: Demande, name: str, text: str | None) -> None:
    """Give a column back what an act kept; not saved."""
    field: Any = demande._meta.get_field(name)
    setattr(demande, field.attname, None if text is None else field.to_python(text))


def take_note_back(act: DeskAct) -> None:
    """The note goes with its act, as the message does: only the move stays written down. One
    written since, by itself, stays. To call first, while the message is known."""
    events = _events_of(act) if act.message is not None else _moves_of(act)
    events.filter(from_status=F("to_status")).delete()
    events.update(note="")


def _events_of(act: DeskAct) -> QuerySet[StatusEvent]:
    """What was written down of it, or since."""
    events = act.demande.events.filter(actor=act.actor_id, at__gte=act.at)
    if act.message is not None:
        # An act holds its demande, and writes its message last: what comes before is its own.
        events = events.filter(at__lte=act.message.sent_at)
    return events


def _moves_of(act: DeskAct) -> QuerySet[StatusEvent]:
    """Its change of the status."""
    before, after = act.changed.get("desk_status", ("", ""))
    return _events_of(act).filter(from_status=before, to_status=after)


def _keep_other_answer(demande: Demande) -> None:
    """Another answer than the one that goes stands: it is the first one. Not saved."""
    if demande.first_answer_at is not None:
        return
    other = demande.messages.filter(from_requester=False).order_by("sent_at").first()
    if other is not None:
        demande.first_answer_at = other.sent_at
        if demande.state == State.WAITING:
            demande.state = State.ANSWERED


def _erase_message(act: DeskAct) -> None:
    """Nobody but colleagues read it: the message goes with its files."""
    message, act.message = act.message, None
    if message is None:
        return
    for name in list(Attachment.objects.filter(message=message).values_list("file", flat=True)):
        transaction.on_commit(partial(private_storage().delete, name))
    message.delete()

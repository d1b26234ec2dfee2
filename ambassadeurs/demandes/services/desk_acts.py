"""What somebody of an organisation does with a demande: refused when somebody acted since
the page was shown, written down, told after some minutes, taken back until then; dropped when who
asked ends it before.

`begin`, then what is done, then `finish`, all under the lock of the demande.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Q
from django.utils import timezone

from communaute.notifications.services import withdraw_many

from .. import announcements
from ..enums import ActKind, ClosedBecause, State
from ..errors import ActedMeanwhile, NotAllowed, TooLateToUndo
from ..models import DeskAct
from ..numbers import NUMBERS
from .putting_back import put_back, take_note_back, text_of, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communaute.comptes.models import User

    from ..models import Demande

NOT_YOURS = "Seule la personne qui vient d’agir peut annuler ce qu’elle a fait."
# What an act may change, put back when it is taken back; `TOLD` is what who asked reads of it.
TOLD = ("state", "desk_status", "first_answer_at", "last_act_at", "closed_at", "closed_because")
COLUMNS = (*TOLD, "assigned_to", "follow_up_on", "follow_up_told_at")


def begin(
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
    _check_nobody_acted(demande, actor, version)
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


def drop_held(demande: Demande) -> None:
    """Who asked ends it: what the organisation did and may still take back is as if it was not
    done, and whoever did it is told; a note for colleagues stays. To call under the locks of the
    building and the demande, before it ends; not saved."""
    now = timezone.now()
    if demande.told_from is None or demande.told_from <= now:
        return
    held = DeskAct.objects.to_be_told(now).filter(demande=demande)
    for act in held.select_related("actor", "message"):
        act.demande = demande
        message = act.message
        act.unsent = message.body if message is not None else ""
        had_files = message is not None and message.attachments.exists()
        put_back(act, by=None)
        announcements.announce_unsent(act, text=act.unsent, had_files=had_files)
    demande.told_from = None


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
        put_back(act, by=None)
    else:
        _take_end_off(act)
    waiting = held.first()
    demande.told_from = waiting.until if waiting else None
    demande.save()


def _take_end_off(act: DeskAct) -> None:
    """What is left of an act that answers and closes: the answer."""
    ends = [key for key in act.keys if key.startswith(announcements.END_KEY)]
    withdraw_many(keys=ends)
    act.keys = [key for key in act.keys if key not in ends]
    for name in ("closed_at", "closed_because"):
        write(act.demande, name, act.changed.pop(name)[0])
    act.demande.state = State.ANSWERED
    act.changed["state"][1] = text_of(act.demande, "state")
    act.save()


def tell_closed_account(person: User) -> None:
    """Somebody closes their account to others: whoever had just answered them is told that it does
    not leave. The answer stays in the exchange, where it is read if the account opens again."""
    if person.is_active:
        return
    held = DeskAct.objects.to_be_told(timezone.now()).filter(demande__requester=person)
    for act in held.select_related("actor", "message", "demande__requester"):
        if act.message is not None:
            text = act.message.body
            act.keys.append(announcements.announce_unsent(act, text=text, had_files=False))
            act.save(update_fields=["keys"])


def is_dropped(act: DeskAct) -> bool:
    """Whether who asked ended the demande before anything of the act was told (`drop_held`)."""
    demande = act.demande
    has_left = demande.requester_id is None or demande.consent_withdrawn_at is not None
    is_ended = has_left or demande.closed_because == ClosedBecause.REQUESTER
    return act.undone_at is not None and is_ended


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
                write(hiding[act.demande_id], name, before)


def version_of_mail(demande: Demande, reader: User) -> int:
    """The version that somebody who answers by mail has read, or made: what colleagues have just
    done is not told yet, and refuses an answer that crosses it."""
    is_told = Q(at__lte=timezone.now() - _minutes())
    told = DeskAct.objects.filter(is_told | Q(actor=reader), demande=demande)
    return told.aggregate(last=Max("version"))["last"] or 0


def _minutes() -> timedelta:
    return timedelta(minutes=NUMBERS.undo_minutes)


def _check_nobody_acted(demande: Demande, actor: User | None, version: int | None) -> None:
    if actor is None or version is None or version == demande.version:
        return
    since = DeskAct.objects.filter(demande=demande, version__gt=version, undone_at=None)
    found = since.select_related("actor", "message").last()
    if found is not None:
        raise ActedMeanwhile(found, found.said_to(actor))

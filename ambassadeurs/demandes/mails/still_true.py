"""Whether what was told of demandes is still so, asked as a mail leaves (`kinds.py`).

`demandes` of a context are the ones it tells of (pks).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import User
from communaute.comptes.perms import is_national_team
from communaute.notifications.outbox.pending import has_reached

from ..enums import ClosedBecause, DeskStatus, State
from ..mailbox import given_address
from ..models import Demande, Message
from ..perms import works_near
from ..querysets import DemandeQuerySet

type Context = Mapping[str, Any]


def rows_of(context: Context) -> DemandeQuerySet:
    """The requests that a mail tells of."""
    return Demande.objects.filter(pk__in=context.get("demandes", ()))


def _some(context: Context, chosen: Callable[[DemandeQuerySet], DemandeQuerySet]) -> bool:
    """Whether one at least of those told of is among the `chosen`, if it tells of any."""
    return "demandes" not in context or chosen(rows_of(context)).exists()


def is_open(context: Context) -> bool:
    """Not closed since: what was asked at night may be withdrawn before the morning."""
    return _some(context, lambda rows: rows.open())


def waits(context: Context) -> bool:
    """Nobody answered since, and it is not closed."""
    return _some(context, lambda rows: rows.unanswered())


def waits_as_told(context: Context) -> bool:
    """Open, and nobody of the side written to wrote after the message that is quoted."""
    later = Message.objects.filter(
        demande__in=context["demandes"], from_requester=False, pk__gt=context["message"]
    )
    return is_open(context) and not later.exists()


def waits_outside(context: Context) -> bool:
    """The same for a mailbox, which also gets what a person writes once it was answered."""
    return waits(context) if context.get("news") in {"request", "reminder"} else is_open(context)


def is_over(context: Context) -> bool:
    """Not all opened again since."""
    return not all(_are_open(context))


def _are_open(context: Context) -> list[bool]:
    found = set(rows_of(context).open().values_list("pk", flat=True))
    return [pk in found for pk in context["demandes"]]


def is_shared(context: Context) -> bool:
    """The agreement was not taken back, and it still leads somewhere: the exchange is open, or both
    agreed."""
    agreed = Q(requester_shares_contact=True)
    theirs = Q(recipient_shares_contact=True)
    mine = agreed if context["by_requester"] else theirs
    return (
        rows_of(context).filter(mine, Q(pk__in=Demande.objects.open()) | agreed & theirs).exists()
    )


def is_given(context: Context) -> bool:
    """The person still gives their address to the mailbox."""
    demande = rows_of(context).open().first()
    return demande is not None and given_address(demande) != ""


def goes_on(context: Context) -> bool:
    """Offered to somebody else, who still has it; or to nobody."""
    return not context.get("after") or is_open(context)


def is_paused(context: Context) -> bool:
    """The mandate was not resumed since, nor paused otherwise."""
    mandates = Ambassadeur.objects.filter(pk=context["mandate"])
    return mandates.filter(paused_until=context["until"]).exists()


def reads(person: User, context: Context) -> bool:
    """Still a party of it: on whichever side, with the consent an operator needs."""
    return _some(context, lambda rows: rows.as_party(person))


def follows(person: User, context: Context) -> bool:
    """Still takes part in the building, and follows the request of another there."""
    return _some(context, lambda rows: rows.of_members(person).filter(followers__user=person))


def hears_the_end(person: User, context: Context) -> bool:
    """Still a party of it, who had been told of it before it ended, or acted in it."""
    if not reads(person, context):
        return False
    acted = Q(messages__author=person) | Q(acts__actor=person)
    return _had_been_told(person, context) or rows_of(context).filter(acted).exists()


def is_over_outside(context: Context) -> bool:
    """The same for a mailbox: not opened again, and it was told of it before."""
    return is_over(context) and _had_been_told(None, context)


def _had_been_told(person: User | None, context: Context) -> bool:
    now = timezone.now()
    return any(
        has_reached(
            person,
            keys=[request_key(one), group_key(one)],
            thread=one.mail_thread,
            before=one.consent_withdrawn_at or one.closed_at or now,
        )
        for one in rows_of(context)
    )


def request_key(demande: Demande) -> str:
    """Of what tells that somebody asks."""
    return f"mer-demande-{demande.pk}"


def group_key(demande: Demande) -> str:
    """The same, for several buildings at once."""
    return f"mer-groupe-{demande.batch}"


def listens(person: User, context: Context) -> bool:
    """The same, and did not close it: that stops what is told of it."""
    by_me = Q(requester=person, closed_because=ClosedBecause.REQUESTER)
    by_us = ~Q(requester=person) & Q(closed_because=ClosedBecause.RECIPIENT)
    return _some(context, lambda rows: rows.as_party(person).exclude(by_me | by_us))


def works_there(person: User, context: Context) -> bool:
    """Works for the organisation written to, whether or not it still reads the demande."""
    return _some(context, lambda rows: rows.sent_to_those_of(person))


def looks_after(kind: OrganisationKind) -> Callable[[User, Context], bool]:
    """Works for an organisation of this kind whose territory has the place: that of the ambassador,
    else that of the building."""

    def check(person: User, context: Context) -> bool:
        rows = rows_of(context).select_related("commune", "ambassadeur__copropriete__commune")
        demande = rows.first()
        if demande is None:
            return False
        host = demande.ambassadeur
        commune = host.copropriete.commune if host else demande.commune
        return works_near(person, kind, commune)

    return check


def is_of_the_team(person: User, _: Context) -> bool:
    return is_national_team(person)


def still_asked(context: Context) -> Context:
    """Of several buildings, those that still wait for an answer."""
    waiting = set(rows_of(context).unanswered().values_list("pk", flat=True))
    buildings = [name for pk, name in _named(context) if pk in waiting]
    return {"buildings": buildings, "number": len(buildings)}


def still_ended(context: Context) -> Context:
    """Of several buildings, those whose demande was not opened again since; what the person still
    asks of the same organisation, or whether their account is erased."""
    named = zip(_named(context), _are_open(context), strict=False)
    buildings = [name for (_, name), is_open_again in named if not is_open_again]
    first = rows_of(context).first()
    return {
        "buildings": buildings,
        "asks_more": first is not None and asks_more(first),
        "is_closed": first is not None and first.requester_id is None,
    }


def asks_more(demande: Demande) -> bool:
    """Whether the person still has an open demande to the same organisation."""
    if demande.requester_id is None or demande.organisation_id is None:
        return False
    theirs = {"requester": demande.requester_id, "organisation": demande.organisation_id}
    return Demande.objects.open().filter(**theirs).exists()


def answered_by_now(context: Context) -> Context:
    """Whether there was an answer before it was opened again, or since; nor is one waited for once
    an operator moved it on without a word."""
    return {"was_answered": rows_of(context).filter(state=State.ANSWERED).exists()}


def both_by_now(context: Context) -> Context:
    """Whether both share their contact details."""
    return {"both": _both_share(context)}


def _both_share(context: Context) -> bool:
    both = {"requester_shares_contact": True, "recipient_shares_contact": True}
    return rows_of(context).filter(**both).exists()


def read_by_now(context: Context) -> Context:
    """What is masked in a message is so until both share; where the demande stands, when the
    message told it; whether it may be answered."""
    now: dict[str, Any] = {"is_over": not is_open(context)}
    if context.get("is_masked"):
        now["is_masked"] = not _both_share(context)
    if context.get("status"):
        demande = rows_of(context).first()
        now["status"] = DeskStatus(demande.desk_status).label.lower() if demande else ""
    return now


def address_by_now(context: Context) -> Context:
    """The address that the person gives to a mailbox, or gives no more; without the text that
    moderation hid since."""
    demande = rows_of(context).first()
    now: dict[str, Any] = {} if demande is None else {"answer_to": given_address(demande)}
    hidden = Message.objects.filter(pk=context.get("quoted")).exclude(hidden_at=None)
    if hidden.exists():
        now |= {"quote": "", "is_cut": False}
    return now


def left_by_now(context: Context) -> Context:
    """Whether who did not answer is an ambassador no more: they may have come back."""
    if not context["left"]:
        return {}
    is_back = Ambassadeur.objects.public().filter(pk=context["mandate"]).exists()
    return {"left": not is_back}


def _named(context: Context) -> zip[tuple[int, str]]:
    return zip(context["demandes"], context.get("buildings", ()), strict=False)

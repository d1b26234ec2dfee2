"""What operators and agencies both do with a demande: who follows it, when one comes back to it,
and their ready answers.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ambassadeurs.coproprietes.services import lock_buildings
from ambassadeurs.demandes.enums import ActKind, State
from ambassadeurs.demandes.errors import DemandeError, NotAllowed, ThreadClosed
from ambassadeurs.demandes.models import Demande, StatusEvent
from ambassadeurs.demandes.names import asker_name, which_building
from ambassadeurs.demandes.perms import answering, works_for
from ambassadeurs.demandes.services import desk_acts
from communaute.comptes.models import Membership, Organisation, User
from communaute.comptes.services import lock_accounts
from communaute.notifications.services import tell
from socle.errors import ChangedMeanwhile
from socle.forms import version_of
from socle.numbers import quantity
from socle.scheduler import Step

from ..lines import desk_list_url, desk_url
from ..models import ReplyTemplate
from ..numbers import NUMBERS
from ..perms import can_handle_demande

NOT_YOURS = "Cette demande n’est pas adressée à votre organisme."


class StrangerColleague(DemandeError):
    """A request is assigned to somebody who works for the organisation."""


class PersonGone(DemandeError):
    """Nothing more is written about somebody who closed their account."""

    message = "La personne a fermé son compte : on ne note plus rien sur sa demande."


class WrongDay(DemandeError):
    """One comes back to a demande on a day to come, not too far."""

    def __init__(self) -> None:
        longest = quantity(NUMBERS.follow_up_days, "jour")
        super().__init__(f"Choisissez un jour à venir, dans {longest} au plus.")


def last_day() -> date:
    """The furthest day on which one may come back to a demande."""
    return timezone.localdate() + timedelta(days=NUMBERS.follow_up_days)


@transaction.atomic
def assign(
    *, actor: User, demande: Demande, colleague: User | None, version: int | None = None
) -> Demande:
    """Give a demande to a colleague, or to nobody, from the page of this `version` of it.

    Raises NotAllowed, StrangerColleague, ActedMeanwhile.
    """
    demande, moved = _assigned(actor, demande, colleague, version)
    if moved:
        _tell_assigned(actor, [demande])
    return demande


@transaction.atomic
def assign_several(
    *,
    actor: User,
    demandes: Iterable[Demande],
    colleague: User | None,
    versions: Mapping[UUID, int] | None = None,
) -> int:
    """`assign` each demande, all or none, told once; returns how many changed hands. `versions`:
    those of the page, by public identifier.

    Raises DemandeError of one (NotAllowed, StrangerColleague, ActedMeanwhile).
    """
    given = []
    for demande in all_locked(demandes):
        version = (versions or {}).get(demande.public_id)
        if demande.assigned_to_id == (colleague.pk if colleague else None):
            continue
        try:
            given.append(_assigned(actor, demande, colleague, version)[0])
        except DemandeError as error:
            error.demande = demande
            raise
    _tell_assigned(actor, given)
    return len(given)


def _assigned(
    actor: User, demande: Demande, colleague: User | None, version: int | None
) -> tuple[Demande, bool]:
    """And whether it changed hands."""
    demande = handled(actor, demande)
    if (
        colleague is not None
        and not Membership.objects.filter(
            organisation=demande.organisation_id, user=colleague
        ).exists()
    ):
        raise StrangerColleague("Cette personne ne travaille pas pour votre organisme.")
    if demande.assigned_to_id == (colleague.pk if colleague else None):
        return demande, False
    act = desk_acts.begin_act(demande, actor, version, kind=ActKind.ASSIGN, may_be_undone=False)
    demande.assigned_to = colleague
    desk_acts.finish(act)
    return demande, True


def _tell_assigned(actor: User, given: list[Demande]) -> None:
    """The colleague, once, of all that they are given. Of several, no name of who asks: it could
    not be taken out of one exchange's mails when its account closes."""
    colleague = given[0].assigned_to if given else None
    if colleague is None or colleague.pk == actor.pk:
        return
    demande = given[0]
    is_one = len(given) == 1
    tell(
        "guichets.assigned",
        to=colleague,
        key=f"desk-assigned-{demande.pk}-{colleague.pk}-{demande.updated_at.isoformat()}",
        url=desk_url(demande) if is_one else f"{desk_list_url(demande)}?suivi={colleague.pk}",
        thread=demande.mail_thread if is_one else "",
        context={
            "demandes": [one.pk for one in given],
            "colleague": actor.public_name,
            "asker": asker_name(demande) if is_one else "",
            "building": which_building(demande),
            "name": demande.sent.get("name", ""),
            "names": [one.sent.get("name", "") for one in given],
            "kind": demande.kind,
        },
    )


@transaction.atomic
def come_back(*, actor: User, demande: Demande, day: date, version: int | None = None) -> Demande:
    """Come back to a demande on this day: whoever follows it is told then. The actor follows it
    when nobody does. An answer or the end of the exchange takes the day away.

    Raises NotAllowed, ThreadClosed, ActedMeanwhile, or WrongDay for a day that is not to come or
    too far.
    """
    demande = handled(actor, demande)
    if demande.state == State.CLOSED:
        raise ThreadClosed
    if not timezone.localdate() < day <= last_day():
        raise WrongDay
    if demande.follow_up_on == day:
        return demande
    act = desk_acts.begin_act(demande, actor, version, kind=ActKind.DAY, may_be_undone=False)
    demande.follow_up_on, demande.follow_up_told_at = day, None
    demande.assigned_to = demande.assigned_to or actor
    return desk_acts.finish(act).demande


@transaction.atomic
def forget_day(*, actor: User, demande: Demande, version: int | None = None) -> Demande:
    """No longer come back to a demande; again changes nothing.

    Raises NotAllowed, ActedMeanwhile.
    """
    demande = handled(actor, demande)
    if demande.follow_up_on is not None:
        act = desk_acts.begin_act(demande, actor, version, kind=ActKind.DAY, may_be_undone=False)
        demande.follow_up_on = demande.follow_up_told_at = None
        desk_acts.finish(act)
    return demande


@transaction.atomic
def tell_day(pk: int, now: datetime) -> int:
    """The day has come: tell whoever follows the demande, else all who answer; once."""
    due = Demande.objects.to_come_back(timezone.localdate(now)).filter(follow_up_told_at=None)
    if not due.filter(pk=pk).update(follow_up_told_at=now):
        return 0
    demande = Demande.objects.select_related("organisation", "requester").get(pk=pk)
    people = answering(demande)
    for person in people:
        tell(
            "guichets.come_back",
            to=person,
            key=f"relancer-{demande.pk}-{demande.follow_up_on}",
            url=desk_url(demande),
            thread=demande.mail_thread,
            context={
                "demandes": [demande.pk],
                "asker": asker_name(demande),
                "building": which_building(demande),
                "day": demande.follow_up_on,
            },
        )
    return len(people)


def can_note(demande: Demande) -> bool:
    """Whether the person is still there, and what names them."""
    return demande.requester_id is not None and demande.erased_at is None


@transaction.atomic
def add_note(*, actor: User, demande: Demande, note: str) -> None:
    """Write a note for colleagues, which the person never reads; sent twice, it is written once.

    Raises NotAllowed, or PersonGone: notes go with the account, none comes after.
    """
    demande, note = handled(actor, demande), note.strip()
    if not can_note(demande):
        raise PersonGone
    last = demande.events.last()
    if not note or (last is not None and (last.note, last.actor_id) == (note, actor.pk)):
        return
    StatusEvent.objects.create(
        demande=demande,
        actor=actor,
        from_status=demande.desk_status,
        to_status=demande.desk_status,
        note=note,
    )


@transaction.atomic
def save_template(
    *,
    actor: User,
    organisation: Organisation,
    title: str,
    body: str,
    template: ReplyTemplate | None = None,
    version: str = "",
) -> ReplyTemplate:
    """Create a ready answer of the organisation, or change one, from the page of this `version` of
    it (`version_of_template`; empty: of no page). Raises NotAllowed, ChangedMeanwhile."""
    template = template or ReplyTemplate(organisation=organisation)
    before = _locked_template(actor, template)
    template.title, template.body = title.strip(), body.strip()
    told = version_of_template(template)
    # Sent twice, it is there already.
    if before and version not in ("", now := version_of_template(before)) and now != told:
        message = "Quelqu’un vient de modifier ce modèle, ou vous dans une autre fenêtre."
        raise ChangedMeanwhile(message, now)
    template.save()
    return template


def version_of_template(template: ReplyTemplate) -> str:
    """What the page that changes it shows of it, for `save_template`."""
    return version_of(template.title, template.body)


@transaction.atomic
def delete_template(*, actor: User, template: ReplyTemplate, version: str = "") -> None:
    """`version` as for `save_template`. Raises NotAllowed, ChangedMeanwhile."""
    before = _locked_template(actor, template)
    if before and version not in ("", now := version_of_template(before)):
        message = "Quelqu’un vient de modifier ce modèle : il n’est pas supprimé."
        raise ChangedMeanwhile(message, now)
    template.delete()


def _locked_template(actor: User, template: ReplyTemplate) -> ReplyTemplate | None:
    """As it is kept now, locked; None for a new one. Raises NotAllowed."""
    if not works_for(actor, template.organisation_id):
        raise NotAllowed("Ce modèle appartient à un autre organisme.")
    return ReplyTemplate.objects.select_for_update().filter(pk=template.pk).first()


def lock_parties(demandes: Iterable[Demande], actor: User | None) -> None:
    """Lock who acts and whoever asked, then their buildings: all before the demandes
    (docs/mecanismes.md)."""
    keys = [demande.pk for demande in demandes]
    rows = Demande.objects.filter(pk__in=keys).order_by()
    sides = rows.values_list("requester_id", "copropriete_id")
    people, buildings = [*zip(*sides, strict=True)] or [(), ()]
    lock_accounts(actor.pk if actor else None, *people)
    lock_buildings(*buildings)


def locked(demande: Demande) -> Demande:
    return (
        Demande.objects.select_for_update(of=("self",))
        .select_related("requester", "organisation")
        .get(pk=demande.pk)
    )


def handled(actor: User, demande: Demande) -> Demande:
    """The demande as it is now, locked, for a colleague of whoever received it.

    Raises NotAllowed.
    """
    demande = locked(demande)
    if not can_handle_demande(actor, demande):
        raise NotAllowed(NOT_YOURS)
    return demande


def all_locked(demandes: Iterable[Demande]) -> list[Demande]:
    """Always in the same order: two colleagues never wait for each other."""
    rows = Demande.objects.filter(pk__in=[demande.pk for demande in demandes])
    return list(rows.select_for_update().order_by("pk"))


def days_that_came(now: datetime) -> list[int]:
    """Demandes (pks) to come back to today or before, whose day is not told yet."""
    rows = Demande.objects.to_come_back(timezone.localdate(now)).filter(follow_up_told_at=None)
    return list(rows.order_by("follow_up_on", "pk").values_list("pk", flat=True))


STEPS = (
    Step(
        key="guichets.come_back",
        label="Demandes à relancer : le jour est dit à qui les suit",
        due=days_that_came,
        do=tell_day,
        after=("demandes.forget_closed_accounts",),
    ),
)

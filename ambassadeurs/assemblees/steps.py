"""What the clock does with the date of an assembly: its members are told before, asked after."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete
from communaute.comptes.models import User
from communaute.notifications.catalogue import Kind
from communaute.notifications.services import tell
from socle.scheduler import Step

from .enums import State
from .models import Assemblee, AssembleeQuerySet
from .numbers import ASKED_AGAIN, NO_OFFER, NUMBERS, SOON, days_of, due_on
from .selectors import assemblies_of, has_offer, is_voted

_NAMES = {NO_OFFER: "no_offer", SOON: "soon"}


def _untold(today: date) -> AssembleeQuerySet:
    """Those whose messages may be due: few, by the index of their day."""
    first = today - timedelta(days=NUMBERS.asked_until_days)
    last = today - timedelta(days=min(days_of().values()))
    rows = Assemblee.objects.filter(held_on__range=(first, last), result="")
    return rows.filter(notices__lt=ASKED_AGAIN).exclude(state=State.CANCELLED)


def _due(now: datetime) -> list[int]:
    today = timezone.localdate(now)
    rows = _untold(today).order_by("pk").values_list("pk", "held_on", "notices")
    return [pk for pk, held_on, notices in rows if due_on(held_on, today) > notices]


@transaction.atomic
def _tell(pk: int, now: datetime) -> dict[str, int]:
    """The last message that is due, once; those before it are behind."""
    today = timezone.localdate(now)
    row = _untold(today).select_for_update(of=("self",)).select_related("copropriete")
    one = row.filter(pk=pk).first()
    if one is None or (notice := due_on(one.held_on, today)) <= one.notices:
        return {}
    one.notices = notice
    one.save(update_fields=["notices"])
    building = one.copropriete
    if is_voted(building, assemblies_of(building)) or (notice == NO_OFFER and has_offer(building)):
        return {}
    return {"assemblies_told": _tell_members(one, notice)}


def _tell_members(one: Assemblee, notice: int) -> int:
    building, name = one.copropriete, _NAMES.get(notice, "asked")
    url = one.get_absolute_url()
    if name == "asked":
        url = reverse("assemblees:result", args=[building.pk, one.pk])
    elif name == "no_offer":
        url = reverse("ambassadeurs:project", args=[building.pk])
    people = User.objects.filter(copropriete_memberships__copropriete=building, is_active=True)
    for person in people.order_by("pk"):
        tell(
            f"assemblees.{name}",
            to=person,
            key=f"assemblee-{one.pk}-{one.held_on.isoformat()}-{notice}",
            url=url,
            thread=f"assemblee-{one.pk}",
            context={
                "assemblee": one.pk,
                "held_on": one.held_on,
                "residence": building.name,
                "again": notice == ASKED_AGAIN,
            },
        )
    return len(people)


STEP = Step(
    key="assemblees.tell_members",
    label="Assemblées générales : membres prévenus avant, interrogés après",
    due=_due,
    do=_tell,
)


# What this room tells people: its part of the catalogue.


type Context = Mapping[str, Any]
MEMBERS = "Les membres de la copropriété."


def _as_told(context: Context) -> Assemblee | None:
    """The assembly of a message, while its day is the one that was told."""
    rows = Assemblee.objects.filter(pk=context["assemblee"], held_on=context["held_on"])
    return rows.select_related("copropriete").first()


def is_to_come(context: Context) -> bool:
    """Neither moved nor cancelled since, nor past, and the connection is still to be voted."""
    today = timezone.localdate()
    one = _as_told(context)
    if one is None or not Assemblee.objects.to_come(today).filter(pk=one.pk).exists():
        return False
    return not is_voted(one.copropriete, assemblies_of(one.copropriete))


def lacks_offer(context: Context) -> bool:
    """Still to come, and no offer reached the building since."""
    one = _as_told(context)
    return one is not None and is_to_come(context) and not has_offer(one.copropriete)


def is_unsaid(context: Context) -> bool:
    """Nobody said how it went since."""
    rows = Assemblee.objects.without_result(timezone.localdate())
    return rows.filter(pk=context["assemblee"], held_on=context["held_on"]).exists()


def takes_part(person: User, context: Context) -> bool:
    """Still of the building."""
    mine = Copropriete.objects.of_member(person)
    return mine.filter(assemblees=context["assemblee"]).exists()


KINDS = (
    Kind(
        key="assemblees.no_offer",
        label="Assemblée générale : pas encore d’offre",
        who=MEMBERS,
        when="Quelques mois avant l’assemblée, quand aucune offre de l’exploitant n’est là.",
        still_true=lacks_offer,
        visible_to=takes_part,
    ),
    Kind(
        key="assemblees.soon",
        label="Assemblée générale bientôt",
        who=MEMBERS,
        when="Peu avant l’assemblée.",
        still_true=is_to_come,
        visible_to=takes_part,
    ),
    Kind(
        key="assemblees.asked",
        label="Assemblée générale : comment cela s’est-il passé ?",
        who=MEMBERS,
        when="Le lendemain de l’assemblée, et une semaine plus tard si personne n’a répondu.",
        still_true=is_unsaid,
        visible_to=takes_part,
    ),
)

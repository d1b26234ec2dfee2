"""What this room tells people: its part of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete
from communaute.notifications.catalogue import Kind

from .models import Assemblee
from .reading import assemblies_of, has_offer, is_voted

if TYPE_CHECKING:
    from communaute.comptes.models import User

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

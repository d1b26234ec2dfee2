"""What this room tells people: its part of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from communaute.notifications.catalogue import Channel, Kind

from ..perms import can_read_again
from .models import SecondReading

if TYPE_CHECKING:
    from communaute.comptes.models import User


def is_still_to_read(person: User, context: Mapping[str, Any]) -> bool:
    """Whether nobody has read the decision again, and this person may."""
    if "reading" not in context:
        return True
    rows = SecondReading.objects.filter(read_at=None).select_related("decision__case")
    found = rows.filter(pk=context["reading"]).first()
    return found is not None and can_read_again(person, found)


KINDS = (
    Kind(
        key="second_reading.to_read",
        label="Décision à relire",
        who="Les membres de l’agence tirée au sort ; sans autre agence, l’équipe nationale.",
        when="Au début du mois, pour une part des décisions du mois d’avant.",
        channel=Channel.DAILY,
        at_work=True,
        visible_to=is_still_to_read,
    ),
)

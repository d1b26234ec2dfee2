"""What a building has to do now, on its page, which is of a room below."""

from django import template
from django.db.models import QuerySet
from django.utils import timezone

from ambassadeurs.assemblees.enums import State
from ambassadeurs.assemblees.models import Assemblee
from ambassadeurs.assemblees.next_step import Now, now_of
from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.projects.services import buildings_of
from ambassadeurs.demandes.enums import State as RequestState
from ambassadeurs.demandes.models import Demande

register = template.Library()


@register.simple_tag
def dossier_to_read(demande: Demande) -> Assemblee | None:
    """The assembly whose papers the agency of this request was let read, if it still is to come or
    the last one (1 query): `{% dossier_to_read demande as assembly %}`."""
    rows = Assemblee.objects.exclude(state=State.CANCELLED).filter(dossier__read_for=demande)
    return rows.first() if demande.state != RequestState.CLOSED else None


@register.simple_tag
def building_now(copropriete: Copropriete, user: object) -> Now:
    """What is open, awaited and next: `{% building_now building user as now %}`."""
    return now_of(copropriete, user)


@register.simple_tag
def assemblies_to_come(user: object) -> QuerySet[Assemblee]:
    """Of the buildings of this person (1 query): `{% assemblies_to_come user as coming %}`."""
    mine = Assemblee.objects.filter(copropriete__in=buildings_of(user).order_by())
    return mine.to_come(timezone.localdate()).select_related("copropriete")

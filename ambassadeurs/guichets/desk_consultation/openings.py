"""The national team reads a desk: only once opened with a reason, for a while, and written down."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from ambassadeurs.demandes.errors import NotAllowed
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Coverage, Organisation

from ..models import DeskOpening
from ..numbers import NUMBERS
from ..perms import can_open_desk_of

if TYPE_CHECKING:
    from communaute.comptes.models import User


@transaction.atomic
def open_desk(*, actor: User, organisation: Organisation, reason: str) -> DeskOpening:
    """Read the desk of an organisation for a while; while it is open, again changes nothing.

    Raises NotAllowed.
    """
    if not can_open_desk_of(actor, organisation):
        message = "Seule l’équipe nationale lit l’espace d’un organisme."
        raise NotAllowed(message)
    # Two clicks at once write one opening: the second one waits, then reads the first.
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    current = opening_of(actor, organisation)
    if current is not None:
        return current
    now = timezone.now()
    return DeskOpening.objects.create(
        organisation=organisation,
        actor=actor,
        actor_name=actor.public_name,
        reason=reason.strip(),
        at=now,
        until=now + timedelta(minutes=NUMBERS.opening_minutes),
    )


def opening_of(user: object, organisation: Organisation) -> DeskOpening | None:
    """What lets this person read this desk now; None without, or once over."""
    if not can_open_desk_of(user, organisation):
        return None
    openings = organisation.desk_openings.filter(actor=user, until__gt=timezone.now())
    return openings.first()


def helped_agencies(user: object) -> QuerySet[Organisation]:
    """The agencies whose desk this person has open now: they may act in their name, and the
    opening says why (one query, and one for the territories)."""
    open_now = DeskOpening.objects.filter(actor=cast("User", user), until__gt=timezone.now())
    agencies = Organisation.objects.filter(
        kind=OrganisationKind.AGENCE, pk__in=open_now.values("organisation")
    )
    return agencies.prefetch_related(
        Prefetch("coverages", Coverage.objects.select_related("organisation"))
    )

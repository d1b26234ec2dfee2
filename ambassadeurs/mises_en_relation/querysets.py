from typing import Self

from django.db import models

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.perms import is_national_team, organisations_of

from .enums import BookingState, Kind, State, VisitState


class MiseEnRelationQuerySet(models.QuerySet):
    """Reading rules; twins of `perms.can_read_thread` and `perms.can_see_at_desk`."""

    def as_party(self, user: object) -> Self:
        """One's own requests, those received as ambassador, those of one's organisations.

        The thread is for the parties only: no desk of a territory reads it.
        """
        if not getattr(user, "is_authenticated", False):
            return self.none()
        mine = [
            organisation.pk
            for kind in (OrganisationKind.EXPLOITANT, OrganisationKind.AGENCE)
            for organisation in organisations_of(user, kind)
        ]
        return self.filter(
            models.Q(requester=user)
            | models.Q(ambassadeur__user=user)
            | models.Q(organisation__in=mine)
        )

    def at_operator_desk(self, user: object) -> Self:
        """Prospects sent, with consent, to an operator one works for."""
        mine = [o.pk for o in organisations_of(user, OrganisationKind.EXPLOITANT)]
        return self.filter(kind=Kind.EXPLOITANT, organisation__in=mine, consent_at__isnull=False)

    def at_agency_desk(self, user: object) -> Self:
        """Requests for advice sent to an agency one works for."""
        mine = [o.pk for o in organisations_of(user, OrganisationKind.AGENCE)]
        return self.filter(kind=Kind.AGENCE, organisation__in=mine)

    def visible_to(self, user: object) -> Self:
        return self.all() if is_national_team(user) else self.as_party(user)

    def open(self) -> Self:
        return self.exclude(state=State.CLOSED)

    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)

    def for_list(self) -> Self:
        return self.select_related(
            "requester",
            "copropriete",
            "commune",
            "reseau",
            "organisation",
            "assigned_to",
            "ambassadeur__copropriete",
            "ambassadeur__user",
        )


class VisitQuerySet(models.QuerySet):
    def proposed(self) -> Self:
        return self.filter(state=VisitState.PROPOSED)


class BookingQuerySet(models.QuerySet):
    def holding_a_place(self) -> Self:
        return self.filter(state__in=[BookingState.REQUESTED, BookingState.CONFIRMED])

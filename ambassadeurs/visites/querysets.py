"""Reading visits and places."""

from datetime import datetime
from typing import Self

from django.db import models

from communaute.comptes.perms import agency_coverages, is_national_team, territory_scope
from communaute.comptes.territories import inside
from communaute.moderation.enums import ContentStatus
from communaute.moderation.querysets import ModeratedQuerySet
from communaute.moderation.sanction_rules import forbid_messages

from .enums import BookingState, VisitState

_ALL = models.Q(pk__isnull=False)
HOLDING = (BookingState.REQUESTED, BookingState.CONFIRMED)
# Of a visit begun: nobody decided, or no place came free.
LEFT_OUT = (BookingState.REQUESTED, BookingState.WAITING_LIST)


class VisitQuerySet(ModeratedQuerySet):
    def proposed(self) -> Self:
        return self.filter(state=VisitState.PROPOSED)

    def public(self, now: datetime | None = None) -> Self:
        """Left online, of a host whom others may see: a verified mandate that has not expired."""
        from ambassadeurs.coproprietes.models import Ambassadeur

        return self.published().filter(ambassadeur__in=Ambassadeur.objects.public(now))

    def planned(self, now: datetime) -> Self:
        """To come, proposed, by a host whom others may see; those that moderation withholds too,
        where who has a place is expected."""
        from ambassadeurs.coproprietes.models import Ambassadeur

        hosts = Ambassadeur.objects.public(now)
        return self.proposed().filter(starts_at__gt=now, ambassadeur__in=hosts)

    def bookable(self, now: datetime) -> Self:
        """Those planned, left online, of a host whom no measure forbids to receive."""
        silent = forbid_messages(now).filter(person=models.OuterRef("ambassadeur__user"))
        return self.planned(now).published().exclude(models.Exists(silent))

    def announced(self, now: datetime) -> Self:
        """Those shown to everybody where visits are listed: bookable, of a building whose page
        moderation did not hide."""
        return self.bookable(now).filter(ambassadeur__copropriete__page_hidden_at=None)

    def visible_to(self, user: object) -> Self:
        """Those of public hosts left online, one's own, those one booked; hidden ones, for who
        moderates them."""
        from ambassadeurs.coproprietes.models import Ambassadeur

        from .models import Booking

        hosts = Ambassadeur.objects.public()
        seen = models.Q(ambassadeur__in=hosts, status=ContentStatus.PUBLISHED)
        if getattr(user, "is_authenticated", False):
            booked = Booking.objects.filter(models.Q(user=user), visit=models.OuterRef("pk"))
            seen |= models.Q(ambassadeur__user=user) | models.Q(models.Exists(booked))
            hidden = ~models.Q(status=ContentStatus.PUBLISHED)
            seen |= hidden & (_ALL if is_national_team(user) else territory_scope(user))
        return self.filter(seen)

    def locked(self) -> Self:
        """The row of the visit locked, with its host and building."""
        return self.select_for_update(of=("self",)).select_related(
            "ambassadeur__user", "ambassadeur__copropriete__commune"
        )

    def with_places(self) -> Self:
        """Adds `taken`: how many hold a place."""
        return self.annotate(
            taken=models.Count("bookings", filter=models.Q(bookings__state__in=HOLDING))
        )

    def with_free_places(self) -> Self:
        """With a place that nobody holds."""
        return self.with_places().filter(taken__lt=models.F("places"))

    def for_list(self) -> Self:
        """With places, host, building, commune and network: one query."""
        return self.with_places().select_related(
            "ambassadeur__user", "ambassadeur__copropriete__commune"
        )

    def for_agenda(self) -> Self:
        """What the agenda says of them: one query."""
        return self.with_places().select_related("ambassadeur__copropriete__commune__departement")


class BookingQuerySet(models.QuerySet):
    def with_company(self) -> Self:
        """With the place of who took this one, or of whom this person brings: two queries."""
        kept = self.model._default_manager.exclude(state=BookingState.CANCELLED)
        brought = models.Prefetch("neighbours", kept.select_related("user"))
        return self.select_related("taken_with__user").prefetch_related(brought)

    def expected(self) -> Self:
        """Those who come: their place is confirmed, and their account is not closing."""
        return self.filter(state=BookingState.CONFIRMED, user__is_active=True)

    def holding_a_place(self) -> Self:
        return self.filter(state__in=HOLDING)

    def promotable(self, now: datetime) -> Self:
        """Those who wait and may be given a place: their account is not closing, and no measure
        forbids them to visit."""
        silent = forbid_messages(now).filter(person=models.OuterRef("user"))
        waiting = self.filter(state=BookingState.WAITING_LIST, user__is_active=True)
        return waiting.exclude(models.Exists(silent))

    def between(self, one: int, other: int) -> Self:
        """Of either of these accounts, at visits of the other."""
        return self.filter(
            models.Q(user=one, visit__ambassadeur__user=other)
            | models.Q(user=other, visit__ambassadeur__user=one)
        )

    def to_come(self, now: datetime) -> Self:
        """Places kept, or waited for, at visits still planned."""
        planned = self.filter(visit__state=VisitState.PROPOSED, visit__starts_at__gt=now)
        return planned.exclude(state=BookingState.CANCELLED)

    def faults_since(self, moment: datetime) -> Self:
        """No-shows, and places given up too late, of visits since this moment; a place that a
        neighbour took is nobody's fault."""
        return self.filter(
            models.Q(state=BookingState.ABSENT) | models.Q(cancelled_late=True),
            taken_with=None,
            visit__starts_at__gte=moment,
        )

    def to_approve(self, user: object, now: datetime) -> Self:
        """Those of `approved_by` that still wait."""
        return self.approved_by(user).filter(
            state=BookingState.REQUESTED,
            visit__starts_at__gt=now,
            visit__state=VisitState.PROPOSED,
        )

    def approved_by(self, user: object) -> Self:
        """Places that need the agency of the building's territory, decided or not; all for the
        national team. Twin of `perms.can_approve`."""
        asked = self.filter(needs_approval=True, visit__ambassadeur__isnull=False)
        if is_national_team(user):
            return asked
        place = "visit__ambassadeur__copropriete__commune"
        return asked.filter(inside(agency_coverages(user), place))

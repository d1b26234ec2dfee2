from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from communaute.moderation.querysets import ModeratedQuerySet

from .enums import AmbassadeurStatus, RetourState

if TYPE_CHECKING:
    from ambassadeurs.reseaux.models import Reseau
    from communaute.territoires.models import Commune


class AmbassadeurQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Verified mandates that have not expired: the only ones others may see."""
        return self.filter(
            models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=timezone.now()),
            status=AmbassadeurStatus.VERIFIED,
        )

    def pending(self) -> Self:
        return self.filter(status=AmbassadeurStatus.PENDING)

    def contactable(self, now: datetime | None = None) -> Self:
        """Who may receive a new request at `now`: public, of a connected building, open account,
        not on pause, fewer open requests than chosen, fewer new ones this month than chosen.

        The pause lasts until the end of its last day; months are those of Paris.
        """
        now = now or timezone.now()
        today = timezone.localdate(now)
        return self.filter(
            models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=now),
            models.Q(paused_until__isnull=True) | models.Q(paused_until__lt=today),
            ~models.Q(requests_month=f"{today:%Y-%m}")
            | models.Q(requests_this_month__lt=models.F("max_per_month")),
            status=AmbassadeurStatus.VERIFIED,
            open_requests__lt=models.F("max_open"),
            max_per_month__gt=0,
            user__is_active=True,
            copropriete__connected_year__isnull=False,
            copropriete__reseau__isnull=False,
        )


class CoproprieteQuerySet(models.QuerySet):
    def with_public_ambassadors(self) -> Self:
        """Connected copropriétés that a public ambassador speaks for: the public ones."""
        from .models import Ambassadeur

        return self.connected().filter(
            models.Exists(Ambassadeur.objects.public().filter(copropriete=models.OuterRef("pk")))
        )

    def of_member(self, user: object) -> Self:
        """Buildings this person is a member of, or a public ambassador of."""
        from .models import Ambassadeur, CoproprieteMember

        if not getattr(user, "is_authenticated", False):
            return self.none()
        member = CoproprieteMember.objects.filter(copropriete=models.OuterRef("pk"), user=user)
        mandate = Ambassadeur.objects.public().filter(copropriete=models.OuterRef("pk"), user=user)
        return self.filter(models.Exists(member) | models.Exists(mandate))

    def visible_to(self, user: object) -> Self:
        """The public ones, and one's own buildings (see `of_member`)."""
        public = self.with_public_ambassadors()
        if not getattr(user, "is_authenticated", False):
            return public
        return self.filter(
            models.Q(pk__in=public.order_by().values("pk"))
            | models.Q(pk__in=self.of_member(user).order_by().values("pk"))
        )

    def connected(self) -> Self:
        """Heated by a network. The others are projects, private to their members."""
        return self.filter(connected_year__isnull=False, reseau__isnull=False)

    def for_page(self) -> Self:
        """What the page of one shows, in two queries; the exact place stays in the database."""
        from .models import Ambassadeur

        return (
            self.select_related("reseau__space", "commune")
            .defer("address", "latitude", "longitude")
            .prefetch_related(
                models.Prefetch(
                    "ambassadeurs",
                    Ambassadeur.objects.public().order_by("pk"),
                    to_attr="public_ambassadors",
                )
            )
        )

    def for_list(self) -> Self:
        """What a card shows: the page without its story."""
        return self.for_page().defer(
            "address",
            "latitude",
            "longitude",
            "story_why",
            "story_decision",
            "story_cost",
            "story_hard",
            "story_winter",
            "reseau__production_mwh",
            "reseau__deliveries_mwh",
        )

    def in_commune(self, commune: Commune) -> Self:
        """In the commune, or in one of its arrondissements."""
        return self.filter(models.Q(commune=commune) | models.Q(commune__parent=commune))

    def of_network(self, reseau: Reseau) -> Self:
        return self.filter(reseau=reseau)

    def near_size(self, lots: int) -> Self:
        """From half to twice as many lots: people compare with what is like them (design §3.2)."""
        return self.filter(lots__gte=math.ceil(lots / 2), lots__lte=lots * 2)

    def taking_visits(self) -> Self:
        """That at least one public ambassador, not on pause, opens to visitors."""
        from .models import Ambassadeur

        return self.filter(
            models.Exists(
                Ambassadeur.objects.public().filter(
                    models.Q(paused_until__isnull=True)
                    | models.Q(paused_until__lt=timezone.localdate()),
                    copropriete=models.OuterRef("pk"),
                    takes_visits=True,
                )
            )
        )

    def search(self, text: str) -> Self:
        """Whose name, quartier, commune, network or story holds every word, case-blind."""
        found = self
        fields = ("name", "quartier", "commune__name", "reseau__name", "quote", "story_why")
        for word in text.split()[:6]:
            condition = models.Q(pk__in=[])
            for field in fields:
                condition |= models.Q(**{f"{field}__icontains": word})
            found = found.filter(condition)
        return found


class RegisteredCoproprieteQuerySet(models.QuerySet):
    def in_commune(self, commune: Commune) -> Self:
        return self.filter(models.Q(commune=commune) | models.Q(commune__parent=commune))


class RetourQuerySet(ModeratedQuerySet):
    """Sheets of experience; drafts are for their author, proposed ones for who reviews too."""

    def published(self) -> Self:
        return super().published().filter(state=RetourState.PUBLISHED)

    def visible_to(self, user: object) -> Self:
        """Those that went through review; hidden ones as every moderated content."""
        return super().visible_to(user).filter(state=RetourState.PUBLISHED)

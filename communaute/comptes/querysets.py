from __future__ import annotations

from typing import TYPE_CHECKING, Self, cast

from django.db import models

from .enums import MembershipRole, OrganisationKind

if TYPE_CHECKING:
    from communaute.territoires.models import Commune, Departement

    from .models import User


class OrganisationQuerySet(models.QuerySet):
    def agencies(self) -> Self:
        return self.filter(kind=OrganisationKind.AGENCE)

    def operators(self) -> Self:
        return self.filter(kind=OrganisationKind.EXPLOITANT)

    def in_region_of(self, departement: Departement) -> Self:
        """Organisations with a coverage that is the region of this département, or a part of it;
        one that has several is there several times."""
        region = departement.region_id
        return self.filter(
            models.Q(coverages__region=region)
            | models.Q(coverages__departement__region=region)
            | models.Q(coverages__commune__departement__region=region)
            | models.Q(coverages__epci__communes__departement__region=region)
        )

    def covering_departement(self, code: str) -> Self:
        """Organisations with a coverage that is this département, or its region."""
        here = models.Q(coverages__departement=code)
        return self.filter(here | models.Q(coverages__region__departements=code)).distinct()

    def led_by(self, user: object) -> Self:
        """Where one may give roles; twin of `comptes.perms.can_give_roles`."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        account = cast("User", user)
        if account.lacks_second_factor:
            account.misses_rights = True
            return self.none()
        if account.is_superuser:
            return self.all()
        mine = account.memberships.all()
        led = models.Q(
            pk__in=mine.filter(role=MembershipRole.RESPONSABLE).values("organisation_id")
        )
        if mine.filter(organisation__kind=OrganisationKind.EQUIPE).exists():
            led |= ~models.Q(kind=OrganisationKind.EQUIPE)
        return self.filter(led)

    def covering(self, commune: Commune) -> Self:
        """Organisations with a coverage that contains the commune, most precise level first."""
        levels = {
            "commune__in": [code for code in (commune.pk, commune.parent_id) if code],
            "epci": commune.epci_id,
            "departement": commune.departement_id,
            "region": commune.region_id,
        }
        # A level the commune does not have must not match the coverages that do not have it.
        inside = [
            models.Q(**{f"coverages__{level}": value}) for level, value in levels.items() if value
        ]
        return (
            self.filter(models.Q(*inside, _connector=models.Q.OR))
            .annotate(
                precision=models.Min(
                    models.Case(
                        models.When(coverages__commune__isnull=False, then=0),
                        models.When(coverages__epci__isnull=False, then=1),
                        models.When(coverages__departement__isnull=False, then=2),
                        default=3,
                        output_field=models.IntegerField(),
                    )
                )
            )
            .order_by("precision", "pk")
        )


class MembershipQuerySet(models.QuerySet):
    def for_account(self, user: object) -> Self:
        """The person's memberships with organisations and their territories (2 queries)."""
        from .models import Coverage

        coverages = Coverage.objects.select_related(
            "region", "departement", "epci", "commune"
        ).order_by("pk")
        return (
            self.filter(user=user)
            .select_related("organisation")
            .prefetch_related(models.Prefetch("organisation__coverages", queryset=coverages))
            .order_by("organisation__name", "pk")
        )

from typing import Self

from django.db import models
from django.utils import timezone

from .enums import AmbassadeurStatus


class AmbassadeurQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Verified mandates that have not expired: the only ones others may see."""
        return self.filter(
            models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=timezone.now()),
            status=AmbassadeurStatus.VERIFIED,
        )


class CoproprieteQuerySet(models.QuerySet):
    def with_public_ambassadors(self) -> Self:
        """Copropriétés that at least one public ambassador speaks for."""
        from .models import Ambassadeur

        return self.filter(
            models.Exists(Ambassadeur.objects.public().filter(copropriete=models.OuterRef("pk")))
        )

    def for_list(self) -> Self:
        return self.select_related("reseau", "commune")

"""The buildings that a syndic manages: its table."""

from django.conf import settings
from django.db import models

from ambassadeurs.coproprietes.models import Copropriete
from communaute.comptes.models import Organisation

from .querysets import ManagedBuildingQuerySet


class ManagedBuilding(models.Model):
    """One building of a syndic: what is known of it is in `copropriete`, which is this table's own.

    A co-owner who describes the same building has another: neither reads the other's. `settled_at`
    is when its place was looked for and its distance measured; null while it waits (`tasks`).
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="managed_buildings", db_index=False
    )
    copropriete = models.OneToOneField(Copropriete, models.CASCADE, related_name="managed")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField("ajouté le", auto_now_add=True)
    settled_at = models.DateTimeField("mesuré le", null=True, editable=False)

    objects = ManagedBuildingQuerySet.as_manager()

    class Meta:
        verbose_name = "immeuble géré"
        verbose_name_plural = "immeubles gérés"
        ordering = ["organisation", "pk"]
        indexes = [
            models.Index(fields=["organisation", "id"], name="managed_of"),
            models.Index(
                fields=["id"], name="managed_waiting", condition=models.Q(settled_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copropriete} · {self.organisation}"

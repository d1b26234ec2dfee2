"""What an operator told of a building: that it is connected."""

from django.db import models
from django.utils import timezone

from communaute.comptes.models import Organisation

from .copropriete import Copropriete


class ToldConnection(models.Model):
    """An operator said that a project is connected now; nobody of the building had said so before.

    The people of the building read it from `told_at` on (`connections.as_told`): until then the
    operator may take it back at once. `before` is what the building was, {field: raw value}, for
    the day the operator takes it back (`services.disconnect_building`).
    """

    copropriete = models.OneToOneField(
        Copropriete, models.CASCADE, related_name="told_connection", verbose_name="copropriété"
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", verbose_name="exploitant"
    )
    before = models.JSONField("avant", default=dict)
    told_at = models.DateTimeField("annoncé le", default=timezone.now)

    class Meta:
        verbose_name = "raccordement annoncé"
        verbose_name_plural = "raccordements annoncés"

    def __str__(self) -> str:
        return f"{self.copropriete} · {self.organisation}"

    @property
    def key(self) -> str:
        """Of what its members are told: once for each announcement."""
        return f"raccordement:{self.copropriete_id}:{self.pk}"

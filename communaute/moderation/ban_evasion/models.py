"""The mark of an address whose account closed during a measure; the accounts that came back."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from communaute.moderation.models import Sanction


class KeptMark(models.Model):
    """The mark of the mailbox of somebody who closed their account while a measure stood.

    Kept as long as the measure stands, `NUMBERS.kept_days` at most; the address itself is erased.
    """

    sanction = models.ForeignKey(Sanction, models.CASCADE, related_name="marks")
    mark = models.CharField("empreinte", max_length=64, db_index=True)
    kept_at = models.DateTimeField("gardée depuis le", default=timezone.now)

    class Meta:
        verbose_name = "empreinte d’adresse"
        verbose_name_plural = "empreintes d’adresses"
        constraints = [
            models.UniqueConstraint(fields=["sanction", "mark"], name="mark_once_per_measure")
        ]

    def __str__(self) -> str:
        return f"Empreinte n° {self.pk}"


class Return(models.Model):
    """An account of the same mailbox as the one that a measure is about: it holds there too."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="returns")
    sanction = models.ForeignKey(Sanction, models.CASCADE, related_name="returns")
    noted_at = models.DateTimeField("vu le", default=timezone.now)

    class Meta:
        verbose_name = "retour pendant une mesure"
        verbose_name_plural = "retours pendant une mesure"
        constraints = [
            models.UniqueConstraint(fields=["account", "sanction"], name="return_once_per_measure")
        ]

    def __str__(self) -> str:
        return f"Retour n° {self.pk}"

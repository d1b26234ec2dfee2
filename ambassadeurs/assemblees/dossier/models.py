from django.conf import settings
from django.db import models
from django.utils import timezone


class Dossier(models.Model):
    """The papers of one assembly. `numbers`: what members typed, as texts, by the names of
    `dossier.numbers.Numbers`. Said sent to the syndic, `frozen` is what was sent: the numbers, and
    the text of each paper."""

    assemblee = models.OneToOneField(
        "assemblees.Assemblee", models.CASCADE, related_name="dossier", verbose_name="assemblée"
    )
    numbers = models.JSONField("nombres", default=dict)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField("modifié le", default=timezone.now, editable=False)
    sent_on = models.DateField("envoyé au syndic le", null=True, blank=True)
    frozen = models.JSONField("ce qui a été envoyé", default=dict, blank=True)

    class Meta:
        verbose_name = "dossier d’assemblée"
        verbose_name_plural = "dossiers d’assemblée"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_on=None) | ~models.Q(frozen={}),
                name="dossier_sent_is_frozen",
            )
        ]

    def __str__(self) -> str:
        return f"Dossier : {self.assemblee}"

"""What the clock remembers of each step: who runs it now, and how its last run went."""

from django.db import models

from .querysets import StepRunQuerySet


class StepRun(models.Model):
    """One row per step of the clock.

    `claimed_until` is in the future while a tick runs the step; `finished_at` is the end of its
    last whole run, `counts` what that run did, `errors` how many items failed, `error` the first.
    """

    key = models.CharField("étape", max_length=80, unique=True)
    claimed_by = models.CharField("pris par", max_length=32, blank=True)
    claimed_until = models.DateTimeField("pris jusqu’à", null=True)
    started_at = models.DateTimeField("commencée le", null=True)
    finished_at = models.DateTimeField("finie le", null=True)
    counts = models.JSONField("fait", default=dict)
    errors = models.PositiveIntegerField("erreurs", default=0)
    error = models.CharField("première erreur", max_length=300, blank=True)

    objects = StepRunQuerySet.as_manager()

    class Meta:
        verbose_name = "passage d’une étape"
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key

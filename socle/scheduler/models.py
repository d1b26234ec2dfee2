"""What the clock remembers of each step: who runs it now, and how its last run went."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.db import models

# A tick that died gives its step back after this long; one that lives renews its claim.
CLAIM = timedelta(minutes=10)


class StepRunQuerySet(models.QuerySet):
    def know(self, keys: Iterable[str]) -> None:
        """Have a row for each of these steps."""
        wanted = set(keys)
        missing = wanted - set(self.filter(key__in=wanted).values_list("key", flat=True))
        if missing:
            rows = [self.model(key=key) for key in sorted(missing)]
            self.bulk_create(rows, ignore_conflicts=True)

    def idle(self, keys: Iterable[str], *, now: datetime) -> None:
        """Keep that these steps had nothing to do."""
        self._free(now).filter(key__in=list(keys)).update(
            finished_at=now, counts={}, errors=0, error=""
        )

    def _free(self, now: datetime) -> Self:
        return self.filter(models.Q(claimed_until__isnull=True) | models.Q(claimed_until__lte=now))

    def claim(self, key: str, *, by: str, now: datetime) -> bool:
        """Take a step for oneself; False while another tick has it."""
        rows = self._free(now).filter(key=key)
        return bool(rows.update(claimed_by=by, claimed_until=now + CLAIM))

    def renew(self, key: str, *, by: str, now: datetime) -> bool:
        """Keep the step a while longer; False when the claim was lost, to somebody else."""
        return bool(self.filter(key=key, claimed_by=by).update(claimed_until=now + CLAIM))

    def finish(
        self,
        key: str,
        *,
        by: str,
        now: datetime,
        counts: dict[str, int],
        errors: int,
        error: str,
    ) -> None:
        """Give the step back and keep how it went."""
        self.filter(key=key, claimed_by=by).update(
            claimed_by="",
            claimed_until=None,
            finished_at=now,
            counts=counts,
            errors=errors,
            error=error[:300],
        )


class StepRun(models.Model):
    """One row per step of the clock.

    `claimed_until` is in the future while a tick runs the step; `finished_at` is the end of its
    last whole run, `counts` what that run did, `errors` how many items failed, `error` the first.
    """

    key = models.CharField("étape", max_length=80, unique=True)
    claimed_by = models.CharField("pris par", max_length=32, blank=True)
    claimed_until = models.DateTimeField("pris jusqu’à", null=True)
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

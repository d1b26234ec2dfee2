"""Claims of steps: conditional updates, so that of two ticks one gets the step."""

from datetime import datetime, timedelta

from django.db import models

# A tick that died gives its step back after this long; one that lives renews its claim.
CLAIM = timedelta(minutes=10)


class StepRunQuerySet(models.QuerySet):
    def claim(self, key: str, *, by: str, now: datetime) -> bool:
        """Take a step for oneself; False while another tick has it."""
        self.get_or_create(key=key)
        free = models.Q(claimed_until__isnull=True) | models.Q(claimed_until__lte=now)
        return bool(
            self.filter(free, key=key).update(
                claimed_by=by, claimed_until=now + CLAIM, started_at=now
            )
        )

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

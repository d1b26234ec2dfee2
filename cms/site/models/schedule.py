"""What begins and ends at its hour."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone


class ScheduledQuerySet(models.QuerySet):
    def not_over(self, now: datetime) -> "ScheduledQuerySet":
        """Of that moment, or later."""
        return self.filter(ends_at__gt=now)


BACKWARDS = "La fin doit venir après le début."
PASSED = "Cette date est passée."


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(ends_at__gt=models.F("starts_at")),
        name=name,
        violation_error_message=BACKWARDS,
    )


class Scheduled(models.Model):
    """From `starts_at` included to `ends_at` excluded."""

    starts_at = models.DateTimeField(
        "à partir du",
        blank=True,
        help_text="Vide : dès l’enregistrement.",
    )
    ends_at = models.DateTimeField("jusqu’au")

    objects = ScheduledQuerySet.as_manager()

    class Meta:
        abstract = True

    def check_times(self, now: datetime) -> None:
        """The past is refused, but what stood already stays as it was. Raises ValidationError."""
        before = type(self).objects.filter(pk=self.pk).first()
        if self.starts_at is None:
            self.starts_at = before.starts_at if before and before.starts_at <= now else now
        elif self.starts_at < now and (before is None or before.starts_at != self.starts_at):
            message = f"{PASSED} Laissez vide pour commencer maintenant."
            raise ValidationError({"starts_at": message})
        if self.ends_at is None:
            return
        if self.ends_at <= now and (before is None or before.ends_at != self.ends_at):
            raise ValidationError({"ends_at": PASSED})
        if self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": BACKWARDS})

    def state_at(self, now: datetime) -> str:
        """In words, for the list of editors."""
        if self.ends_at <= now:
            return "fini"
        return "en cours" if self.starts_at <= now else "prévu"

    @property
    def state(self) -> str:
        return self.state_at(timezone.now())

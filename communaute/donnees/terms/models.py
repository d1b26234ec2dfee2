"""What each person answered to a version of the rules."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from cms.models import RulesVersion


class Consent(models.Model):
    """One person accepted, or refused, one version; a refusal may become an agreement."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    version = models.ForeignKey(RulesVersion, models.PROTECT, related_name="consents")
    accepted = models.BooleanField("accepté")
    answered_at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "accord sur les règles"
        verbose_name_plural = "accords sur les règles"
        ordering = ["-answered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "version"], name="consent_once_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.version} : {'accepté' if self.accepted else 'refusé'}"

"""The copy that somebody asked of their data; the account that is about to close."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from socle.uploads import private_storage

from .enums import ExportState, Texts


class Export(models.Model):
    """One copy: waits to be made, is ready until `expires_at`, then its file is erased.

    At most one waits for each person; the row goes when another is asked for.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    state = models.CharField("état", max_length=8, choices=ExportState, default=ExportState.WAITING)
    asked_at = models.DateTimeField("demandée le", default=timezone.now)
    expires_at = models.DateTimeField("gardée jusqu’au", null=True)
    file = models.FileField("fichier", upload_to="copies/", storage=private_storage, blank=True)

    class Meta:
        verbose_name = "copie de données"
        verbose_name_plural = "copies de données"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(state="attente"),
                name="export_one_waits_per_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="prete") | models.Q(expires_at__isnull=False),
                name="export_ready_has_an_end",
            ),
        ]
        indexes = [models.Index(fields=["state", "expires_at"], name="export_due")]

    def __str__(self) -> str:
        return f"Copie n° {self.pk}"

    def state_at(self, now: datetime) -> str:
        """The state as people are told of it: past its time, a copy is gone."""
        is_past = self.expires_at is not None and self.expires_at <= now
        return ExportState.EXPIRED if is_past else self.state


class Departure(models.Model):
    """An account that its holder closes: closed to others at once, erased at `due_at`."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="departure")
    texts = models.CharField("textes", max_length=8, choices=Texts, default=Texts.KEEP)
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    due_at = models.DateTimeField("définitif le", db_index=True)

    class Meta:
        verbose_name = "compte qui se ferme"
        verbose_name_plural = "comptes qui se ferment"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("asked_at")), name="departure_in_time"
            )
        ]

    def __str__(self) -> str:
        return f"Fermeture n° {self.pk}"


class IdleNotice(models.Model):
    """What was told to somebody who does not sign in any more."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="idle_notice"
    )
    first_at = models.DateTimeField("premier courriel")
    again_at = models.DateTimeField("second courriel", null=True)

    class Meta:
        verbose_name = "compte sans connexion"
        verbose_name_plural = "comptes sans connexion"

    def __str__(self) -> str:
        return f"Compte sans connexion n° {self.pk}"

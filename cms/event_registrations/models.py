"""Who comes to an event."""

import uuid

from django.conf import settings
from django.db import models

from cms.pages.models import EventPage

from .enums import State
from .querysets import RegistrationQuerySet


class Registration(models.Model):
    """One person's place at an event, or rank on its waiting list: by `joined_at`.

    Of an account, or of an address that confirmed by a link. What the person was told of the event
    is kept (`told_…`): when it differs from the event, the clock tells them. An event that was
    deleted leaves `event` empty: it is told as cancelled.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(
        EventPage,
        models.SET_NULL,
        null=True,
        verbose_name="rendez-vous",
        related_name="registrations",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        verbose_name="compte",
        related_name="registrations",
    )
    email = models.EmailField("adresse électronique", blank=True)
    name = models.CharField("nom", max_length=120, blank=True)
    state = models.CharField("état", max_length=12, choices=State)
    asked_at = models.DateTimeField("demandée le")
    joined_at = models.DateTimeField("confirmée le", null=True)
    reminded_at = models.DateTimeField("rappelée le", null=True)
    told_title = models.CharField("rendez-vous", max_length=255)
    told_starts_at = models.DateTimeField("début annoncé")
    told_ends_at = models.DateTimeField("fin annoncée", db_index=True)
    told_place = models.CharField("lieu annoncé", max_length=200, blank=True)
    told_online_url = models.URLField("adresse en ligne annoncée", blank=True)
    told_off = models.BooleanField("annulation annoncée", default=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription à un rendez-vous"
        verbose_name_plural = "inscriptions aux rendez-vous"
        ordering = ["joined_at", "pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["state", "asked_at"], name="registration_unconfirmed")]
        constraints = [
            models.UniqueConstraint(fields=["event", "user"], name="registration_once_an_account"),
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=~models.Q(email=""),
                name="registration_once_an_address",
            ),
            models.CheckConstraint(
                condition=models.Q(user=None) ^ models.Q(email=""),
                name="registration_of_account_or_address",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.ASKED) ^ models.Q(joined_at__isnull=False),
                name="registration_joined_once_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"Inscription n° {self.pk}"

    @property
    def address(self) -> str:
        return self.user.email if self.user else self.email

    @property
    def shown_name(self) -> str:
        return self.user.public_name if self.user else self.name

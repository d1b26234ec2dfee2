"""An absence."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models

from communaute.comptes.enums import MembershipRole
from communaute.comptes.models import Organisation, User


class AbsenceQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Absences that this day falls in."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def not_over(self, day: date) -> Self:
        return self.filter(ends_on__gte=day)


class Absence(models.Model):
    """Somebody is away from the first day to the last, both included; `backup` stands in."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences")
    starts_on = models.DateField("premier jour")
    ends_on = models.DateField("dernier jour")
    backup = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("dite le", auto_now_add=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "absence"
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="absence_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(backup__isnull=True) | ~models.Q(backup=models.F("user")),
                name="absence_backup_is_another",
            ),
        ]
        indexes = [models.Index(fields=["ends_on", "starts_on"], name="absence_days")]

    def __str__(self) -> str:
        return f"Du {self.starts_on:%d/%m/%Y} au {self.ends_on:%d/%m/%Y}"


class OrganisationInvitationQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Those that nobody accepted, their time past or not."""
        return self.filter(accepted_at=None)


class OrganisationInvitation(models.Model):
    """One address invited; it gives no right until the person accepts it. Once accepted, the
    address is forgotten: who gave what to whom is in `comptes.RoleChange`."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    email = models.EmailField("adresse électronique", blank=True)
    role = models.CharField("rôle", max_length=20, choices=MembershipRole)
    sent_at = models.DateTimeField("envoyée le")
    expires_at = models.DateTimeField("valable jusqu’au", db_index=True)
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)

    objects = OrganisationInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation à rejoindre une organisation"
        verbose_name_plural = "invitations à rejoindre une organisation"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at=None),
                name="organisation_invitation_once",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) ^ models.Q(email=""),
                name="organisation_invitation_forgets",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation n° {self.pk}"

    def is_over(self, now: datetime) -> bool:
        return self.expires_at <= now

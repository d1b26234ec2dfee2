"""The log of what the team does of accounts; codes that help somebody to sign in."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from communaute.moderation.append_only import Kept
from communaute.moderation.models import AppendOnlyModel
from communaute.moderation.querysets import AppendOnlyQuerySet
from socle.calendar import in_short

from .enums import AccountActKind


class AccountAct(AppendOnlyModel):
    """One act of the team on an account, with its reason. Append-only, in the database too.

    The account is known by its number, which says nothing once it is erased.
    """

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    actor_name = models.CharField("par", max_length=60)
    person_number = models.PositiveBigIntegerField("numéro de compte", db_index=True)
    act = models.CharField("acte", max_length=10, choices=AccountActKind)
    reason = models.TextField("raison")
    detail = models.CharField("précision", max_length=200, blank=True, default="")
    at = models.DateTimeField("le", default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "acte sur un compte"
        verbose_name_plural = "actes sur des comptes"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.get_act_display()


class HelpCode(models.Model):
    """A code sent to somebody who cannot sign in; only its fingerprint is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="help_code")
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField("valable jusqu’au")
    tries = models.PositiveSmallIntegerField("essais", default=0)

    class Meta:
        verbose_name = "code d’aide à la connexion"

    def __str__(self) -> str:
        return f"Valable jusqu’au {in_short(self.expires_at, hour=True)}"


KEPT = Kept(
    "national_accountact",
    ("id", "actor_name", "person_number", "act", "reason", "detail", "at"),
    "actor_id",
    (("id",),),
)

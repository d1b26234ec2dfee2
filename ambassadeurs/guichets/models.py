"""What the desks keep: ready answers, reminders of local authorities, the partner API key."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.demandes.models import Demande
from communaute.comptes.models import Organisation
from communaute.moderation.audit_log.append_only import FrozenTable
from communaute.moderation.models import AppendOnlyModel
from communaute.moderation.querysets import AppendOnlyQuerySet
from socle.calendar import in_short

from .enums import AccountActKind
from .querysets import ManagedBuildingQuerySet


class ReplyTemplate(models.Model):
    """A ready answer of an organisation's desk."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="reply_templates")
    title = models.CharField("titre", max_length=100)
    body = models.TextField("texte", max_length=5000)

    class Meta:
        verbose_name = "modèle de réponse"
        verbose_name_plural = "modèles de réponse"
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Nudge(models.Model):
    """A local authority reminded an operator or an agency of a demande that is late: who, when."""

    demande = models.ForeignKey(Demande, models.CASCADE, related_name="nudges")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField("le")

    class Meta:
        verbose_name = "relance d’une collectivité"
        verbose_name_plural = "relances des collectivités"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation} · {in_short(self.at)}"


class DeskOpening(models.Model):
    """Somebody of the national team opened the desk of an organisation, to read it for a while:
    who, which, when, why. Written once; the name is kept as it was, an account may be erased since.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="desk_openings")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    actor_name = models.CharField("par", max_length=60)
    reason = models.TextField("raison", max_length=500)
    at = models.DateTimeField("le")
    until = models.DateTimeField("jusqu’à")

    class Meta:
        verbose_name = "ouverture d’un espace"
        verbose_name_plural = "ouvertures d’espaces"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.actor_name} · {self.organisation}"


class ApiToken(models.Model):
    """The partner API key of an organisation: only its SHA-256 is kept. One alive at a time."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="api_token")
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField("fin de la clé", max_length=6)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    # Made in a session that proved a second factor: it waits for nothing of its maker.
    is_proved = models.BooleanField("faite avec une seconde preuve", default=False)

    class Meta:
        verbose_name = "clé d’interface"
        verbose_name_plural = "clés d’interface"

    def __str__(self) -> str:
        return f"Clé …{self.hint}"


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


KEPT = FrozenTable(
    "guichets_accountact",
    ("id", "actor_name", "person_number", "act", "reason", "detail", "at"),
    "actor_id",
    (("id",),),
)


class ManagedBuilding(models.Model):
    """One building of a syndic: what is known of it is in `copropriete`, which is this table's own.

    A co-owner who describes the same building has another: neither reads the other's. `settled_at`
    is when its place was looked for and its distance measured; null while it waits.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="managed_buildings", db_index=False
    )
    copropriete = models.OneToOneField(Copropriete, models.CASCADE, related_name="managed")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField("ajouté le", auto_now_add=True)
    settled_at = models.DateTimeField("mesuré le", null=True, editable=False)

    objects = ManagedBuildingQuerySet.as_manager()

    class Meta:
        verbose_name = "immeuble géré"
        verbose_name_plural = "immeubles gérés"
        ordering = ["organisation", "pk"]
        indexes = [
            models.Index(fields=["organisation", "id"], name="managed_of"),
            models.Index(
                fields=["id"], name="managed_waiting", condition=models.Q(settled_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copropriete} · {self.organisation}"

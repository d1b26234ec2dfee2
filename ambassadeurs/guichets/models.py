"""What the desks keep: ready answers, reminders of local authorities, the partner API key."""

from django.conf import settings
from django.db import models

from ambassadeurs.demandes.models import Demande
from communaute.comptes.models import Organisation
from socle.calendar import in_short


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

"""What organisations and the clock did with a demande."""

from django.conf import settings
from django.db import models

from communaute.comptes.models import User
from socle.calendar import in_short

from ..enums import ActKind, ClockStep, DeskStatus
from ..querysets import DeskActQuerySet
from .demandes import Demande, Message


class StatusEvent(models.Model):
    """A change of the desk's status: who, when, from, to, with a note. Append-only, save the note
    of an act that is taken back, and the move of one that who asked ended before it was told."""

    demande = models.ForeignKey(Demande, models.CASCADE, related_name="events")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    by_partner_api = models.BooleanField(default=False)
    from_status = models.CharField(max_length=16, choices=DeskStatus)
    to_status = models.CharField(max_length=16, choices=DeskStatus)
    note = models.TextField("note", blank=True)
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "changement d’état"
        verbose_name_plural = "changements d’état"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["to_status", "at"], name="status_event_on")]

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"


class DeskAct(models.Model):
    """What somebody of the organisation did with a demande, at which `version` of it: a colleague
    who acts on an older one reads it first, and who did it may take it back `until` then (never,
    when null). A null actor is a closed account, or the partner API.

    `changed` is {column: [before, after]}, as texts; `keys` are those of what was told. Having said
    « Raccordé », it connects the building at `connects_at`, when it can be taken back no more (null
    once done), since `connected_on` if a day was told.
    """

    demande = models.ForeignKey(Demande, models.CASCADE, related_name="acts")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    by_partner_api = models.BooleanField(default=False)
    version = models.PositiveIntegerField("version")
    kind = models.CharField("nature", max_length=12, choices=ActKind)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    changed = models.JSONField("ce qui a changé", default=dict)
    keys = models.JSONField("ce qui a été dit", default=list)
    at = models.DateTimeField("le")
    until = models.DateTimeField("reprise possible jusqu’à", null=True)
    undone_at = models.DateTimeField("repris le", null=True)
    connects_at = models.DateTimeField("raccorde l’immeuble à partir de", null=True)
    connected_on = models.DateField("jour du raccordement", null=True)

    objects = DeskActQuerySet.as_manager()

    class Meta:
        verbose_name = "acte d’un organisme"
        verbose_name_plural = "actes des organismes"
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["demande", "version"], name="desk_act_once")]
        indexes = [
            models.Index(
                fields=["connects_at"],
                name="desk_act_connects",
                condition=models.Q(connects_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"Acte du {in_short(self.at, hour=True)}"

    def said_to(self, reader: User) -> str:
        """Who did what, for this colleague, or for who did it from another page."""
        done = self.get_kind_display()
        if self.by_partner_api:
            return f"Votre logiciel {done}"
        if self.actor_id == reader.pk:
            return f"Dans une autre fenêtre, vous {done.replace('vient', 'venez', 1)}"
        name = self.actor.public_name if self.actor else "qui a quitté le service"
        return f"Votre collègue {name} {done}"


class ClockEvent(models.Model):
    """Proof that a step of the clock was done: unique, so that two ticks do it once."""

    demande = models.ForeignKey(Demande, models.CASCADE, related_name="clock")
    step = models.CharField("étape", max_length=20, choices=ClockStep)
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "étape d’horloge"
        verbose_name_plural = "étapes d’horloge"
        constraints = [models.UniqueConstraint(fields=["demande", "step"], name="clock_once")]

    def __str__(self) -> str:
        return f"{self.get_step_display()} · {self.demande_id}"

"""Contesting a decision."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from ..deadlines import appeal_answer_due, appeal_answer_limit
from ..enums import AppealOutcome
from ..querysets import AppealQuerySet
from .decisions import StatementOfReasons


class Appeal(models.Model):
    """A complaint against a decision, decided by somebody else (DSA art. 20).

    `upheld` when the decision did not stand as it was; `outcome` says whether another replaced it.
    `open_to_agencies`: nobody of the national team can answer, those who answer for agencies may.
    `looked_at_on` is the last day on which the clock saw to it that somebody answers.
    """

    statement = models.OneToOneField(StatementOfReasons, models.PROTECT, related_name="appeal")
    text = models.TextField("recours", max_length=4000)
    filed_at = models.DateTimeField("déposé le", default=timezone.now)
    decided_at = models.DateTimeField("décidé le", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    upheld = models.BooleanField("recours accepté", null=True)
    outcome = models.CharField(
        "suite", max_length=12, choices=AppealOutcome, blank=True, default=""
    )
    reply = models.TextField("réponse", blank=True)
    open_to_agencies = models.BooleanField("ouvert aux agences", default=False, editable=False)
    overdue_told_at = models.DateTimeField("dépassement annoncé le", null=True, editable=False)
    looked_at_on = models.DateField("suivi le", null=True, editable=False)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = "recours"
        verbose_name_plural = "recours"

    def __str__(self) -> str:
        return f"Recours sur {self.statement}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:appeal_detail", args=[self.pk])

    @property
    def due_at(self) -> datetime:
        """When it should be answered."""
        return appeal_answer_due(self.filed_at)

    @property
    def hard_due_at(self) -> datetime:
        """When it must be answered at the very latest."""
        return appeal_answer_limit(self.filed_at)

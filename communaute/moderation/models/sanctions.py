"""Measures towards a person, and decisions that wait for a second person."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.models import Organisation

from ..deadlines import hours_between
from ..enums import DecisionKind, Ground, NoticeCategory, SanctionKind
from ..querysets import ProposalQuerySet, SanctionQuerySet
from .cases import Case
from .decisions import Decision, StatementOfReasons


class Sanction(models.Model):
    """A measure towards a person, by a decision that has its statement of reasons.

    It stands from `starts_at` until `ends_at`, the moment itself left out; only a closing has no
    end. `lifted_at` ends it before, by the decision `lifted_by`. The database refuses to change a
    row but to lift it, to note that its end was told, or to forget the person.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="sanctions"
    )
    kind = models.CharField("mesure", max_length=16, choices=SanctionKind)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="measure")
    statement = models.OneToOneField(StatementOfReasons, models.PROTECT, related_name="measure")
    starts_at = models.DateTimeField("à compter du", default=timezone.now)
    ends_at = models.DateTimeField("jusqu’au", null=True)
    lifted_at = models.DateTimeField("levée le", null=True)
    lifted_by = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="+")
    end_told_at = models.DateTimeField("fin annoncée le", null=True, editable=False)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = "mesure envers une personne"
        verbose_name_plural = "mesures envers des personnes"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=SanctionKind.CLOSING, ends_at__isnull=True)
                | models.Q(~models.Q(kind=SanctionKind.CLOSING), ends_at__isnull=False),
                name="sanction_ends_but_a_closing",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="sanction_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | models.Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="sanction_lifted_by_a_decision",
            ),
        ]
        indexes = [models.Index(fields=["person", "ends_at"], name="sanction_of_person")]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def hours(self) -> int | None:
        """How long it was meant to last, in hours; None for a closing."""
        if self.ends_at is None:
            return None
        return hours_between(self.starts_at, self.ends_at)

    def stands_at(self, moment: datetime) -> bool:
        """Whether it holds at this moment; at `ends_at` exactly it does not any more."""
        begun = self.starts_at <= moment and self.lifted_at is None
        return begun and (self.ends_at is None or moment < self.ends_at)


class Proposal(models.Model):
    """A decision that needs a second person, as the first one wrote it.

    Of a `kind` and, for a measure, a `sanction` of `hours` (none: without end). Confirmed, it
    became `decision`; declined, `declined_by` said so.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="proposals")
    kind = models.CharField("décision", max_length=12, choices=DecisionKind)
    sanction = models.CharField(
        "mesure", max_length=16, choices=SanctionKind, blank=True, default=""
    )
    hours = models.PositiveIntegerField("durée, en heures", null=True)
    facts = models.TextField("faits retenus")
    ground = models.CharField("fondement", max_length=12, choices=Ground)
    rule = models.CharField("texte ou règle", max_length=300)
    rule_code = models.CharField("code de la règle", max_length=40, blank=True, default="")
    rule_version = models.CharField("version de la règle", max_length=20, blank=True, default="")
    why = models.TextField("en quoi le texte y contrevient", blank=True, default="")
    also_illegal = models.BooleanField("aussi contraire à la loi", default=False)
    category = models.CharField(
        "catégorie", max_length=12, choices=NoticeCategory, blank=True, default=""
    )
    note = models.TextField("note interne", blank=True)
    seen = models.CharField("texte lu", max_length=16, blank=True, default="")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField("proposée le", default=timezone.now)
    closed_at = models.DateTimeField("close le", null=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, related_name="proposal")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "décision proposée"
        verbose_name_plural = "décisions proposées"
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "sanction"],
                condition=models.Q(closed_at__isnull=True),
                name="proposal_one_open_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return self.get_sanction_display() if self.sanction else self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("sanctions:proposal", args=[self.pk])

"""Worked cases, and second readings: whose, and which still wait."""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.models import DraftStateMixin, RevisionMixin

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Organisation
from communaute.comptes.perms import colleagues_of, is_national_team, organisations_of
from communaute.moderation.models import Decision
from socle.concurrent_edits import SharedAdminForm

from ..enums import CaseKind, Verdict


class SecondReadingQuerySet(models.QuerySet):
    """Second readings; twin of `review.perms.can_read_again`."""

    def visible_to(self, user: object) -> Self:
        """Those given to one's agencies, or to the national team; never about one's own decision,
        one's own words, nor those of a colleague."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        mine = models.Q(organisation__in=organisations_of(user, OrganisationKind.AGENCE))
        if is_national_team(user):
            mine |= models.Q(organisation__isnull=True)
        aside = models.Q(decision__decided_by=user) | models.Q(
            decision__case__author__in=colleagues_of(user)
        )
        return self.filter(mine).exclude(aside)

    def waiting(self) -> Self:
        return self.filter(read_at__isnull=True)

    def for_list(self) -> Self:
        return self.select_related(
            "decision__case__content_type", "decision__statement", "decision__organisation"
        )


class WorkedCase(DraftStateMixin, RevisionMixin, models.Model):
    """A case to learn from, without any name: what was written, what is decided, and why."""

    kind = models.CharField("nature", max_length=10, choices=CaseKind, default=CaseKind.WORKED)
    title = models.CharField("titre", max_length=120)
    text = models.TextField("le texte", max_length=2000, help_text="Inventé, ou sans aucun nom.")
    context = models.TextField("le contexte", max_length=1000, blank=True)
    decision = models.CharField("la décision", max_length=200)
    rule = models.CharField("règle ou loi", max_length=120, blank=True)
    why = models.TextField("pourquoi", max_length=2000)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    base_form_class = SharedAdminForm
    panels = [
        HelpPanel(
            content="<p>Les modérateurs lisent ce cas. N’y laissez ni nom, ni lieu, ni lien : "
            "personne ne doit pouvoir retrouver l’auteur.</p>",
            classname="cu-help",
        ),
        FieldPanel("kind"),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("context"),
        FieldPanel("decision"),
        FieldPanel("rule"),
        FieldPanel("why"),
        FieldPanel("position"),
    ]

    class Meta:
        verbose_name = "cas de modération"
        verbose_name_plural = "cas de modération"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class SecondReading(models.Model):
    """One decision of a month, read again by another agency that does not know it.

    `organisation` reads it (none: the national team). `verdict` is what its reader would have done;
    `agrees` compares it once given.
    """

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="second_reading")
    month = models.DateField("mois", db_index=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    drawn_at = models.DateTimeField("tirée le", default=timezone.now)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    read_at = models.DateTimeField("relue le", null=True)
    verdict = models.CharField("avis", max_length=12, choices=Verdict, blank=True, default="")
    note = models.TextField("remarque", blank=True, default="")
    agrees = models.BooleanField("même décision", null=True)

    objects = SecondReadingQuerySet.as_manager()

    class Meta:
        verbose_name = "deuxième lecture"
        verbose_name_plural = "deuxièmes lectures"
        ordering = ["month", "pk"]

    def __str__(self) -> str:
        return f"Deuxième lecture n° {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("second_reading:reading", args=[self.pk])


class DrawnMonth(models.Model):
    """A month whose decisions were drawn, even when there was none: never drawn again."""

    month = models.DateField("mois", unique=True)
    decisions = models.PositiveIntegerField("décisions du mois")
    drawn = models.PositiveIntegerField("tirées")

    class Meta:
        verbose_name = "mois tiré"
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y} : {self.drawn} sur {self.decisions}"

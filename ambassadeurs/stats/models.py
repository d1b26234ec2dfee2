"""The figures of `/stats/`, counted by the clock and kept: nobody counts rows to show a page."""

from __future__ import annotations

from datetime import date
from typing import Final, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable, RevisionMixin

from communaute.moderation.prescreening.personal.finder import find
from socle.concurrent_edits import SharedAdminForm

from .enums import Aim, Source
from .forms import ReportNoteForm

WHOLE = 100


def without_personal_data(text: str) -> None:
    """Refuse a telephone, an address, a bank account…; a name is for the editor to see."""
    found = sorted({one.kind.value for one in find(text)})
    if found:
        raise ValidationError(f"Retirez ce qui désigne une personne : {', '.join(found)}.")


class TargetQuerySet(models.QuerySet["Target"]):
    def of_period(self, first: date, last: date) -> list[Target]:
        """One an indicator: the next due once the period is over, else the last due within it."""
        found: dict[str, Target] = {}
        for one in self.filter(due__gte=first).order_by("due"):
            kept = found.get(one.indicator)
            if kept is None or kept.due < last:
                found[one.indicator] = one
        return [found[aim] for aim in Aim.values if aim in found]


class Target(RevisionMixin, models.Model):
    """So much of an indicator, by a day. Counts go from the opening, shares are of the period.

    Every change is a revision: who moved a target, and from what, stays readable.
    """

    indicator = models.CharField("mesure", max_length=40, choices=Aim)
    value = models.PositiveIntegerField(
        "valeur visée",
        validators=[MinValueValidator(1)],
        help_text=(
            "Un nombre compté depuis l’ouverture du service, ce qui est en place à ce jour, ou une "
            "part en %."
        ),
    )
    due = models.DateField("pour le", help_text="Le jour où l’objectif doit être atteint.")
    reason = models.CharField(
        "décidé par", max_length=120, blank=True, help_text="Par exemple : comité du 12 mars 2026."
    )

    objects = TargetQuerySet.as_manager()

    base_form_class = SharedAdminForm
    panels = [
        FieldPanel("indicator"),
        FieldRowPanel([FieldPanel("value"), FieldPanel("due")], heading="Objectif"),
        FieldPanel("reason"),
    ]

    class Meta:
        verbose_name = "objectif"
        verbose_name_plural = "objectifs"
        ordering = ["due", "indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "due"],
                name="stats_target_once",
                violation_error_message="Cette mesure a déjà un objectif pour ce jour.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_indicator_display()} : {self.value} pour le {self.due:%d/%m/%Y}"

    def clean(self) -> None:
        super().clean()
        is_share = self.indicator in Aim.values and Aim(self.indicator).is_share
        if is_share and self.value is not None and self.value > WHOLE:
            raise ValidationError({"value": f"Une part va de 1 à {WHOLE} %."})
        before = Target.objects.filter(pk=self.pk).first()
        is_as_before = before is not None and before.due == self.due
        if self.due and self.due < timezone.localdate() and not is_as_before:
            raise ValidationError({"due": "Cette date est passée : donnez un jour à venir."})


class ReportNoteQuerySet(models.QuerySet["ReportNote"]):
    def told_in(self, first: date, last: date, *, opening: date) -> Self:
        """What is shown in the report of a period: notes on it, or on a part of it.

        A period that began before the opening is counted from there: its note began before too.
        """
        rows = self.filter(is_public=True, last__gte=first, last__lte=last)
        if first > opening:
            rows = rows.filter(first__gte=first)
        return rows.order_by("first", "last").prefetch_related("voices")


class ReportNote(RevisionMixin, ClusterableModel):
    """What editors tell of a period, both days included. A part left empty is not shown."""

    first = models.DateField("du")
    last = models.DateField("au", help_text="Ce jour compris.")
    changed = models.TextField(
        "ce qui a changé",
        max_length=3000,
        blank=True,
        help_text="Une ligne vide sépare deux paragraphes.",
    )
    budget = models.TextField(
        "budget",
        max_length=1500,
        blank=True,
        help_text="Ce qui a été dépensé, et pour quoi. La page Budget est citée dessous.",
    )
    is_public = models.BooleanField(
        "montrer dans le rapport", default=False, help_text="Décochée, la note reste ici."
    )

    objects = ReportNoteQuerySet.as_manager()

    base_form_class = ReportNoteForm
    panels = [
        FieldRowPanel([FieldPanel("first"), FieldPanel("last")], heading="Période"),
        FieldPanel("changed"),
        FieldPanel("budget"),
        InlinePanel("voices", heading="Ce que disent les personnes", label="Phrase citée"),
        FieldPanel("comments"),
        FieldPanel("is_public"),
    ]

    class Meta:
        verbose_name = "note du rapport"
        verbose_name_plural = "notes du rapport"
        ordering = ["-last", "-first"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "last"],
                name="stats_note_once",
                violation_error_message="Cette période a déjà une note.",
            ),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")),
                name="stats_note_ends_after_it_starts",
                violation_error_message="La fin est avant le début : choisissez un jour plus tard.",
                violation_error_code="order",
            ),
        ]

    def __str__(self) -> str:
        return f"Du {self.first:%d/%m/%Y} au {self.last:%d/%m/%Y}"

    def clean(self) -> None:
        super().clean()
        today = timezone.localdate()
        if self.first and self.last and self.last < self.first:
            raise ValidationError({"last": "La fin est avant le début."})
        if self.first and self.first > today:
            raise ValidationError({"first": "Le début est dans l’avenir."})


class Voice(Orderable):
    """One sentence that an editor chose, cut as it is shown, without who said it."""

    note = ParentalKey(ReportNote, on_delete=models.CASCADE, related_name="voices")
    text = models.CharField(
        "phrase",
        max_length=300,
        validators=[without_personal_data],
        help_text="Ni nom, ni immeuble, ni rien qui désigne une personne.",
    )
    source = models.CharField("dite", max_length=8, choices=Source, default=Source.EXCHANGE)

    class Meta(Orderable.Meta):
        verbose_name = "phrase citée"
        verbose_name_plural = "phrases citées"
        default_permissions = ()

    def __str__(self) -> str:
        return self.text


class TallyQuerySet(models.QuerySet):
    def days(self, day: date) -> Self:
        """What one day holds."""
        return self.filter(grain="jour", start=day)

    def totals(self) -> Self:
        """Since the opening."""
        return self.filter(grain="total")

    def of(self, scope: str, place: str | None = None) -> Self:
        """Of the country, or of each département, network or organisation; of one `place`."""
        rows = self.filter(scope=scope)
        return rows if place is None else rows.filter(place=place)

    def without_delays(self) -> Self:
        """Without the response times, one row an hour."""
        return self.exclude(indicator__startswith="attente_")


# The day under which the totals since the opening are kept.
EVER: Final = date(2000, 1, 1)


class Grain(models.TextChoices):
    """Over what a number is counted; months and totals are sums of days, moved with them."""

    DAY = "jour", "Jour"
    MONTH = "mois", "Mois"
    TOTAL = "total", "Depuis l’ouverture"


class Scope(models.TextChoices):
    """Of what; `place` says which one: code of a département, number of a network, of an
    organisation; nothing for the country."""

    COUNTRY = "pays", "France"
    DEPARTEMENT = "departement", "Département"
    RESEAU = "reseau", "Réseau"
    ORGANISATION = "organisme", "Organisme"


class Tally(models.Model):
    """One number: so many acts (`indicators`) of one day, month, or since the opening, somewhere.

    `start` is the day, the first of the month, or `EVER`. A day without acts has no row. `value` is
    a number of acts, or grams of CO2 a year for `co2_…`. Exact, small ones included: what may be
    shown is decided when it is read (`publication_rules`).
    """

    grain = models.CharField("pas", max_length=5, choices=Grain)
    scope = models.CharField("de quoi", max_length=11, choices=Scope)
    place = models.CharField("lequel", max_length=20, blank=True)
    start = models.DateField("à partir du")
    indicator = models.CharField("mesure", max_length=40)
    value = models.BigIntegerField("nombre")

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = "compte"
        constraints = [
            models.UniqueConstraint(
                fields=["grain", "scope", "place", "start", "indicator"], name="tally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.start:%d/%m/%Y} : {self.value}"


class CountedDay(models.Model):
    """A day whose acts are in the table, and when they were last counted."""

    day = models.DateField("jour", unique=True)
    counted_at = models.DateTimeField("compté le", db_index=True)

    class Meta:
        verbose_name = "jour compté"
        verbose_name_plural = "jours comptés"

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class Ledger(models.Model):
    """One row: its lock, so that two countings never move the sums together, and when what has no
    day of its own (ambassadors, networks, CO2) was last counted."""

    stocks_at = models.DateTimeField("compté le", null=True)

    class Meta:
        verbose_name = "registre des comptes"

    def __str__(self) -> str:
        return f"{self.stocks_at}"

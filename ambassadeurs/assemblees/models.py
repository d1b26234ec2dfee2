"""General assemblies: several of one building over the years, one at most to prepare."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.demandes.models import Demande
from socle.buildings import Stage
from socle.calendar import date_format

from .enums import ADOPTED, DECIDED, Result, State

VOICES_MAX = 10_000_000
# A PDF asked for takes a second; a worker that restarts, a minute.
MADE_WITHIN = timedelta(minutes=2)
# Of a question asked before the information meeting, and of its answer: characters.
ASKED_MAX, ANSWER_MAX = 300, 1_000


def _voices(label: str) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(
        label,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(VOICES_MAX)],
    )


class AssembleeQuerySet(models.QuerySet):
    def to_come(self, today: date) -> Self:
        """Those that are still to be held, the next one first."""
        return self.filter(state=State.TO_COME, held_on__gte=today).order_by("held_on", "pk")

    def without_result(self, today: date) -> Self:
        """Those whose day is past and of which nobody said how it went, the last one first."""
        past = self.filter(held_on__lt=today, result="").exclude(state=State.CANCELLED)
        return past.order_by("-held_on", "-pk")


class Assemblee(models.Model):
    """One general assembly of a building: its day, then what it decided of the connection.

    `held` without `result`: its day is past and nobody said how it went. `voices_…` are totals,
    never of one person. `may_be_counted`: who told the result agrees that the public figures count
    it. `stage_before` is that of the building before an adoption moved it. `notices`: how many of
    the messages about it were due so far (`numbers.days_of`).
    """

    copropriete = models.ForeignKey(Copropriete, models.CASCADE, related_name="assemblees")
    held_on = models.DateField("date")
    state = models.CharField("état", max_length=12, choices=State, default=State.TO_COME)
    result = models.CharField("résultat", max_length=12, choices=Result, blank=True)
    voices_total = _voices("voix de la copropriété")
    voices_for = _voices("voix pour")
    voices_against = _voices("voix contre")
    may_be_counted = models.BooleanField("comptée dans les chiffres publics", default=False)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    told_at = models.DateTimeField("résultat dit le", null=True, editable=False)
    stage_before = models.CharField(max_length=12, choices=Stage, blank=True, editable=False)
    notices = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField("enregistrée le", default=timezone.now, editable=False)

    objects = AssembleeQuerySet.as_manager()

    class Meta:
        verbose_name = "assemblée générale"
        verbose_name_plural = "assemblées générales"
        ordering = ["-held_on", "-pk"]
        indexes = [
            models.Index(fields=["held_on"], name="assemblee_day"),
            # The acts of one day, counted once (`ambassadeurs.stats`).
            models.Index(fields=["created_at"], name="assemblee_created"),
            models.Index(fields=["told_at"], name="assemblee_told"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["copropriete"],
                condition=Q(state=State.TO_COME),
                name="assemblee_one_to_prepare",
            ),
            models.CheckConstraint(
                condition=Q(result="") | Q(state=State.HELD, told_at__isnull=False),
                name="assemblee_result_of_one_held",
            ),
            models.CheckConstraint(
                condition=Q(may_be_counted=False) | Q(result__in=sorted(DECIDED)),
                name="assemblee_counted_is_decided",
            ),
            models.CheckConstraint(
                condition=Q(voices_total__isnull=True)
                | (
                    (Q(voices_for__isnull=True) | Q(voices_for__lte=F("voices_total")))
                    & (Q(voices_against__isnull=True) | Q(voices_against__lte=F("voices_total")))
                    & (
                        Q(voices_for__isnull=True)
                        | Q(voices_against__isnull=True)
                        | Q(voices_total__gte=F("voices_for") + F("voices_against"))
                    )
                ),
                name="assemblee_voices_add_up",
            ),
        ]

    def __str__(self) -> str:
        return f"Assemblée générale du {date_format(self.held_on, 'j F Y')}"

    def get_absolute_url(self) -> str:
        return reverse("assemblees:detail", args=[self.copropriete_id])

    @property
    def is_without_vote(self) -> bool:
        """Put off, or not on the agenda: it is told, and nothing was voted."""
        return bool(self.result) and self.result not in DECIDED

    @property
    def is_adopted(self) -> bool:
        return self.result in ADOPTED

    @property
    def is_past(self) -> bool:
        """Its day is over, in Paris."""
        return self.held_on < timezone.localdate()

    @property
    def is_over(self) -> bool:
        """It met, its result told or not: its papers are only read."""
        return self.state == State.HELD or (self.state == State.TO_COME and self.is_past)

    @property
    def is_sent(self) -> bool:
        """The request that the syndic puts it on the agenda was said sent."""
        kept = getattr(self, "dossier", None)
        return kept is not None and kept.sent_on is not None

    @property
    def tells_offer(self) -> bool:
        """Its dossier holds an offer, however it came."""
        kept = getattr(self, "dossier", None)
        return kept is not None and "offer_on" in kept.numbers

    @property
    def days_left(self) -> int:
        """Until its day, in Paris; negative once it is past."""
        return (self.held_on - timezone.localdate()).days


class VoteSaid(models.Model):
    """An operator said of a demande that its assembly voted, or said so no more: `settled_at` is
    when the building followed, None until then. `moved`: its stage was moved from `stage_before`
    by that word alone, no member having told a result."""

    demande = models.OneToOneField(
        Demande, models.CASCADE, related_name="vote_said", verbose_name="demande"
    )
    moved = models.BooleanField("étape avancée", default=False)
    stage_before = models.CharField(max_length=12, choices=Stage, blank=True, editable=False)
    settled_at = models.DateTimeField("suivi le", null=True, editable=False)

    class Meta:
        verbose_name = "vote dit par l’exploitant"
        verbose_name_plural = "votes dits par l’exploitant"
        indexes = [
            models.Index(
                fields=["id"], name="vote_said_to_settle", condition=models.Q(settled_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"Vote : {self.demande}"


class Dossier(models.Model):
    """The papers of one assembly. `numbers`: what members typed, as texts, by the names of
    `dossier.numbers.Numbers`. Said sent to the syndic, `frozen` is what was sent: the numbers, and
    the figures they rest on with source and date, the text of each paper."""

    assemblee = models.OneToOneField(
        Assemblee, models.CASCADE, related_name="dossier", verbose_name="assemblée"
    )
    numbers = models.JSONField("nombres", default=dict)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    edited_at = models.DateTimeField("modifié le", default=timezone.now, editable=False)
    sent_on = models.DateField("envoyé au syndic le", null=True, blank=True)
    # While this request is open, its agency reads the papers: its writer said so.
    read_for = models.ForeignKey(
        Demande,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="dossiers_read",
        verbose_name="demande dont l’agence lit le dossier",
    )
    frozen = models.JSONField("ce qui a été envoyé", default=dict, blank=True)

    class Meta:
        verbose_name = "dossier d’assemblée"
        verbose_name_plural = "dossiers d’assemblée"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_on=None) | ~models.Q(frozen={}),
                name="dossier_sent_is_frozen",
            )
        ]

    def __str__(self) -> str:
        return f"Dossier : {self.assemblee}"


class DossierPdf(models.Model):
    """The last PDF of a dossier, kept in the database: it goes with it. Between `asked_at` and
    `made_at`, the worker makes it. `removed`: signs that no paper can carry, taken out."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="pdf")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    made_at = models.DateTimeField("fait le", null=True)
    removed = models.PositiveIntegerField("signes retirés", default=0)
    content = models.BinaryField(default=b"")

    class Meta:
        verbose_name = "PDF d’un dossier d’assemblée"
        verbose_name_plural = "PDF des dossiers d’assemblée"

    def __str__(self) -> str:
        return f"PDF : {self.dossier}"

    @property
    def is_being_made(self) -> bool:
        """Asked a moment ago."""
        return self._is_awaited and timezone.now() < self.asked_at + MADE_WITHIN

    @property
    def is_failed(self) -> bool:
        """Asked, and not made in time."""
        return self._is_awaited and not self.is_being_made

    @property
    def _is_awaited(self) -> bool:
        return self.made_at is None or self.made_at < self.asked_at

    @property
    def is_late(self) -> bool:
        """The numbers changed, or the papers were said sent, since it was made."""
        return self.made_at is not None and self.made_at < self.dossier.edited_at


class AskedBefore(models.Model):
    """A question that a member asks before the information meeting. Nobody reads who asked it;
    answered in writing, it joins the questions and answers that are handed over."""

    assemblee = models.ForeignKey(
        Assemblee, models.CASCADE, related_name="asked", verbose_name="assemblée"
    )
    body = models.CharField("question", max_length=ASKED_MAX)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField("posée le", default=timezone.now, editable=False)
    answer = models.TextField("réponse", max_length=ANSWER_MAX, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("répondue le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "question avant l’assemblée"
        verbose_name_plural = "questions avant l’assemblée"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False),
                name="asked_before_answer_is_dated",
            )
        ]

    def __str__(self) -> str:
        return self.body

"""Visits of boiler rooms: slots, places, and the surveys that follow."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.demandes.enums import ClockStep
from ambassadeurs.demandes.models import Demande
from communaute.moderation.models import EXPLAINED, STATES, ModeratedContent
from socle.calendar import in_short

from .enums import BookingState, VisitState
from .querysets import BookingQuerySet, VisitQuerySet


class Visit(ModeratedContent):
    """A slot opened by an ambassador: at most 120 minutes, shown place 24 h before only.

    `author` is the account of the host, `commune` and `departement` those of the building, for
    moderation: hidden, it is shown to the host and to who holds a place, and nobody books it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # None: of a visit that began, whose host closed their account since.
    ambassadeur = models.ForeignKey(
        Ambassadeur, models.SET_NULL, null=True, blank=True, related_name="visits"
    )
    starts_at = models.DateTimeField("début")
    minutes = models.PositiveSmallIntegerField(
        "durée (minutes)", validators=[MinValueValidator(15), MaxValueValidator(120)]
    )
    places = models.PositiveSmallIntegerField(
        "places", validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    meeting_point = models.CharField("lieu de rendez-vous", max_length=300, blank=True)
    language = models.CharField("langue", max_length=40, default="français")
    adviser_invited = models.BooleanField("conseiller invité", default=False)
    state = models.CharField("état", max_length=12, choices=VisitState, default=VisitState.PROPOSED)
    sequence = models.PositiveIntegerField("version du calendrier", default=0)
    # Cancelled by the clock, its host having left: planned again if the host returns in time.
    orphaned_at = models.DateTimeField("hôte parti le", null=True, editable=False)
    # Set once by the clock: the host was reminded at 48 hours, then asked how it went.
    host_reminded_at = models.DateTimeField("hôte rappelé le", null=True)
    outcome_asked_at = models.DateTimeField("issue demandée le", null=True)
    # The last survey that left: set before it leaves, so that two ticks send it once.
    survey_step = models.CharField("enquête envoyée", max_length=20, choices=ClockStep, blank=True)
    # How many places are held: added by `VisitQuerySet.with_places`.
    taken: int

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = "visite"
        ordering = ["starts_at", "pk"]
        constraints = [EXPLAINED, STATES]
        indexes = [
            models.Index(fields=["state", "starts_at"], name="visit_calendar"),
            # What an agency reads.
            models.Index(
                fields=["starts_at"],
                name="visit_with_adviser",
                condition=models.Q(adviser_invited=True, state=VisitState.PROPOSED),
            ),
        ]

    def __str__(self) -> str:
        return f"Visite du {in_short(self.starts_at, hour=True)}"

    def get_absolute_url(self) -> str:
        return reverse("visites:detail", args=[self.public_id])

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def host(self) -> Ambassadeur:
        """Of a visit whose host is known to be there. Raises Ambassadeur.DoesNotExist."""
        if self.ambassadeur is None:
            raise Ambassadeur.DoesNotExist
        return self.ambassadeur


class Booking(models.Model):
    """One person's place at a visit. `reminded_at` is set once, at 48 hours; `place_told_at` when
    the mail with the meeting point leaves, at 24 hours, and again when the place changes.

    `cancelled_late`: given up by the person less than 24 hours before; counts as an absence.
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="bookings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookings")
    demande = models.ForeignKey(
        Demande, models.SET_NULL, null=True, blank=True, related_name="bookings"
    )
    state = models.CharField("état", max_length=16, choices=BookingState)
    # What it was when its host left; "" otherwise.
    orphaned_state = models.CharField(
        max_length=16, choices=BookingState, blank=True, editable=False
    )
    sequence = models.PositiveIntegerField("version du calendrier", default=0)
    needs_approval = models.BooleanField("accord de l’agence demandé", default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    # The place of the neighbour who took this one too: both come together.
    taken_with = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="neighbours",
        verbose_name="prise avec",
    )
    booked_at = models.DateTimeField("réservée le", auto_now_add=True)
    cancelled_at = models.DateTimeField("annulée le", null=True)
    cancelled_late = models.BooleanField("annulée trop tard", default=False)
    reminded_at = models.DateTimeField("rappelée le", null=True)
    place_told_at = models.DateTimeField("lieu envoyé le", null=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = "réservation"
        ordering = ["booked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "user"], name="booking_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} · {self.visit}"


class Survey(models.Model):
    """Three questions to one person, two days and ninety days after. Answered by a POST.

    About a thread, or about a visit: never both.
    """

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    demande = models.ForeignKey(
        Demande, models.CASCADE, null=True, blank=True, related_name="surveys"
    )
    visit = models.ForeignKey(Visit, models.CASCADE, null=True, blank=True, related_name="surveys")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="surveys")
    step = models.CharField("étape", max_length=20, choices=ClockStep)
    helpful = models.BooleanField("utile", null=True)
    stage = models.CharField("où en êtes-vous", max_length=12, blank=True)
    comment = models.TextField("commentaire", max_length=1000, blank=True)
    sent_at = models.DateTimeField("envoyée le", default=timezone.now)
    answered_at = models.DateTimeField("répondue le", null=True)

    class Meta:
        verbose_name = "enquête"
        indexes = [models.Index(fields=["answered_at"], name="survey_answered_on")]
        constraints = [
            models.UniqueConstraint(fields=["demande", "user", "step"], name="survey_once"),
            models.UniqueConstraint(fields=["visit", "user", "step"], name="survey_once_per_visit"),
            models.CheckConstraint(
                name="survey_of_thread_or_visit",
                condition=models.Q(demande__isnull=True) ^ models.Q(visit__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} · {self.user_id}"

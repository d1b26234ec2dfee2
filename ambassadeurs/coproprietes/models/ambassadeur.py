"""The mandate of an ambassador: consent, agreement, proof, capacity, pause."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from ambassadeurs.reseaux.models import Reseau
from socle.calendar import days_after, end_of_day
from socle.uploads import private_storage

from ..enums import AmbassadeurRole, AmbassadeurStatus
from ..numbers import NUMBERS
from ..querysets import ASKED, TO_DECIDE, AmbassadeurQuerySet
from .copropriete import Copropriete

HOURS_A_DAY = 24


class Ambassadeur(models.Model):
    """The mandate of one person to speak for one connected copropriété.

    Only a verified mandate, not expired, is public and gives a badge. `first_name` and `role` are
    all that others see of the person.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mandats")
    copropriete = models.ForeignKey(Copropriete, models.CASCADE, related_name="ambassadeurs")
    first_name = models.CharField("prénom", max_length=40)
    role = models.CharField("rôle", max_length=20, choices=AmbassadeurRole)
    status = models.CharField(
        "état",
        max_length=12,
        choices=AmbassadeurStatus,
        default=AmbassadeurStatus.PENDING,
    )
    takes_visits = models.BooleanField("accepte des visites", default=False)
    verified_at = models.DateTimeField("vérifié le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    expires_at = models.DateTimeField("mandat jusqu’au", null=True, blank=True)
    paused_until = models.DateField("en pause jusqu’au", null=True, blank=True)
    decision_reason = models.TextField("motif du refus", blank=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    applied_at = models.DateTimeField("demandé le", default=timezone.now, editable=False)
    # Mandate: the person's consent and the conseil syndical's agreement, wording and dates kept.
    consent_version = models.CharField("version du mandat", max_length=20, blank=True)
    consent_at = models.DateTimeField("consentement donné le", null=True, blank=True)
    council_agreed_on = models.DateField("accord du conseil syndical du", null=True, blank=True)
    # Proof: private, erased 30 days after the decision (`proof_erased_at`).
    proof = models.FileField(
        "justificatif", upload_to="justificatifs/%Y/%m/", storage=private_storage, blank=True
    )
    proof_name = models.CharField("nom du justificatif", max_length=150, blank=True)
    proof_erased_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)
    # What an application tells of a building not connected yet, which others share: it takes effect
    # with the verification (`mandates.claims`).
    claimed_reseau = models.ForeignKey(
        Reseau, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    claimed_facts = models.JSONField(default=dict, blank=True, editable=False)
    # Clock of the mandate (steps of `mandats.steps`): each date is written once per mandate period.
    renewal_told_at = models.DateTimeField("échéance annoncée le", null=True, editable=False)
    renewal_asked_at = models.DateTimeField("renouvellement demandé le", null=True, editable=False)
    expiry_told_at = models.DateTimeField("fin annoncée le", null=True, editable=False)
    # Capacity chosen by the person; counters are moved by the room above.
    max_open = models.PositiveSmallIntegerField(
        "demandes ouvertes à la fois", default=2, validators=[MaxValueValidator(20)]
    )
    max_per_month = models.PositiveSmallIntegerField(
        "nouvelles demandes par mois", default=4, validators=[MaxValueValidator(50)]
    )
    max_visits_per_month = models.PositiveSmallIntegerField(
        "visites par mois", default=1, validators=[MaxValueValidator(10)]
    )
    max_visitors = models.PositiveSmallIntegerField(
        "visiteurs par visite", default=8, validators=[MaxValueValidator(30)]
    )
    # The last word of an agency: a colleague of who wrote it reads it first.
    agency_wrote_at = models.DateTimeField("mot de l’agence du", null=True, editable=False)
    agency_writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", editable=False
    )
    open_demandes = models.PositiveSmallIntegerField("demandes ouvertes", default=0)
    demandes_month = models.CharField("mois compté", max_length=7, blank=True)
    demandes_this_month = models.PositiveSmallIntegerField("demandes de ce mois", default=0)
    unanswered_in_a_row = models.PositiveSmallIntegerField("sans réponse de suite", default=0)
    answered_count = models.PositiveIntegerField("demandes répondues", default=0)
    median_answer_hours = models.PositiveIntegerField("délai médian (h)", null=True, blank=True)

    objects = AmbassadeurQuerySet.as_manager()

    class Meta:
        verbose_name = "ambassadeur"
        ordering = ["pk"]
        indexes = [models.Index(ASKED, "id", name="mandate_to_decide", condition=TO_DECIDE)]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "copropriete"], name="ambassadeur_once_per_copropriete"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_name} · {self.copropriete}"

    @property
    def is_public(self) -> bool:
        return self.is_public_at(timezone.now())

    def is_public_at(self, now: datetime) -> bool:
        """Verified, not expired, account open; twin of `AmbassadeurQuerySet.public`."""
        runs = self.expires_at is None or self.expires_at > now
        return runs and self.status == AmbassadeurStatus.VERIFIED and self.user.is_active

    @property
    def reseau(self) -> Reseau | None:
        """The network of the building: told by the application, until it is verified."""
        return self.claimed_reseau or self.copropriete.reseau

    @property
    def is_running(self) -> bool:
        """Public, or waiting for a decision: one does not ask again."""
        return self.status == AmbassadeurStatus.PENDING or self.is_public

    @property
    def is_to_decide(self) -> bool:
        """Twin of `AmbassadeurQuerySet.to_decide`."""
        if not self.user.is_active:
            return False
        if self.status == AmbassadeurStatus.PENDING:
            return True
        return self.status == AmbassadeurStatus.VERIFIED and self.renewal_asked_at is not None

    @property
    def decision_expected_at(self) -> datetime:
        """Until when the answer that was promised is in time."""
        return end_of_day(days_after(self.applied_at, NUMBERS.decision_days))

    @property
    def is_decision_late(self) -> bool:
        return self.decision_expected_at < timezone.now()

    @property
    def may_ask_renewal(self) -> bool:
        """In the last three months of the mandate."""
        soon = timezone.now() + timedelta(days=NUMBERS.renewal_opens_days)
        return self.is_public and self.expires_at is not None and self.expires_at <= soon

    @property
    def may_undo_withdrawal(self) -> bool:
        """Ended by the person, less than a week ago."""
        if self.status != AmbassadeurStatus.WITHDRAWN or self.withdrawn_at is None:
            return False
        limit = self.withdrawn_at + timedelta(days=NUMBERS.undo_days)
        return timezone.now() <= limit

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.paused_until >= timezone.localdate()

    @property
    def is_full(self) -> bool:
        """Takes no new request now, question or visit: as many are open, or came this month, as
        they chose (twin of `AmbassadeurQuerySet.with_room`), or a measure forbids them to answer,
        where it is read (`speaking`)."""
        if getattr(self, "is_silent", False):
            return True
        if self.open_demandes >= self.max_open or not self.max_per_month:
            return True
        is_counted = self.demandes_month == f"{timezone.localdate():%Y-%m}"
        return is_counted and self.demandes_this_month >= self.max_per_month

    @property
    def usual_days(self) -> int | None:
        """In how many days, begun ones counted, this person usually answers a demande; None until
        enough answers tell it. Measured when an answer is sent, so that a card asks no query."""
        hours = self.median_answer_hours
        if hours is None or self.answered_count < NUMBERS.usual_answers_from:
            return None
        return max(1, -(-hours // HOURS_A_DAY))

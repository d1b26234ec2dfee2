"""Mises en relation: one object, one thread, one clock; visits; what desks and partners use."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.coproprietes.uploads import private_storage
from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.models import Organisation
from communaute.moderation.models import ModeratedContent
from communaute.territoires.models import Commune, Departement

from .enums import (
    BookingState,
    ClockStep,
    ClosedBecause,
    DeskStatus,
    Kind,
    Purpose,
    State,
    VisitState,
)
from .querysets import (
    BookingQuerySet,
    MiseEnRelationQuerySet,
    ReportedMessageQuerySet,
    VisitQuerySet,
)


class MiseEnRelation(models.Model):
    """A request of one person, for one building, to one recipient.

    The recipient is an ambassador, or an organisation (operator or agency). `sent` is exactly what
    was sent about the building and the person, as listed on the form: {label: value}. For an
    operator, the separate consent is kept with its wording, version and date.
    `commune`/`departement` are the building's and say which desks see it; `reseau` the network.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("nature", max_length=12, choices=Kind)
    purpose = models.CharField("objet", max_length=12, choices=Purpose)
    state = models.CharField("état", max_length=12, choices=State, default=State.WAITING)
    desk_status = models.CharField(
        "suivi", max_length=16, choices=DeskStatus, default=DeskStatus.A_TRAITER
    )
    desk_comment = models.TextField("commentaire de l’exploitant", blank=True)
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="mises_en_relation"
    )
    copropriete = models.ForeignKey(
        Copropriete, models.SET_NULL, null=True, related_name="mises_en_relation"
    )
    ambassadeur = models.ForeignKey(
        Ambassadeur, models.SET_NULL, null=True, blank=True, related_name="mises_en_relation"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="mises_en_relation"
    )
    reseau = models.ForeignKey(
        Reseau, models.PROTECT, null=True, blank=True, related_name="mises_en_relation"
    )
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, related_name="+")
    departement = models.ForeignKey(Departement, models.PROTECT, null=True, related_name="+")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reoffered_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="reoffers"
    )
    sent = models.JSONField("ce qui a été envoyé", default=dict)
    # Read once from `sent`, so that desks sort and filter: never a fact that was not sent.
    sent_dwellings = models.PositiveIntegerField("logements", null=True, editable=False)
    sent_distance_m = models.PositiveIntegerField("distance (m)", null=True, editable=False)
    sent_boiler_year = models.PositiveSmallIntegerField(
        "année de la chaudière", null=True, editable=False
    )
    sent_energy = models.CharField("énergie", max_length=30, blank=True, editable=False)
    sent_text = models.TextField("texte de recherche", blank=True, editable=False)
    consent_text = models.TextField("texte du consentement", blank=True)
    consent_version = models.CharField("version du consentement", max_length=20, blank=True)
    consent_at = models.DateTimeField("consentement donné le", null=True, blank=True)
    # Closed by the person, or account erased: the operator reads it no more (`perms.is_agreed`).
    consent_withdrawn_at = models.DateTimeField("consentement retiré le", null=True, blank=True)
    requester_shares_contact = models.BooleanField(default=False)
    recipient_shares_contact = models.BooleanField(default=False)
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField("demandée le")
    reopened_at = models.DateTimeField("rouverte sans réponse le", null=True, blank=True)
    erased_at = models.DateTimeField("effacée le", null=True, blank=True)
    first_answer_at = models.DateTimeField("première réponse le", null=True)
    last_act_at = models.DateTimeField("dernier acte le")
    updated_at = models.DateTimeField("modifiée le", auto_now=True, db_index=True)
    closed_at = models.DateTimeField("close le", null=True)
    closed_because = models.CharField(
        "motif de clôture", max_length=12, choices=ClosedBecause, blank=True
    )
    thanked_at = models.DateTimeField("remerciée le", null=True)

    objects = MiseEnRelationQuerySet.as_manager()

    class Meta:
        verbose_name = "mise en relation"
        verbose_name_plural = "mises en relation"
        ordering = ["-last_act_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="mise_operator_needs_consent",
                condition=~models.Q(kind="exploitant") | models.Q(consent_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "desk_status", "created_at"], name="mise_desk"),
            models.Index(fields=["requester", "-last_act_at"], name="mise_mine"),
            models.Index(fields=["state", "created_at"], name="mise_clock"),
            models.Index(fields=["ambassadeur", "state"], name="mise_ambassadeur"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.created_at:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("mises_en_relation:detail", args=[self.public_id])

    @property
    def clock_from(self) -> datetime:
        """Since when an answer is waited for."""
        return self.reopened_at or self.created_at

    @property
    def mail_thread(self) -> str:
        """Keeps all the mails of the exchange in one conversation of the mailbox."""
        return f"mer-{self.public_id}"


class Message(models.Model):
    """One message of the thread. `body` is as typed; phones and e-mails in it are masked when
    shown until both parties share their contact details. A null author is a closed account.
    """

    mise_en_relation = models.ForeignKey(MiseEnRelation, models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    from_requester = models.BooleanField("de la personne qui demande")
    body = models.TextField("message", max_length=5000)
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    hidden_at = models.DateTimeField("masqué le", null=True)
    sent_at = models.DateTimeField("envoyé le", auto_now_add=True)

    class Meta:
        verbose_name = "message"
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"Message du {self.sent_at:%d/%m/%Y %H:%M}"


class Attachment(models.Model):
    """A private file of a thread: PDF or image, ≤ 10 MB, type checked by its content."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    file = models.FileField(
        "fichier", upload_to="mises_en_relation/%Y/%m/", storage=private_storage
    )
    name = models.CharField("nom", max_length=150)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField("octets")

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"

    def __str__(self) -> str:
        return self.name


class ReportedMessage(ModeratedContent):
    """A message that one party reported: what moderation may see of a private thread.

    `author`, `commune` and `departement` are the message's, or null for the national team;
    `created_at` is when it was sent. Hiding it hides the message (`moderated`).
    """

    message = models.OneToOneField(Message, models.CASCADE, related_name="reported")
    created_at = models.DateTimeField("écrit le")

    objects = ReportedMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message signalé"
        verbose_name_plural = "messages signalés"

    def __str__(self) -> str:
        return str(self.message)

    def get_absolute_url(self) -> str:
        thread = self.message.mise_en_relation.get_absolute_url()
        return f"{thread}#message-{self.message_id}"


class StatusEvent(models.Model):
    """A change of the desk's status: who, when, from, to, with a note. Append-only."""

    mise_en_relation = models.ForeignKey(MiseEnRelation, models.CASCADE, related_name="events")
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

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"


class ClockEvent(models.Model):
    """Proof that a step of the clock was done: unique, so that two ticks do it once."""

    mise_en_relation = models.ForeignKey(MiseEnRelation, models.CASCADE, related_name="clock")
    step = models.CharField("étape", max_length=20, choices=ClockStep)
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "étape d’horloge"
        verbose_name_plural = "étapes d’horloge"
        constraints = [
            models.UniqueConstraint(fields=["mise_en_relation", "step"], name="clock_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} · {self.mise_en_relation_id}"


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


class Visit(models.Model):
    """A slot opened by an ambassador: at most 120 minutes, shown place 24 h before only."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ambassadeur = models.ForeignKey(Ambassadeur, models.CASCADE, related_name="visits")
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
    created_at = models.DateTimeField(auto_now_add=True)
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
        indexes = [models.Index(fields=["state", "starts_at"], name="visit_calendar")]

    def __str__(self) -> str:
        return f"Visite du {self.starts_at:%d/%m/%Y %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("mises_en_relation:visit", args=[self.public_id])

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


class Booking(models.Model):
    """One person's place at a visit. `reminded_at` is set once, at 48 hours.

    `cancelled_late`: given up by the person less than 24 hours before; counts as an absence.
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="bookings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookings")
    mise_en_relation = models.ForeignKey(
        MiseEnRelation, models.SET_NULL, null=True, blank=True, related_name="bookings"
    )
    state = models.CharField("état", max_length=16, choices=BookingState)
    sequence = models.PositiveIntegerField("version du calendrier", default=0)
    needs_approval = models.BooleanField("accord de l’agence demandé", default=False)
    booked_at = models.DateTimeField("réservée le", auto_now_add=True)
    cancelled_at = models.DateTimeField("annulée le", null=True)
    cancelled_late = models.BooleanField("annulée trop tard", default=False)
    reminded_at = models.DateTimeField("rappelée le", null=True)

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
    mise_en_relation = models.ForeignKey(
        MiseEnRelation, models.CASCADE, null=True, blank=True, related_name="surveys"
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
        constraints = [
            models.UniqueConstraint(
                fields=["mise_en_relation", "user", "step"], name="survey_once"
            ),
            models.UniqueConstraint(fields=["visit", "user", "step"], name="survey_once_per_visit"),
            models.CheckConstraint(
                name="survey_of_thread_or_visit",
                condition=models.Q(mise_en_relation__isnull=True) ^ models.Q(visit__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} · {self.user_id}"


class ApiToken(models.Model):
    """The partner API key of an organisation: only its SHA-256 is kept. One alive at a time."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="api_token")
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField("fin de la clé", max_length=6)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    class Meta:
        verbose_name = "clé d’interface"
        verbose_name_plural = "clés d’interface"

    def __str__(self) -> str:
        return f"Clé …{self.hint}"

"""Mises en relation: one object, one thread, one clock; what desks and partners use."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse

from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.reseaux.models import Reseau
from communaute.comptes.models import Organisation
from communaute.moderation.models import (
    EXPLAINED,
    STATES,
    ModeratedContent,
    StatementOfReasons,
    explained,
)
from communaute.territoires.models import Commune, Departement
from socle.calendar import in_short
from socle.uploads import private_storage

from ..enums import (
    GIVEN_UP,
    ORGANISATIONS,
    PURPOSES,
    ClosedBecause,
    DeskStatus,
    Kind,
    Purpose,
    State,
)
from ..facts import sent_lines
from ..querysets import (
    AGENCY_TURN,
    OPERATOR_TURN,
    BlockQuerySet,
    DemandeQuerySet,
    MessageQuerySet,
    ReportedMessageQuerySet,
)


def _one_open(purpose: Purpose) -> models.UniqueConstraint:
    """A building asks an organisation for this once at a time, whoever of its people does; again
    once the project was given up, or the one who asked left."""
    asked = models.Q(purpose=purpose) | models.Q(added_purpose=purpose)
    return models.UniqueConstraint(
        fields=["copropriete", "organisation"],
        condition=~models.Q(state=State.CLOSED)
        & ~models.Q(desk_status__in=GIVEN_UP)
        & models.Q(replaced_at__isnull=True)
        & asked,
        name=f"demande_one_open_{purpose}",
    )


class Demande(models.Model):
    """A request of one person, for one building, to one recipient.

    The recipient is an ambassador, or an organisation (operator or agency). `sent` is exactly what
    was sent about the building and the person, as listed on the form: {key: raw value} of
    `facts.FACTS`, put into words when shown. For an operator, the separate consent is kept with
    its wording, version and date.
    Of an organisation it is the building's: its members read that it was asked, and the thread
    since `shared_with_members_at`, when who wrote it agrees (`members`).
    `commune`/`departement` are the building's and say which desks see it; `reseau` the network.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("nature", max_length=12, choices=Kind)
    purpose = models.CharField("objet", max_length=12, choices=Purpose)
    # A rendez-vous and a devis of one operator are asked in one thread: the one asked afterwards.
    added_purpose = models.CharField("objet ajouté", max_length=12, choices=Purpose, blank=True)
    state = models.CharField("état", max_length=12, choices=State, default=State.WAITING)
    desk_status = models.CharField(
        "suivi", max_length=16, choices=DeskStatus, default=DeskStatus.A_TRAITER
    )
    desk_comment = models.TextField("commentaire de l’exploitant", blank=True)
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="demandes"
    )
    copropriete = models.ForeignKey(
        Copropriete, models.SET_NULL, null=True, related_name="demandes"
    )
    ambassadeur = models.ForeignKey(
        Ambassadeur, models.SET_NULL, null=True, blank=True, related_name="demandes"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="demandes"
    )
    reseau = models.ForeignKey(
        Reseau, models.PROTECT, null=True, blank=True, related_name="demandes"
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
    shared_with_members_at = models.DateTimeField(
        "lisible par les membres de la copropriété depuis le", null=True, blank=True
    )
    # Who wrote it left the building, which asks anew: its people still read what they read of it.
    replaced_at = models.DateTimeField("remplacée le", null=True, editable=False)
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The same for requests sent together, for several buildings under one consent.
    batch = models.UUIDField("envoi groupé", null=True, editable=False)
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
    # One more at each act of the organisation: what was typed over an older one is refused.
    version = models.PositiveIntegerField("version", default=0, editable=False)
    # Until then the organisation may take its last act back: who asked learns nothing of it.
    told_from = models.DateTimeField("dite dès le", null=True, editable=False)
    # The day the organisation comes back to it; an answer or the end of the exchange takes it away.
    follow_up_on = models.DateField("à relancer le", null=True, blank=True)
    follow_up_told_at = models.DateTimeField("relance dite le", null=True, editable=False)

    objects = DemandeQuerySet.as_manager()

    class Meta:
        verbose_name = "mise en relation"
        verbose_name_plural = "mises en relation"
        ordering = ["-last_act_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="demande_operator_needs_consent",
                condition=~models.Q(kind="exploitant") | models.Q(consent_at__isnull=False),
            ),
            *(_one_open(one) for kind in ORGANISATIONS for one in PURPOSES[kind]),
        ]
        indexes = [
            models.Index(fields=["organisation", "desk_status", "created_at"], name="demande_desk"),
            models.Index(fields=["requester", "-last_act_at"], name="demande_mine"),
            models.Index(fields=["state", "created_at"], name="demande_clock"),
            models.Index(fields=["ambassadeur", "state"], name="demande_ambassadeur"),
            # The acts of one day, counted once (`ambassadeurs.stats`).
            models.Index(fields=["created_at"], name="demande_asked_on"),
            models.Index(fields=["reopened_at"], name="demande_reopened_on"),
            models.Index(fields=["first_answer_at"], name="demande_answered_on"),
            # The lists of desks and of what is received, in their orders.
            models.Index("organisation", OPERATOR_TURN, "created_at", "id", name="demande_turn"),
            models.Index(
                "organisation",
                AGENCY_TURN,
                "created_at",
                "id",
                # Nothing else is read to count them.
                "kind",
                name="demande_advice",
                condition=~models.Q(state=State.CLOSED),
            ),
            models.Index(fields=["organisation", "-last_act_at", "-id"], name="demande_received"),
            # When something last changed at a desk.
            models.Index(fields=["organisation", "-updated_at"], name="demande_moved"),
            models.Index(
                fields=["organisation", "follow_up_on"],
                name="demande_come_back",
                condition=models.Q(follow_up_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {in_short(self.created_at)}"

    def get_absolute_url(self) -> str:
        return reverse("demandes:detail", args=[self.public_id])

    @property
    def sent_in_words(self) -> dict[str, str]:
        """What was sent, as people read it (reads its `commune`)."""
        return {line.label: line.value for line in sent_lines(self)}

    def get_purpose_display(self) -> str:
        """All that is asked: « Demander un devis et un rendez-vous »."""
        first, *more = [one.label for one in self.purposes]
        return " et ".join([first, *(label.removeprefix("Demander ") for label in more)])

    @property
    def purpose_noun(self) -> str:
        """The same inside a sentence: « demande de devis et de rendez-vous »."""
        first, *more = [one.noun for one in self.purposes]
        return " et ".join([first, *(noun.removeprefix("demande ") for noun in more)])

    @property
    def purposes(self) -> list[Purpose]:
        """What is asked, the first one first."""
        return [Purpose(one) for one in (self.purpose, self.added_purpose) if one]

    @property
    def purposes_left(self) -> list[Purpose]:
        """What may still be added to this thread: of an operator, what is not asked yet."""
        if self.kind != Kind.EXPLOITANT:
            return []
        return [one for one in PURPOSES[Kind.EXPLOITANT] if one not in self.purposes]

    @property
    def is_unanswered(self) -> bool:
        """Somebody waits for the first word of an ambassador."""
        is_new = self.state == State.WAITING and self.first_answer_at is None
        return self.kind == Kind.AMBASSADEUR and is_new and self.is_asker_here

    @property
    def is_asker_here(self) -> bool:
        """Whether who asked still has an open account: nobody else reads an answer, and no mail
        leaves to a closed one. Twin of `waiting`."""
        return self.requester is not None and self.requester.is_active

    @property
    def is_project_over(self) -> bool:
        """Whether the project has ended, in an exchange still open: nobody has to write."""
        return self.state == State.ANSWERED and DeskStatus(self.desk_status).is_over

    @property
    def is_given_up(self) -> bool:
        """Whether the operator ended it without a connection: it may be asked again."""
        return self.desk_status in GIVEN_UP

    @property
    def is_of_connected_building(self) -> bool:
        """Whether nothing is left to study: the building is heated by a network, or said so."""
        building = self.copropriete
        return self.kind != Kind.AMBASSADEUR and building is not None and building.is_said_connected

    @property
    def is_quote_awaited(self) -> bool:
        """The operator has answered, and the devis it was asked for is still to come."""
        studied = (DeskStatus.A_TRAITER, DeskStatus.RECONTACTE)
        is_asked = self.kind == Kind.EXPLOITANT and Purpose.DEVIS in self.purposes
        is_studied = self.state == State.ANSWERED and self.desk_status in studied
        return is_asked and is_studied and not self.is_of_connected_building

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
    `hidden_for` is the statement of reasons without which the database refuses `hidden_at`.
    """

    demande = models.ForeignKey(Demande, models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    from_requester = models.BooleanField("de la personne qui demande")
    body = models.TextField("message", max_length=5000)
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    hidden_at = models.DateTimeField("masqué le", null=True)
    hidden_for = models.ForeignKey(
        StatementOfReasons,
        models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        related_name="+",
    )
    sent_at = models.DateTimeField("envoyé le", auto_now_add=True)
    # Who asked reads the answer of an organisation once it cannot be taken back any more.
    shown_from = models.DateTimeField("montré dès le", null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=explained(models.Q(hidden_at__isnull=False), "hidden_for"),
                name="message_hiding_is_explained",
            )
        ]

    def __str__(self) -> str:
        return f"Message du {in_short(self.sent_at, hour=True)}"


class Attachment(models.Model):
    """A private file of a thread: PDF or image, ≤ 10 MB, type checked by its content."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    file = models.FileField("fichier", upload_to="demandes/%Y/%m/", storage=private_storage)
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
        constraints = [EXPLAINED, STATES]

    def __str__(self) -> str:
        return str(self.message)

    def get_absolute_url(self) -> str:
        thread = self.message.demande.get_absolute_url()
        return f"{thread}#message-{self.message_id}"


class Block(models.Model):
    """`blocker` receives no message nor request of `blocked`, and sends them none, until taken off.

    `demande` is the thread where it was decided: it tells whom, by the names of the thread. Gone
    with either account.
    """

    blocker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    demande = models.ForeignKey(Demande, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField("depuis le")

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = "blocage"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),
            models.CheckConstraint(
                name="block_somebody_else", condition=~models.Q(blocker=models.F("blocked"))
            ),
        ]

    def __str__(self) -> str:
        return f"Blocage du {in_short(self.at)}"


class Follower(models.Model):
    """A member who joined a request of their building: listed with it, and told when it is
    answered, as long as they take part in the building."""

    demande = models.ForeignKey(Demande, models.CASCADE, related_name="followers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField("depuis le", auto_now_add=True)

    class Meta:
        verbose_name = "membre qui suit une demande"
        verbose_name_plural = "membres qui suivent une demande"
        constraints = [
            models.UniqueConstraint(fields=["demande", "user"], name="follower_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.demande}"

"""Fair moderation: notices, cases, decisions, statements of reasons, the log.

Vocabulary and clocks follow the Digital Services Act (UE 2022/2065, art. 16, 17 and 20).
"""

import uuid
from datetime import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.models import Organisation
from communaute.territoires.models import Commune, Departement

from .deadlines import appeal_answer_due
from .enums import Act, CaseStatus, ContentStatus, DecisionKind, Ground, NoticeCategory
from .errors import AppendOnlyError
from .querysets import (
    AppealQuerySet,
    AppendOnlyQuerySet,
    CaseQuerySet,
    ModeratedQuerySet,
    NoticeQuerySet,
    StatementQuerySet,
)


class ModeratedContent(models.Model):
    """Base of what people write in public: who, where, and whether others may read it.

    `commune` and `departement` are written once, at creation, from the space: they decide which
    agency moderates. Both null means national: the national team moderates.
    """

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="%(class)ss"
    )
    status = models.CharField(
        "état", max_length=12, choices=ContentStatus, default=ContentStatus.PUBLISHED
    )
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, related_name="+")
    departement = models.ForeignKey(Departement, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    edited_at = models.DateTimeField("modifié le", null=True)

    objects = ModeratedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.status == ContentStatus.PUBLISHED


class AppendOnlyModel(models.Model):
    """Written once. Only the erasure of an account may empty its link to a person.

    The database refuses changes and deletions as well (`append_only.py`).
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(self._meta.verbose_name)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(self._meta.verbose_name)


class Case(models.Model):
    """One file per content in trouble; at most one open at a time.

    `version` is the optimistic lock: a decision names the version it was taken on.
    `snapshot` is the text as it was at the first notice; `author` is the content's, kept here
    so that nobody ever sees a case about their own words.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    status = models.CharField("état", max_length=12, choices=CaseStatus, default=CaseStatus.OPEN)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, related_name="+")
    departement = models.ForeignKey(Departement, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    snapshot = models.TextField("texte signalé")
    notices_count = models.PositiveIntegerField("signalements", default=0)
    opened_at = models.DateTimeField("ouvert le", default=timezone.now)
    due_at = models.DateTimeField("à décider avant le")
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    claimed_at = models.DateTimeField("pris le", null=True)
    closed_at = models.DateTimeField("clos le", null=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "dossier"
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=models.Q(status__in=["ouvert", "en_examen"]),
                name="case_one_open_per_target",
            )
        ]
        indexes = [models.Index(fields=["status", "due_at"], name="case_queue")]

    def __str__(self) -> str:
        return f"Dossier n° {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:case", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status != CaseStatus.DECIDED

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at < timezone.now()

    @property
    def place(self) -> str:
        """Where the content was written, as people say it."""
        return str(self.commune or self.departement or "National")


class Notice(models.Model):
    """A report by anyone, signed in or not (DSA art. 16). Never shown to the author.

    `puid` is the address of its follow-up page. `visitor_key` is a random word kept in the
    session of a person without account, so that the same browser is not counted twice.
    """

    puid = models.UUIDField("numéro", default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="notices")
    category = models.CharField("raison", max_length=12, choices=NoticeCategory)
    explanation = models.TextField("explication", max_length=2000)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="notices"
    )
    reporter_email = models.EmailField("adresse électronique", blank=True)
    visitor_key = models.CharField(max_length=32, blank=True, editable=False)
    received_at = models.DateTimeField("reçu le", default=timezone.now)
    told_at = models.DateTimeField("suite annoncée le", null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "signalement"
        ordering = ["received_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "reporter"],
                condition=models.Q(reporter__isnull=False),
                name="notice_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["case", "visitor_key"],
                condition=~models.Q(visitor_key=""),
                name="notice_once_per_visitor",
            ),
        ]

    def __str__(self) -> str:
        return self.get_category_display()

    def get_absolute_url(self) -> str:
        return reverse("moderation:notice", args=[self.puid])

    @property
    def number(self) -> str:
        """Short number people may quote."""
        return self.puid.hex[:8].upper()


class Decision(AppendOnlyModel):
    """What was decided on a case, by whom, for which agency. Append-only."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    kind = models.CharField("décision", max_length=12, choices=DecisionKind)
    note = models.TextField("note interne", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True)
    decided_at = models.DateTimeField("décidé le", default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "décision"
        ordering = ["decided_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.case}"


class StatementOfReasons(AppendOnlyModel):
    """Why a content was restricted, as its author receives it (DSA art. 17). Immutable.

    Signed by the agency and a function, never by the agent's name.
    """

    puid = models.UUIDField("numéro", default=uuid.uuid4, unique=True, editable=False)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="statement")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="statements"
    )
    content_label = models.CharField("nature du contenu", max_length=40)
    content_created_at = models.DateTimeField("date du contenu")
    content_url = models.CharField("adresse du contenu", max_length=300)
    excerpt = models.TextField("texte visé")
    restriction = models.CharField("mesure", max_length=120)
    territorial_scope = models.CharField("portée", max_length=60, default="France")
    applies_from = models.DateTimeField("à compter du")
    ends_at = models.DateTimeField("jusqu’au", null=True)
    facts = models.TextField("faits retenus")
    ground = models.CharField("fondement", max_length=12, choices=Ground)
    rule = models.CharField("texte ou règle", max_length=300)
    from_notice = models.BooleanField("à la suite d’un signalement")
    automated_detection = models.BooleanField("détection automatisée", default=False)
    automated_decision = models.BooleanField("décision automatisée", default=False)
    redress_until = models.DateTimeField("recours possible jusqu’au")
    signatory = models.CharField("signataire", max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = "exposé des motifs"
        verbose_name_plural = "exposés des motifs"

    def __str__(self) -> str:
        return f"Exposé des motifs {self.puid}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:statement", args=[self.puid])

    @property
    def number(self) -> str:
        """Short number people may quote."""
        return self.puid.hex[:8].upper()


class Appeal(models.Model):
    """A complaint against a decision, decided by somebody else (DSA art. 20).

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
    reply = models.TextField("réponse", blank=True)
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


class ModerationLog(AppendOnlyModel):
    """Every act of moderation, append-only: who did what to which case, when.

    The rows of one case form a chain: `digest` seals the row and the digest before it, so that
    a row changed, removed or slipped in shows (`manage.py verify_moderation_log`). The account is
    sealed by its number, which stays when an erasure empties the link; so is the decision, with
    its statement.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="log")
    position = models.PositiveIntegerField("rang")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    actor_number = models.PositiveBigIntegerField("numéro de compte", null=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="log")
    act = models.CharField("acte", max_length=60, choices=Act)
    detail = models.TextField("détail", blank=True)
    at = models.DateTimeField("le", default=timezone.now)
    key_id = models.CharField("clé du scellé", max_length=8, default="")
    digest = models.CharField("scellé", max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "journal de modération"
        verbose_name_plural = "journal de modération"
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="log_position_unique")
        ]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.act}"

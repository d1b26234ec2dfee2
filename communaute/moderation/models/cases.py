"""Files of moderation and what people report."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.models import Organisation
from communaute.territoires.models import Commune, Departement

from ..deadlines import shown_again_at
from ..enums import (
    AUTOMATIC,
    EDITED,
    CaseStatus,
    Escalation,
    Gravity,
    NoticeCategory,
    NoticeSource,
    Pace,
)
from ..querysets import CaseQuerySet, NoticeQuerySet


class Case(models.Model):
    """One file per content in trouble; at most one open at a time.

    `version` is the optimistic lock: a decision names the version it was taken on.
    `snapshot` is the text as it was at the first notice; `author` is the content's, kept here
    so that nobody ever sees a case about their own words. `group` is the number of the first case
    of those that are one matter (same author, `text_key` or `link_key`); empty for a case alone.
    `level` says whom it was entrusted to, `entrusted_to` which agency for a neighbour;
    `passed_why` is the reason typed by whoever passed it on last: the log keeps no text.

    `kept_away` are those who moderate but never this: whose discussion it is, who live with the
    author, who decided what is contested. `auto_hidden_at` is set while the text is hidden by
    the reports alone; `shown_again_at` is the last time that nobody decided in time.
    `comes_first` (1, else 0) before all others: danger, trusted flaggers, authorities.
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
    gravity = models.PositiveSmallIntegerField("gravité", choices=Gravity, default=Gravity.NORMAL)
    text_key = models.CharField("même texte", max_length=16, blank=True, default="")
    link_key = models.CharField("même lien", max_length=16, blank=True, default="")
    group = models.PositiveBigIntegerField("groupe", null=True)
    level = models.CharField("confié", max_length=12, choices=Escalation, blank=True, default="")
    entrusted_to = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name="confié à"
    )
    passed_why = models.TextField("confié parce que", blank=True, default="")
    pace = models.CharField("rythme", max_length=12, choices=Pace, default=Pace.ORDINARY)
    comes_first = models.PositiveSmallIntegerField("en tête de file", default=0)
    auto_hidden_at = models.DateTimeField("masqué d’office le", null=True)
    shown_again_at = models.DateTimeField("remontré faute de décision le", null=True)
    kept_away = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    late_told_at = models.DateTimeField("retard annoncé le", null=True, editable=False)
    hidden_told_at = models.DateTimeField("alerte donnée le", null=True, editable=False)

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
        indexes = [
            models.Index(fields=["status", "due_at"], name="case_queue"),
            # What comes first of what is open; the cases of a line (`CaseQuerySet.keyed`).
            models.Index(
                fields=["-comes_first", "due_at", "id"],
                condition=models.Q(status__in=["ouvert", "en_examen"]),
                name="case_first",
            ),
            models.Index(Coalesce("group", "id"), name="case_line"),
            models.Index(
                fields=["text_key"], condition=~models.Q(text_key=""), name="case_same_text"
            ),
            models.Index(
                fields=["link_key"], condition=~models.Q(link_key=""), name="case_same_link"
            ),
            models.Index(
                fields=["group"], condition=models.Q(group__isnull=False), name="case_group"
            ),
        ]

    def __str__(self) -> str:
        return f"Dossier n° {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:case", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status != CaseStatus.DECIDED

    @property
    def is_late(self) -> bool:
        return self.is_open and self.is_overdue

    @property
    def is_overdue(self) -> bool:
        """Whatever was decided since: nobody is told of it before a few minutes."""
        return self.due_at < timezone.now()

    @property
    def hidden_until(self) -> datetime | None:
        """When a text hidden by reports alone is shown again, if nobody decides; else None."""
        waits = self.is_open and self.auto_hidden_at is not None
        return shown_again_at(self.auto_hidden_at) if waits else None  # type: ignore[arg-type]

    @property
    def place(self) -> str:
        """Where the content was written, as people say it."""
        return str(self.commune or self.departement or "National")


class Notice(models.Model):
    """A report by anyone, signed in or not (DSA art. 16). Never shown to the author.

    `puid` is the address of its follow-up page. `visitor_key` is a random word kept in the
    session of a person without account, so that the same browser is not counted twice. `batch` is
    shared by the texts of one report, `contests` the notice whose outcome this one contests.
    """

    puid = models.UUIDField("numéro", default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="notices")
    category = models.CharField("raison", max_length=12, choices=NoticeCategory)
    explanation = models.TextField("explication", max_length=2000)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="notices"
    )
    source = models.CharField(
        "à titre de", max_length=12, choices=NoticeSource, default=NoticeSource.MEMBER
    )
    legal_ref = models.CharField("loi invoquée", max_length=300, blank=True, default="")
    reference = models.CharField("référence de l’ordre", max_length=120, blank=True, default="")
    batch = models.UUIDField("envoi", null=True, editable=False)
    contests = models.OneToOneField(
        "self", models.SET_NULL, null=True, related_name="contested_by", editable=False
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
    def answered_at(self) -> datetime | None:
        """When its sender was told what was decided, once they are: it may be undone before."""
        is_told = self.told_at is not None and self.told_at <= timezone.now()
        return self.told_at if is_told else None

    @property
    def is_report(self) -> bool:
        """Somebody sent it: not a rule of the service, nor an author who corrected their text."""
        return self.visitor_key not in {AUTOMATIC, EDITED}

    @property
    def is_correction(self) -> bool:
        """The author of the text corrected it, as they were asked to."""
        return self.visitor_key == EDITED

    @property
    def is_automatic(self) -> bool:
        """Whether a rule of the service asks for this text to be read; no person reported it."""
        return self.visitor_key == AUTOMATIC

    @property
    def is_of_public_text(self) -> bool:
        """Whether a rule asks for it though the text did not wait (`services.reviews`)."""
        return self.is_automatic and self.category == NoticeCategory.PERSONAL_DATA

    @property
    def number(self) -> str:
        """Short number people may quote."""
        return self.puid.hex[:8].upper()


class SummaryDay(models.Model):
    """A day whose summary was told to whoever moderates."""

    day = models.DateField("jour", unique=True)

    class Meta:
        verbose_name = "récapitulatif des modérateurs"
        verbose_name_plural = "récapitulatifs des modérateurs"

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"

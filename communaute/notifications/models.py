"""What the service tells a person: kept on the site, sent by mail."""

import json
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from .catalogue import COMEBACK, Channel, label_of, sent_after_closing
from .enums import MailState, ReceivedState, Why
from .querysets import BouncingQuerySet, MailQuerySet, NotificationQuerySet

MARK = "$date"
TITLE_MAX = 200


class ContextEncoder(DjangoJSONEncoder):
    """Dates and moments are marked, so that a template may write them in its own words."""

    def default(self, o: Any) -> Any:
        if isinstance(o, (date, datetime)):
            return {MARK: o.isoformat()}
        return super().default(o)


class ContextDecoder(json.JSONDecoder):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(object_hook=_revive, **kwargs)


def _revive(found: dict[str, Any]) -> Any:
    if list(found) != [MARK]:
        return found
    text = found[MARK]
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


class Notification(models.Model):
    """One thing told to one person: shown in `/mon-compte/notifications/recues/`.

    `key` makes telling idempotent: the same event told twice stores one row.
    `url` is a path of the site. Lines of one `thread` are read together; a line alone has its key.
    Nobody sees it from `withdrawn_at` on: what it tells was hidden; nor before `not_before`: what
    it tells may still be undone. `about`: for members of an organisation only, the numbers of what
    it tells of, without a word: whether who left one of theirs may still read it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField("nature", max_length=80)
    key = models.CharField("clé", max_length=160)
    title = models.CharField("titre", max_length=TITLE_MAX)
    body = models.TextField("texte", blank=True)
    url = models.CharField("adresse", max_length=300, blank=True)
    thread = models.CharField("fil", max_length=160)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    read_at = models.DateTimeField("lue le", null=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True)
    not_before = models.DateTimeField("pas avant le", null=True)
    about = models.JSONField(default=dict, encoder=ContextEncoder, decoder=ContextDecoder)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "notification"
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notification_once")]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="notification_list"),
            models.Index(fields=["user", "thread", "-created_at"], name="notification_thread"),
            models.Index(fields=["created_at"], name="notification_age"),
            # To take back, of everybody at once, what was told of a text that is hidden.
            models.Index(fields=["key"], name="notification_key"),
            models.Index(fields=["thread"], name="notification_of_thread"),
            models.Index(
                fields=["user", "thread"],
                condition=models.Q(read_at__isnull=True),
                name="notification_unread",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """What the list calls this kind."""
        return label_of(self.kind)


class Mail(models.Model):
    """One mail of the outbox, written in the transaction of what it tells.

    To the account `user` at the address it has when the mail leaves, or to `email` (an address
    without account, or one that is not yet that of the account). `key` makes telling idempotent.
    `planned_at` is when it should leave, `due_at` when it is tried next, `expires_at` after which
    it is worth nothing (a code). Nothing has it leave before `not_before`: what it tells may still
    be undone. `claimed_until` is in the future while a worker sends it.
    One that is held leaves together with others, in the mail of the kind `notifications.digest`.
    `context` is what it shows: emptied as soon as the mail has left or never will.
    """

    kind = models.CharField("nature", max_length=80)
    key = models.CharField("clé", max_length=160)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="mails"
    )
    email = models.EmailField("adresse", blank=True)
    context = models.JSONField(
        "contenu", default=dict, blank=True, encoder=ContextEncoder, decoder=ContextDecoder
    )
    url = models.CharField("adresse du bouton", max_length=500, blank=True)
    thread = models.CharField("fil", max_length=120, blank=True)
    message_id = models.CharField("Message-ID", max_length=120, unique=True)
    priority = models.PositiveSmallIntegerField("priorité")
    state = models.CharField("état", max_length=20, choices=MailState, default=MailState.WAITING)
    created_at = models.DateTimeField("écrit le", auto_now_add=True)
    planned_at = models.DateTimeField("à envoyer le")
    due_at = models.DateTimeField("prochain essai")
    not_before = models.DateTimeField("pas avant le", null=True)
    expires_at = models.DateTimeField("périme le", null=True)
    claimed_until = models.DateTimeField("pris jusqu’à", null=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    ended_at = models.DateTimeField("fini le", null=True)
    error = models.CharField("dernière erreur", max_length=300, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = "courriel"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"],
                condition=models.Q(user__isnull=False),
                name="mail_once_per_account",
            ),
            models.UniqueConstraint(
                fields=["email", "key"],
                condition=models.Q(user__isnull=True),
                name="mail_once_per_address",
            ),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) | ~models.Q(email=""),
                name="mail_to_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "due_at", "id"],
                condition=models.Q(state=MailState.WAITING),
                name="mail_waiting",
            ),
            models.Index(
                fields=["planned_at", "user"],
                condition=models.Q(state=MailState.HELD),
                name="mail_held",
            ),
            models.Index(fields=["key"], name="mail_key"),
            models.Index(fields=["state", "ended_at"], name="mail_ended"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def label(self) -> str:
        """What people call this kind of message."""
        return label_of(self.kind)

    def may_be_undone_at(self, now: datetime) -> bool:
        """Whether what it tells may still be undone: it does not leave before."""
        return self.not_before is not None and self.not_before > now

    @property
    def is_undoable(self) -> bool:
        return self.may_be_undone_at(timezone.now())

    @property
    def to_closed_account(self) -> bool:
        """Whether it never leaves, as things are: only what takes an account back does,
        and what the law wants to reach the person."""
        if self.user is None or self.user.is_active:
            return False
        return self.kind not in [*COMEBACK, *sent_after_closing()]

    @property
    def address(self) -> str:
        """Where it goes: the address told with it, else that of the account today."""
        if self.email:
            return self.email
        return self.user.email if self.user else ""


class Preference(models.Model):
    """How one person wants one kind, when it is not as the catalogue says.

    `site`: a line on the site. `mail`: when by mail, or never.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preferences"
    )
    kind = models.CharField("nature", max_length=80)
    site = models.BooleanField("sur le site")
    mail = models.CharField(
        "par courriel", max_length=8, choices=[(one.value, one.value) for one in Channel]
    )

    class Meta:
        verbose_name = "choix d’une personne"
        verbose_name_plural = "choix des personnes"
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.user_id} : {self.kind}"

    @property
    def label(self) -> str:
        """What is told, in the words of the catalogue."""
        return label_of(self.kind)

    @property
    def mail_label(self) -> str:
        """When it comes by mail, in words."""
        return "jamais" if self.mail == Channel.NONE else Channel(self.mail).label


class Received(models.Model):
    """One mail received, for 90 days: who, when, what became of it. Neither text nor address.

    `fingerprint` makes receiving idempotent: the same message again changes nothing.
    """

    fingerprint = models.CharField("empreinte", max_length=64, unique=True)
    message_id = models.CharField("Message-ID", max_length=250, blank=True)
    thread = models.CharField("fil", max_length=40, blank=True)
    state = models.CharField("devenir", max_length=12, choices=ReceivedState)
    reason = models.CharField("motif", max_length=40, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="mails_received"
    )
    received_at = models.DateTimeField("reçu le", auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "courriel reçu"
        verbose_name_plural = "courriels reçus"
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.reason}".strip()

    @property
    def reason_label(self) -> str:
        """Why it was not taken, in words; "" for what no person sent."""
        return Why(self.reason).label if self.reason in Why.values else ""


class BouncingAddress(models.Model):
    """An address that sent our mails back lately; none leaves for it once `score` reaches the
    limit, until 30 days passed or the person says that it works."""

    # In small letters.
    email = models.EmailField("adresse", unique=True)
    score = models.PositiveSmallIntegerField("points", default=0)
    last_at = models.DateTimeField("dernier retour le", db_index=True)
    told_at = models.DateTimeField("dite le", null=True)

    objects = BouncingQuerySet.as_manager()

    class Meta:
        verbose_name = "adresse qui refuse nos courriels"
        verbose_name_plural = "adresses qui refusent nos courriels"

    def __str__(self) -> str:
        return f"{self.email} : {self.score}"

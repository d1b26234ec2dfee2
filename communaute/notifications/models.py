"""What the service tells a person: kept on the site, sent by mail."""

from django.conf import settings
from django.db import models

from .enums import NotificationKind
from .querysets import DirectMailQuerySet, NotificationQuerySet


class Deliverable(models.Model):
    """Base of what leaves by mail: at most once.

    `mail` names the templates `notifications/mails/<mail>.subject.txt|.txt|.html` (empty: no
    mail); `mail_context` is what they show, emptied once sent. `mail_claimed_at` is set by the
    task that sends, in a transaction of its own; `mailed_at` after its success.
    """

    mail = models.CharField("modèle de message", max_length=80, blank=True)
    mail_context = models.JSONField("contenu du message", default=dict, blank=True)
    mail_claimed_at = models.DateTimeField("envoi commencé le", null=True, editable=False)
    mailed_at = models.DateTimeField("envoyée le", null=True)

    class Meta:
        abstract = True


class Notification(Deliverable):
    """One thing told to one person: shown in `/mon-compte/notifications/`, mailed at most once.

    `key` makes sending idempotent: the same event notified twice stores one row.
    `url` is a path of the site.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField("nature", max_length=40, choices=NotificationKind)
    key = models.CharField("clé", max_length=120)
    title = models.CharField("titre", max_length=200)
    body = models.TextField("texte", blank=True)
    url = models.CharField("adresse", max_length=300, blank=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    read_at = models.DateTimeField("lue le", null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "notification"
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notification_once")]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="notification_list"),
            models.Index(
                fields=["user"],
                condition=models.Q(read_at__isnull=True),
                name="notification_unread",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DirectMail(Deliverable):
    """One mail to an address without account, such as the reporter of a content."""

    email = models.EmailField("adresse électronique")
    key = models.CharField("clé", max_length=120, unique=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    objects = DirectMailQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.key

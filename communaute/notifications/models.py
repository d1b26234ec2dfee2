"""What the service tells a person: kept on the site, sent by mail."""

from django.conf import settings
from django.db import models

from .enums import NotificationKind
from .querysets import NotificationQuerySet


class Notification(models.Model):
    """One thing told to one person: shown in `/mon-compte/notifications/`, mailed at most once.

    `key` makes sending idempotent: the same event notified twice stores one row.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications"
    )
    kind = models.CharField("nature", max_length=40, choices=NotificationKind)
    key = models.CharField("clé", max_length=120)
    title = models.CharField("titre", max_length=200)
    body = models.TextField("texte", blank=True)
    url = models.CharField("adresse", max_length=300, blank=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    read_at = models.DateTimeField("lue le", null=True)
    mailed_at = models.DateTimeField("envoyée le", null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "notification"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notification_once")
        ]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="notification_list"),
        ]

    def __str__(self) -> str:
        return self.title

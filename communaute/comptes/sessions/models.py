"""A session says whose it is, so that its person may find it again and close it."""

from importlib import import_module
from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.crypto import salted_hmac

DEVICE_MAX = 60


class OpenSession(AbstractBaseSession):
    """A row of the session engine (`config.sessions`); `user` is empty for a visitor.

    Without a constraint in the database: a session saved while its account is erased is nobody's.
    """

    user = models.ForeignKey(
        "comptes.User",
        models.CASCADE,
        null=True,
        db_constraint=False,
        related_name="open_sessions",
    )
    device = models.CharField("appareil", max_length=DEVICE_MAX, blank=True)
    begun_at = models.DateTimeField("ouverte le", null=True)
    seen_at = models.DateTimeField("utilisée le", null=True)

    objects: ClassVar[BaseSessionManager] = BaseSessionManager()

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "session"
        verbose_name_plural = "sessions"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        return import_module(settings.SESSION_ENGINE).SessionStore

    @property
    def name(self) -> str:
        """What a page calls it by: the key itself would open the account."""
        return salted_hmac("session", self.session_key, algorithm="sha256").hexdigest()[:32]


class KnownDevice(models.Model):
    """A kind of device an account was opened on: another one is told by mail. Kept a year."""

    user = models.ForeignKey("comptes.User", models.CASCADE, related_name="known_devices")
    name = models.CharField("appareil", max_length=DEVICE_MAX)
    last_at = models.DateTimeField("dernière connexion le")

    class Meta:
        verbose_name = "appareil connu"
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="known_device_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Connection(models.Model):
    """From where a text was published: the law’s table, read by nobody through the site.

    The account is a number and the content has no foreign key: erasing one or the other does not
    touch a row before its term.
    """

    account_number = models.PositiveBigIntegerField("compte n°")
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField("texte n°")
    ip = models.GenericIPAddressField("adresse technique")
    port = models.PositiveIntegerField("port", null=True)
    at = models.DateTimeField("le", db_index=True)

    class Meta:
        verbose_name = "donnée de connexion"
        verbose_name_plural = "données de connexion"
        default_permissions = ()

    def __str__(self) -> str:
        return f"Donnée de connexion n° {self.pk}"

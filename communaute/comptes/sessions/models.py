"""A session says whose it is, so that its person may find it again and close it."""

from __future__ import annotations

import re
import time
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

if TYPE_CHECKING:
    from ..models import User


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


# Opening, listing and closing the sessions of an account; the devices it knows.


SEEN_EVERY_S = 3600
SHOWN_MAX = 50
KNOWN_DAYS = 365


def begin(request: HttpRequest) -> None:
    """Somebody has just signed in: the session says on what, and since when."""
    now = int(time.time())
    device = device_of(request.headers.get("User-Agent", ""))
    request.session.update({DEVICE: device, BEGUN: now, SEEN: now})


def keep_seen(request: HttpRequest) -> None:
    """Move « last seen », at most once an hour, for a session that `begin` has opened."""
    seen, now = request.session.get(SEEN), int(time.time())
    if seen is not None and now - seen >= SEEN_EVERY_S:
        request.session[SEEN] = now


def open_sessions(user: User) -> list[OpenSession]:
    """Those that still open the account, the last seen first; a password that changed closed the
    others, whose rows wait for their end."""
    rows = OpenSession.objects.filter(user=user, expire_date__gt=timezone.now())
    mine = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    alive = [
        row
        for row in rows.order_by("-seen_at", "-begun_at")[:SHOWN_MAX]
        if any(
            constant_time_compare(row.get_decoded().get(HASH_SESSION_KEY, ""), hashed)
            for hashed in mine
        )
    ]
    return alive


@transaction.atomic
def close(*, actor: User, name: str) -> bool:
    """Close the session of this name, among one's own. Returns whether it was open."""
    keys = [row.session_key for row in open_sessions(actor) if row.name == name]
    return bool(OpenSession.objects.filter(user=actor, session_key__in=keys).delete()[0])


@transaction.atomic
def close_others(*, actor: User, kept: str) -> int:
    """Close all of one's sessions but the one of this key. Returns how many were open."""
    others = OpenSession.objects.filter(user=actor).exclude(session_key=kept)
    return others.delete()[0]


@transaction.atomic
def recognise(*, user: User, device: str, now: datetime) -> bool:
    """Remember a device of this account. Returns True for one it had never been opened on, while
    others were known: to be told."""
    known = KnownDevice.objects.filter(user=user)
    had_others = known.exists()
    _, is_new = KnownDevice.objects.update_or_create(
        user=user, name=device, defaults={"last_at": now}
    )
    return is_new and had_others


def forgotten_by(now: datetime) -> list[int]:
    """Keys of the devices that have not been used for a year."""
    limit = now - timedelta(days=KNOWN_DAYS)
    due = KnownDevice.objects.filter(last_at__lte=limit)
    return list(due.order_by("pk").values_list("pk", flat=True))


def forget(pk: int, now: datetime) -> bool:
    """Forget one of them; False when it was used meanwhile."""
    limit = now - timedelta(days=KNOWN_DAYS)
    return bool(KnownDevice.objects.filter(pk=pk, last_at__lte=limit).delete()[0])


# Keys of the session, that `config.sessions` writes beside it; times in seconds of the epoch.
DEVICE, BEGUN, SEEN = "device", "begun_at", "seen_at"
UNKNOWN = "Appareil inconnu"
# The first that fits: most browsers also say that they are the ones below.
BROWSERS = (
    (r"Edg(?:e|A|iOS)?/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
)
SYSTEMS = (
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"Windows", "Windows"),
    (r"CrOS", "Chromebook"),
    (r"Mac OS X|Macintosh", "Mac"),
    (r"Linux|X11", "Linux"),
)


def device_of(user_agent: str) -> str:
    """The browser and the system, as their person would say them."""
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    if browser and system:
        return f"{browser} sur {system}"
    return browser or system or UNKNOWN


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for pattern, name in known if re.search(pattern, text)), "")

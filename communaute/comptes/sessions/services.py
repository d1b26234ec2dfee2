"""Opening, listing and closing the sessions of an account; the devices it knows."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from .models import KnownDevice, OpenSession

if TYPE_CHECKING:
    from ..models import User

# Keys of the session, that `config.sessions` writes beside it; times in seconds of the epoch.
DEVICE, BEGUN, SEEN = "device", "begun_at", "seen_at"
SEEN_EVERY_S = 3600


SHOWN_MAX = 50


KNOWN_DAYS = 365


def note_sign_in(request: HttpRequest) -> None:
    """Somebody has just signed in: the session says on what, and since when."""
    now = int(time.time())
    device = device_of(request.headers.get("User-Agent", ""))
    request.session.update({DEVICE: device, BEGUN: now, SEEN: now})


def keep_seen(request: HttpRequest) -> None:
    """Move « last seen », at most once an hour, for a session known to `note_sign_in`; and the last
    sign-in of its account: who stays signed in comes too, and is neither idle nor absent."""
    seen, now = request.session.get(SEEN), int(time.time())
    if seen is not None and now - seen >= SEEN_EVERY_S:
        request.session[SEEN] = now
        account = get_user_model().objects.filter(pk=request.session[SESSION_KEY])
        account.update(last_login=datetime.fromtimestamp(now, UTC))


def open_sessions(user: User) -> list[OpenSession]:
    """Those that still open the account, the last seen first; a password that changed closed the
    others, whose rows wait for their end."""
    rows = OpenSession.objects.filter(user=user, expire_date__gt=timezone.now())
    mine = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return [
        row
        for row in rows.order_by("-seen_at", "-begun_at")[:SHOWN_MAX]
        if any(
            constant_time_compare(row.get_decoded().get(HASH_SESSION_KEY, ""), hashed)
            for hashed in mine
        )
    ]


@transaction.atomic
def close(*, actor: User, name: str) -> bool:
    """Close the session of this name, among one's own. Returns whether it was open."""
    keys = [row.session_key for row in open_sessions(actor) if row.name == name]
    return bool(OpenSession.objects.filter(user=actor, session_key__in=keys).delete()[0])


@transaction.atomic
def close_others(*, actor: User, kept: str) -> int:
    """Close all of one's sessions but the one of this key. Returns how many were open: those that
    a new password closed go too, uncounted."""
    were_open = sum(row.session_key != kept for row in open_sessions(actor))
    OpenSession.objects.filter(user=actor).exclude(session_key=kept).delete()
    return were_open


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


def ended_by(now: datetime) -> list[str]:
    """Keys of the sessions whose time is over, of visitors too."""
    rows = OpenSession.objects.filter(expire_date__lte=now).order_by("expire_date")
    return list(rows.values_list("session_key", flat=True))


def erase_ended(key: str, now: datetime) -> bool:
    """Erase one of them; False when it was erased meanwhile."""
    return bool(OpenSession.objects.filter(session_key=key, expire_date__lte=now).delete()[0])


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

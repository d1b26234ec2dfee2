"""The version of the public pages: what makes the kept ones obsolete, and how soon.

Two numbers. `number` moves with anything that may take something away, or change it: no page made
before is ever shown again. `community` moves with what members only add (a question, an answer, a
comment, a thank): the pages of the community are made again, the others within a minute. Where
nobody is kept waiting (`config.warm`), the former page is shown while it is made again.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from .models import PublicVersion

# How long a page may go on without what was only added to the community, and how long a worker may
# do without asking whether anything changed.
LATE_S, WORKER_S = 60, 1.0
# Addresses whose pages are about what the community adds.
COMMUNITY_PATHS = ("/communaute/", "/recherche/")

# How long the cache may say that nothing changed: it is forgotten when something does.
NUMBER_KEY = "public-pages:number"
# What this process holds, each with the number and the day it was made under.
_held: dict[str, tuple[tuple[int, date], object]] = {}


@dataclass(frozen=True, slots=True)
class Version:
    """The two numbers, as one reading found them."""

    number: int = 0
    community: int = 0


class _Moment(threading.local):
    """What this thread knows: whether it answers a request, the number it goes by, what it showed
    under it, and when it last looked."""

    in_request = False

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.number: int | None = None
        self.shown: dict[str, object] = {}
        self.looked_at = 0.0


_moment = _Moment()


def _begin(sender: object, **kwargs: object) -> None:
    _moment.in_request = True
    _moment.forget()


def _end(sender: object, **kwargs: object) -> None:
    _moment.in_request = False
    _moment.forget()


request_started.connect(_begin, dispatch_uid="public_pages")
request_finished.connect(_end, dispatch_uid="public_pages")


def read_version(using: str | None = None) -> Version:
    """The version of now, in one query; `using`: the alias of another database."""
    rows = PublicVersion.objects.using(using).filter(pk=1).values_list("number", "community")
    numbers = rows.first()
    return Version(*numbers) if numbers else Version()


def version_of(request: HttpRequest) -> Version:
    """The version that this request sees: that of its first reading."""
    known: Version | None = getattr(request, "_public_version", None)
    if known is None:
        known = read_version()
        request._public_version = known  # type: ignore[attr-defined]
        _moment.number = known.number
    return known


def stamp_of(request: HttpRequest) -> str:
    """What a part kept for everybody depends on, in its key; one query a request at most.

    What was taken away leaves at once. What members add may be late by `LATE_S` at most, for who
    has an account: their pages are made each time. Those of others are kept whole, as long as
    nothing moves: no part of them may be late already.
    """
    version = version_of(request)
    if request.user.is_authenticated:
        return str(version.number)
    return f"{version.number}.{version.community}"


def cached_for_community[Kept](request: HttpRequest, key: str, make: Callable[[], Kept]) -> Kept:
    """What is the same for every reader, made again every `LATE_S` seconds at the latest; never
    None, nothing personal. A key says all that it depends on, its shape too."""
    key = f"kept:{key}:{stamp_of(request)}"
    return cast("Kept", cache.get_or_set(key, make, LATE_S))


def cached_for_site[Kept](request: HttpRequest | None, key: str, make: Callable[[], Kept]) -> Kept:
    """As `cached_for_community`, for what members' additions do not change: guides, ambassadors,
    figures. Made each time where no request is answered."""
    if request is None:
        return make()
    return cast("Kept", cache.get_or_set(f"kept:{key}:{version_of(request).number}", make, LATE_S))


def held_in_process[Kept](key: str, make: Callable[[], Kept]) -> Kept:
    """What every page of the site shows, kept by this process until public pages change, or the
    day: what the cache forgets costs nothing again. Nothing personal.

    A request sees the same from its beginning to its end, but for what it changes itself. Outside
    of one (worker, clock, commands) it is looked at again after a second.
    """
    if not _moment.in_request and time.monotonic() - _moment.looked_at >= WORKER_S:
        _moment.forget()
        _moment.looked_at = time.monotonic()
    if key not in _moment.shown:
        made_under = (_number_now(), timezone.localdate())
        known = _held.get(key)
        if known is None or known[0] != made_under:
            known = _held[key] = (made_under, make())
        _moment.shown[key] = known[1]
    return cast("Kept", _moment.shown[key])


def held_in_request(key: str) -> object | None:
    """What the request of this thread was given under that key, if it asked; no query."""
    return _moment.shown.get(key) if _moment.in_request else None


def forget_held() -> None:
    """Have what this process holds made again."""
    _held.clear()
    _moment.forget()


def _number_now() -> int:
    """The number of the version: that of the request when it read it, else as the cache knows it,
    for a minute at most; outside of a request, of the database."""
    if _moment.number is None and _moment.in_request:
        _moment.number = cache.get(NUMBER_KEY)
    if _moment.number is None:
        _moment.number = read_version().number
        if _moment.in_request:
            cache.set(NUMBER_KEY, _moment.number, LATE_S)
    return _moment.number


def is_current(version: Version, now: Version, *, path: str, made_at: float) -> bool:
    """Whether a page made at `made_at` (seconds of the epoch) under `version` may be shown now.

    A clock that went back, or that of another machine ahead of ours, makes it too old.
    """
    if version.number != now.number:
        return False
    if version.community == now.community:
        return True
    return not is_of_community(path) and 0 <= time.time() - made_at < LATE_S


def is_of_community(path: str) -> bool:
    """Whether the page at this address shows first what members write; the home page does."""
    return path == "/" or path.startswith(COMMUNITY_PATHS)


def touch_public_pages() -> None:
    """Make the cached anonymous pages obsolete, once the current transaction commits.

    Every service that changes what the public sees calls this, or `add_to_public_pages`. The move
    happens in a statement of its own after the commit, so that writers never wait for one another.
    """
    transaction.on_commit(_move_number)


def add_to_public_pages() -> None:
    """As `touch_public_pages`, for what members add, count or choose: a page made before lacks it,
    and shows nothing that should be gone."""
    transaction.on_commit(_move_community)


def _move_number() -> None:
    _move("number")


def _move_community() -> None:
    _move("community")


def _move(name: str) -> None:
    if not PublicVersion.objects.filter(pk=1).update(**{name: F(name) + 1}):
        PublicVersion.objects.get_or_create(pk=1)
    # What is only added leaves the number as it is.
    if name == "number":
        # After the move: a request between the two would keep again what it read under the former.
        cache.delete(NUMBER_KEY)
        _moment.forget()

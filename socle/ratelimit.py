"""A limit on how often one visitor may do one thing, kept in the cache.

Counts by client address as django-allauth tells it: the proxies named by `TRUSTED_PROXY_COUNT` are
looked through, and an IPv6 visitor is its whole /64 network. The moments of the last acts are
kept, so that a limit slides: thirty a minute are thirty in any minute.
"""

import hashlib
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Network, ip_address

from allauth.account.adapter import get_adapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.http import HttpRequest

from socle.errors import Refused

IPV6_PREFIX = 64
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_RATE = re.compile(r"(\d+)/(\d*)([smhd])")
COUNT_TRIES = 3
NOT_COUNTED = 10**9
LOCK_S = 10
LOCK_WAIT_S = 1.0
LOCK_STEP_S = 0.002


class TooManyCalls(Refused):
    """More calls than a rate allows: the interfaces for software answer 429."""

    def __init__(self) -> None:
        super().__init__("Trop d’appels. Réessayez dans une minute.")


def allow(request: HttpRequest, *, action: str, rate: str, key: str = "") -> bool:
    """Count one act and return whether it is within `rate` ("5/m", "20/h", "3/10m"), or within
    each of several ("2/s,30/m").

    Signed-in people are counted by account, others by network address; all by `key` (an
    organisation, for instance) when it is given. An act that is refused does not count. Raises
    ValueError for a rate that is not written so.
    """
    return _counted(action, rate, _who(request, key))


def allow_person(user: AbstractBaseUser, *, action: str, rate: str) -> bool:
    """The same for somebody who does not come by a page, counted with what they do on pages."""
    return _counted(action, rate, _account(user))


def allow_together(*, action: str, rate: str) -> bool:
    """Count one act of anybody, and return whether those of all together are within `rate`.

    Nobody waits for another: acts are counted by spans of time, and those of the span before
    weigh what is left of it in the last minute, hour, or whatever the rate says.
    """
    now = time.time()
    counted = []
    for amount, seconds in _read(rate):
        span, passed = divmod(now, seconds)
        place = f"ratelimit:{action}:{seconds}:together:{{:.0f}}"
        before = cache.get(place.format(span - 1), 0) * (1 - passed / seconds)
        counted.append(place.format(span))
        if count_one(counted[-1], 2 * seconds) + before > amount:
            for one in counted:
                cache.decr(one)
            return False
    return True


def count_one(place: str, seconds: int) -> int:
    """One more at this place of the cache, and how many that makes: whoever counts at the same
    moment gets another number. The place is forgotten `seconds` after it was first counted; what
    cannot be counted is above every limit."""
    for _ in range(COUNT_TRIES):
        cache.add(place, 0, seconds)
        try:
            return cache.incr(place)
        except ValueError:
            # Forgotten in between: too old, or another cache has just taken over.
            continue
    return NOT_COUNTED


def _read(rate: str) -> list[tuple[int, int]]:
    """(how many, in how many seconds) of each of these rates."""
    read = []
    for one in rate.split(","):
        found = _RATE.fullmatch(one)
        if found is None:
            message = f"not a rate: {rate}"
            raise ValueError(message)
        read.append((int(found[1]), int(found[2] or 1) * SECONDS[found[3]]))
    return read


def _counted(action: str, rate: str, who: str) -> bool:
    limits = _read(rate)
    longest = max(seconds for _, seconds in limits)
    place = f"ratelimit:{action}:{rate}:{who}"
    with _alone(place) as alone:
        now = time.time()
        recent = [moment for moment in cache.get(place, []) if moment > now - longest]
        for amount, seconds in limits:
            if sum(moment > now - seconds for moment in recent) >= amount:
                return False
        if alone:
            cache.set(place, [*recent, now], longest)
    return alone


def _who(request: HttpRequest, key: str) -> str:
    if key:
        return f"key:{hashlib.sha256(key.encode()).hexdigest()}"
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return _account(user)
    return f"ip:{_network(get_adapter().get_client_ip(request))}"


def _account(user: AbstractBaseUser) -> str:
    return f"user:{user.pk}"


def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    return str(IPv6Network(f"{known}/{IPV6_PREFIX}", strict=False).network_address)


@contextmanager
def _alone(place: str) -> Iterator[bool]:
    """Hold the count for one act; False when somebody else held it for a whole second."""
    lock, waited = f"{place}:lock", 0.0
    while not cache.add(lock, True, LOCK_S):
        if waited >= LOCK_WAIT_S:
            yield False
            return
        time.sleep(LOCK_STEP_S)
        waited += LOCK_STEP_S
    try:
        yield True
    finally:
        cache.delete(lock)

"""A limit on how often one visitor may do one thing, kept in the cache.

Counts by client address as django-allauth tells it: the proxies named by `TRUSTED_PROXY_COUNT` are
looked through, and an IPv6 visitor is its whole /64 network. A limit slides: thirty a minute are
thirty in any minute.
"""

import hashlib
import re
import time
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
# Acts are counted by spans of a twentieth of the time of their rate: one is given back so much
# later, at the latest.
STEPS = 20
RETRY_AFTER_S = 60


class TooManyCalls(Refused):
    """More calls than a rate allows: the interfaces for software answer 429."""

    message = "Trop d’appels. Réessayez dans une minute."


def allow(request: HttpRequest, *, action: str, rate: str, key: str = "") -> bool:
    """Count one act and return whether it is within `rate` ("5/m", "20/h", "3/10m"), or within
    each of several ("2/s,30/m").

    Signed-in people are counted by account, others by network address; all by `key` (an
    organisation, for instance) when it is given. An act that is refused does not count. Raises
    ValueError for a rate that is not written so.
    """
    return _counted(f"ratelimit:{action}:{_who(request, key)}", rate)


def allow_person(user: AbstractBaseUser, *, action: str, rate: str) -> bool:
    """The same for somebody who does not come by a page, counted with what they do on pages."""
    return _counted(f"ratelimit:{action}:{_account(user)}", rate)


def allow_together(*, action: str, rate: str) -> bool:
    """Count one act of anybody, and return whether those of all together are within `rate`."""
    return _counted(f"ratelimit:{action}:together", rate)


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


def network_of(request: HttpRequest) -> str:
    """Where a request comes from: an IPv4 address, or an IPv6 /64 network."""
    address: str = get_adapter().get_client_ip(request)
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    return str(IPv6Network(f"{known}/{IPV6_PREFIX}", strict=False).network_address)


def _read(rate: str) -> list[tuple[int, int]]:
    """(how many, in how many seconds) of each of these rates."""
    read = []
    for one in rate.split(","):
        found = _RATE.fullmatch(one)
        if found is None:
            raise ValueError(f"not a rate: {rate}")
        read.append((int(found[1]), int(found[2] or 1) * SECONDS[found[3]]))
    return read


def _counted(name: str, rate: str) -> bool:
    """Count one more under this name, unless there are too many already. Nobody waits for another:
    what comes at the same moment is counted first, then looked at, and may be refused together."""
    now = time.time()
    counted: list[str] = []
    for amount, seconds in _read(rate):
        step = seconds / STEPS
        span = int(now // step)
        places = [f"{name}:{seconds}:{one}" for one in range(span - STEPS, span + 1)]
        counted.append(places[-1])
        mine = count_one(places[-1], 2 * seconds)
        if mine + sum(cache.get_many(places[:-1]).values()) > amount:
            for one in counted:
                cache.decr(one)
            return False
    return True


def _who(request: HttpRequest, key: str) -> str:
    if key:
        return f"key:{hashlib.sha256(key.encode()).hexdigest()}"
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return _account(user)
    return f"ip:{network_of(request)}"


def _account(user: AbstractBaseUser) -> str:
    return f"user:{user.pk}"

"""Address → point, through the State's Géoplateforme (BAN), called by our server.

The text typed is personal data: it is never logged, never put in an exception, and kept only
as the hash of its normalised form, for ten minutes, in the cache.
"""

import hashlib
import json
import logging
import re
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

import httpx
from django.conf import settings
from django.core.cache import cache

from communaute.territoires.models import Commune
from socle.words import normalise

from ..enums import Precision
from .eligibility import address_rules

MIN_LENGTH = 3
MAX_LENGTH = 200
CACHE_SECONDS = 600
LIMIT = 5
# A person is typing: later is too late.
SUGGEST_S = 1.0
RETRY_AFTER_MAX_S = 2.0
MAX_ANSWER_BYTES = 1_000_000
# After so many failures in a row the geocoder is left alone, by every process: few threads answer
# everybody, and one that waits for a dead service answers nobody.
FAILURES = 2
ALONE_S = 60
# How long a failure is remembered: past `ALONE_S`, one request alone tries for everybody.
REMEMBERED_S = 600
FAILURES_KEY, ALONE_KEY = "geocoding:failures", "geocoding:alone"
_LEADING = re.compile(r"^[\W_]+")


class GeocoderUnavailable(Exception):
    """The service does not answer, or answers something else than addresses.

    The message says what happened, never what was searched.
    """


class GeocodingVerdict(StrEnum):
    """What to do with the places found."""

    SURE = "sure"
    TO_CONFIRM = "to_confirm"
    NOT_FOUND = "not_found"


@dataclass(frozen=True)
class Place:
    """A place proposed by the geocoder, in WGS84 degrees. `score` is from 0 to 1."""

    label: str
    longitude: float
    latitude: float
    score: float
    precision: Precision
    citycode: str
    commune: Commune | None = None


@dataclass(frozen=True)
class Geocoding:
    """Places found, best first. `best` is the one to use when the verdict is SURE.

    TO_CONFIRM: ask the person which of `places` is hers. A place of precision COMMUNE is only
    the centre of the commune: use its `commune`, not its point.
    """

    verdict: GeocodingVerdict
    places: tuple[Place, ...]

    @property
    def best(self) -> Place | None:
        return self.places[0] if self.verdict == GeocodingVerdict.SURE else None


logger = logging.getLogger(__name__)

NOTHING = Geocoding(GeocodingVerdict.NOT_FOUND, ())


class Geoplateforme:
    """Client of `/search?index=address`; `base_url` without a trailing slash."""

    def __init__(self, base_url: str, *, timeout_s: float) -> None:
        self.base_url = base_url
        self.timeout_s = timeout_s

    def search(self, text: str) -> Geocoding:
        """Places for a typed address.

        Raises GeocoderUnavailable when the service is down, slow (more than `timeout_s` in all),
        over its limits twice, or answers anything but its own JSON; and at once, for a minute,
        after it failed twice.
        """
        return _judge(self._places("geocoding", text, deadline_s=self.timeout_s))

    def suggest(self, text: str) -> tuple[Place, ...]:
        """Places for the beginning of an address, best first; they only help to write it.

        One request, a second at most. Raises GeocoderUnavailable as `search` does.
        """
        wait_s = min(SUGGEST_S, self.timeout_s)
        found = self._places("suggestions", text, deadline_s=wait_s, is_beginning=True)
        return tuple(place for place in found if place.label)

    def _places(
        self, name: str, text: str, *, deadline_s: float, is_beginning: bool = False
    ) -> list[Place]:
        # The service refuses a text that does not begin with a letter or a digit.
        query = _LEADING.sub("", " ".join(text.split()))[:MAX_LENGTH]
        normal = normalise(query)
        if len(normal) < MIN_LENGTH:
            return []
        key = f"{name}:{hashlib.sha256(normal.encode()).hexdigest()}"
        found: list[Place] | None = cache.get(key)
        if found is None:
            with _left_alone_when_silent(deadline_s, is_beginning=is_beginning):
                features = self._fetch(query, deadline_s, is_beginning=is_beginning)
                found = [_read(feature) for feature in features]
            cache.set(key, found, CACHE_SECONDS)
        return found

    def _fetch(
        self, query: str, deadline_s: float, *, is_beginning: bool
    ) -> list[Mapping[str, Any]]:
        deadline = time.monotonic() + deadline_s
        status, retry_after, content = self._get(query, deadline, is_beginning)
        if status == httpx.codes.TOO_MANY_REQUESTS and not is_beginning:
            time.sleep(min(retry_after, max(0.0, deadline - time.monotonic())))
            status, _, content = self._get(query, deadline, is_beginning)
        if status == httpx.codes.BAD_REQUEST:
            return []
        if status != httpx.codes.OK:
            raise GeocoderUnavailable(f"le géocodeur répond {status}")
        try:
            features = json.loads(content)["features"]
            return [feature for feature in features if feature["geometry"]["type"] == "Point"]
        except (ValueError, KeyError, TypeError):
            raise GeocoderUnavailable("le géocodeur ne répond pas en GeoJSON") from None

    def _get(self, query: str, deadline: float, is_beginning: bool) -> tuple[int, float, bytes]:
        """One request; the deadline holds for a server that drips its answer too."""
        too_slow = "le géocodeur met trop de temps à répondre"
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise GeocoderUnavailable(too_slow)
        parameters: dict[str, str | int] = {
            "q": query,
            "index": "address",
            "limit": LIMIT,
            "autocomplete": int(is_beginning),
        }
        # The exception of httpx holds the address requested, hence what was typed: dropped.
        try:
            with (
                httpx.Client(timeout=remaining, verify=_tls()) as client,
                client.stream("GET", f"{self.base_url}/search", params=parameters) as response,
            ):
                content = b""
                for chunk in response.iter_bytes():
                    content += chunk
                    if time.monotonic() > deadline:
                        raise GeocoderUnavailable(too_slow)
                    if len(content) > MAX_ANSWER_BYTES:
                        raise GeocoderUnavailable("la réponse du géocodeur est trop longue")
                retry_after = _seconds(response.headers.get("retry-after", ""))
                return response.status_code, retry_after, content
        except httpx.TimeoutException:
            raise GeocoderUnavailable(too_slow) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            raise GeocoderUnavailable("le géocodeur est injoignable") from None


def get_geocoder() -> Geoplateforme:
    """The geocoder of the settings (`GEOCODER_URL`, `GEOCODER_TIMEOUT_S`)."""
    return Geoplateforme(settings.GEOCODER_URL.rstrip("/"), timeout_s=settings.GEOCODER_TIMEOUT_S)


def is_left_alone() -> bool:
    """Whether a search would fail at once: what nobody waits for may come back in `ALONE_S`."""
    return cache.get(FAILURES_KEY, 0) >= FAILURES and bool(cache.get(ALONE_KEY))


@contextmanager
def _left_alone_when_silent(deadline_s: float, *, is_beginning: bool) -> Iterator[None]:
    """Ask the geocoder inside of this block, unless it failed too often a moment ago.

    A second is no proof of silence: the beginning of an address counts as no failure, and never
    tries for the others.
    """
    failures = cache.get(FAILURES_KEY, 0)
    # Once the minute is over, who comes first keeps the others away for as long as it tries.
    if failures >= FAILURES and (is_beginning or not cache.add(ALONE_KEY, True, deadline_s + 1)):
        raise GeocoderUnavailable("le géocodeur ne répondait pas : il est laissé tranquille")
    try:
        yield
    except GeocoderUnavailable as error:
        if not is_beginning:
            _failed(error)
        raise
    if failures:
        cache.delete_many([FAILURES_KEY, ALONE_KEY])


def _failed(error: GeocoderUnavailable) -> None:
    cache.add(FAILURES_KEY, 0, REMEMBERED_S)
    try:
        failures = cache.incr(FAILURES_KEY)
    except ValueError:  # forgotten in between
        return
    if failures >= FAILURES:
        cache.set(ALONE_KEY, True, ALONE_S)
        logger.warning("the geocoder is left alone for %s s (%s)", ALONE_S, error)


@lru_cache
def _tls() -> ssl.SSLContext:
    """Certificates of the system, read once: it takes longer than the request itself."""
    return ssl.create_default_context()


def _seconds(retry_after: str) -> float:
    """The wait asked by a 429, at most two seconds: a person is waiting behind us."""
    try:
        return min(max(float(retry_after), 0.0), RETRY_AFTER_MAX_S)
    except ValueError:
        return RETRY_AFTER_MAX_S / 2


def _read(feature: Mapping[str, Any]) -> Place:
    try:
        facts = feature["properties"]
        longitude, latitude = (float(value) for value in feature["geometry"]["coordinates"][:2])
        return Place(
            label=_words(facts["label"]),
            longitude=longitude,
            latitude=latitude,
            score=float(facts["score"]),
            precision=_precision(str(facts.get("type", ""))),
            citycode=_words(facts.get("citycode")),
        )
    except (KeyError, TypeError, ValueError):
        raise GeocoderUnavailable("le géocodeur répond dans une forme inconnue") from None


def _words(value: object) -> str:
    """Text of another service without control characters: PostgreSQL refuses null bytes."""
    return "".join(char for char in str(value or "") if char.isprintable())


def _precision(kind: str) -> Precision:
    if kind == "housenumber":
        return Precision.ADRESSE
    return Precision.COMMUNE if kind == "municipality" else Precision.APPROXIMATIVE


def _judge(places: list[Place]) -> Geocoding:
    """Sure from 0.7 on, asked back from 0.4 on, nothing below (`reseaux.numbers`)."""
    rules = address_rules()
    kept = sorted(
        (place for place in places if place.score >= rules.score_asked),
        key=lambda place: -place.score,
    )
    if not kept:
        return NOTHING
    communes = Commune.objects.in_bulk({place.citycode for place in kept if place.citycode})
    # A place without one of our communes is abroad (Monaco): it has no network to be told of.
    placed = tuple(
        replace(place, commune=commune)
        for place in kept
        if (commune := communes.get(place.citycode)) is not None
    )
    if not placed:
        return NOTHING
    sure = placed[0].score >= rules.score_accepted
    return Geocoding(GeocodingVerdict.SURE if sure else GeocodingVerdict.TO_CONFIRM, placed)


# What to propose as somebody types an address: addresses, else communes of the shipped data.
#
# A person is typing, and few threads answer: the geocoder gets a second, and none at all for a
# while after it was silent, or failed to find whole addresses (`geocoding`). Nothing typed is
# logged nor kept, but hashed in the cache.


SHOWN = 5
SILENT_KEY = "geocoding:silent"
SILENT_SECONDS = 30
# Where the commune begins in an address: after a comma, at a postcode, else at the last word.
_ENDINGS = (re.compile(r",\s*(?=[^,]*$)"), re.compile(r"\s(?=\d{5}\b)"), re.compile(r"\s(?=\S+$)"))


@dataclass(frozen=True)
class Suggestion:
    """`label` is the whole text a choice writes; `hint` says what it is when it is no address."""

    label: str
    hint: str = ""


def suggest(text: str) -> list[Suggestion]:
    """At most five proposals, best first; none for nonsense. Never raises."""
    return _addresses(text) or _communes(text)


def _addresses(text: str) -> list[Suggestion]:
    if cache.get(SILENT_KEY):
        return []
    try:
        places = get_geocoder().suggest(text)
    except GeocoderUnavailable:
        cache.set(SILENT_KEY, True, SILENT_SECONDS)
        return []
    labels = dict.fromkeys(place.label for place in places)
    return [Suggestion(label) for label in list(labels)[:SHOWN]]


def _communes(text: str) -> list[Suggestion]:
    """Communes for what the text ends with; what comes before stays."""
    whole = Commune.objects.search(text, limit=SHOWN)
    if whole:
        return [_commune("", text, commune) for commune in whole]
    for ending in _ENDINGS:
        found = ending.search(text)
        if found is None:
            continue
        typed = text[found.end() :]
        communes = Commune.objects.search(typed, limit=SHOWN)
        if communes:
            before = text[: found.start()].rstrip(" ,")
            return [_commune(f"{before}, " if before else "", typed, one) for one in communes]
    return []


def _commune(before: str, typed: str, commune: Commune) -> Suggestion:
    """With the postcode that was typed when it is one of the commune, else its first one."""
    known, words = commune.postcodes.split(), typed.split()
    postcode = next((one for one in known if one in words), known[0] if known else "")
    return Suggestion(f"{before}{f'{postcode} {commune.name}'.strip()}", "commune")

"""Wiring between the web server and the rooms; no rule of the product lives here."""

import hashlib
import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import get_user
from django.core.cache import cache
from django.core.exceptions import (
    BadRequest,
    MiddlewareNotUsed,
    ObjectDoesNotExist,
    PermissionDenied,
)
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP, build_policy
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.functional import SimpleLazyObject

from cms.site.selectors import frame
from communaute.comptes.errors import ProtectionAwaited
from communaute.comptes.models import User
from communaute.comptes.perms import misses_rights, withhold_roles
from communaute.comptes.second_factor.requirements import waits
from communaute.comptes.sessions.services import keep_seen
from config.views import bad_request, forbidden, not_allowed, not_found
from socle.facts_registry import selectors as facts
from socle.parameters import parameters_at, read_of
from socle.public_pages import Version, is_current, version_of
from socle.typography import typeset_html

logger = logging.getLogger(__name__)

ADMIN_PREFIX = "/gestion/"
HEALTH_PATH = "/healthz"
METRICS_PATH = "/metriques"
# Open while a planned maintenance lasts: who ends it must come in.
OPEN_PREFIXES = (ADMIN_PREFIX, HEALTH_PATH, METRICS_PATH, "/comptes/")
CACHE_SECONDS = 300
# Filters and searches have no end of addresses: each is kept for a moment only, so that a robot
# that tries them all cannot fill the cache.
FILTERED_CACHE_SECONDS = 30
RETRY_AFTER_S = 600
# Beyond it, SQLite raises OverflowError when it is asked for the row of that number.
LARGEST_NUMBER = 2**63 - 1
KEPT_HEADERS = (
    "Content-Type",
    "Content-Disposition",
    "Content-Language",
    "Cache-Control",
    "Link",
    "X-Frame-Options",
    # Where a page has its own; that of all the others is added further out.
    "Content-Security-Policy",
)

# Where the page cache tells, in the environ of a request, how its answer is kept.
KEPT_AS = "chauffage.kept"

GetResponse = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class CachedPage:
    """What a page was made under, and its times in seconds of the epoch."""

    version: Version
    made_at: float
    until: float


def _seconds_kept(request: HttpRequest, response: HttpResponse, made_at: float) -> float:
    """How long an answer may be kept: never after a banner or a maintenance has come or gone, nor
    after a figure that it may show has expired."""
    seconds: float = FILTERED_CACHE_SECONDS if request.GET else CACHE_SECONDS
    changes = (frame().next_change(datetime.fromtimestamp(made_at, UTC)), facts.next_change())
    return min([seconds, *(change.timestamp() - made_at for change in changes if change)])


def is_for_everybody(request: HttpRequest) -> bool:
    """A public page that is read by somebody without a session: anybody would read it alike."""
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and parameters_at(request.path_info) is not None
    )


# Roles give nothing to who must still prove a second factor; a session says when it was used.


class ProtectedRolesMiddleware:
    """Who waits is held back: a plain member. Where that refuses them something, the page that
    leads to a second factor is in its place; what was sent is shown again."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _as_proved(request))  # type: ignore[assignment]
        response = self.get_response(request)
        if _is_refusal(response) and _misses_rights(request):
            # Wagtail says why it refuses, in words for who has no right at all: they go, read.
            list(messages.get_messages(request))
            response = _ask(request)
        if request.session.accessed:
            keep_seen(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        is_refusal = isinstance(exception, (Http404, PermissionDenied, ProtectionAwaited))
        return _ask(request) if is_refusal and _misses_rights(request) else None


def _as_proved(request: HttpRequest) -> object:
    """The account of the session, held back or not. `request.user` stays the one object that views
    and templates share: what is read once of an account is kept on it."""
    user, shared = get_user(request), request.user
    request.user = user  # type: ignore[assignment]
    if user.is_authenticated and waits(request):
        withhold_roles(cast(User, user))
    request.user = shared
    request.is_account_read = True  # type: ignore[attr-defined]
    return user


def _misses_rights(request: HttpRequest) -> bool:
    """Only an account already read can have been held back."""
    return getattr(request, "is_account_read", False) and misses_rights(request.user)


def _is_refusal(response: HttpResponse) -> bool:
    """What is refused without an exception; Wagtail sends to sign in who may not enter."""
    if isinstance(response, HttpResponseRedirect):
        doors = (reverse("account_login"), reverse("wagtailadmin_login"))
        return urlsplit(response.url).path in doors
    return response.status_code == HTTPStatus.FORBIDDEN


def _ask(request: HttpRequest) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        return forbidden(request, ProtectionAwaited())
    asked = urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(f"{reverse('second_factor_wait')}?{asked}")


class MaintenanceMiddleware:
    """With `MAINTENANCE=1`, answer 503 everywhere without touching the database.

    `/healthz` keeps telling the truth, and static files are served before this point.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.MAINTENANCE or request.path in (HEALTH_PATH, METRICS_PATH):
            return self.get_response(request)
        return HttpResponse(
            render_to_string("config/maintenance.html", {"is_sent": request.method == "POST"}),
            status=503,
            headers={"Retry-After": str(RETRY_AFTER_S), "Cache-Control": "no-store"},
        )


class PlannedMaintenanceMiddleware:
    """While a maintenance that the team planned lasts, 503 everywhere but where it is managed.

    Inside of the page cache, which keeps no page beyond a beginning nor an end: nothing more is
    read for the pages that are kept.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN_PREFIXES):
            return self.get_response(request)
        now = timezone.now()
        closed = frame().maintenance(now)
        if closed is None:
            return self.get_response(request)
        wait = math.ceil((closed.ends_at - now).total_seconds())
        context = {"maintenance": closed, "is_sent": request.method == "POST"}
        return HttpResponse(
            render_to_string("config/maintenance.html", context),
            status=503,
            headers={"Retry-After": str(wait), "Cache-Control": "no-store"},
        )


class AdminPolicyMiddleware:
    """Give Wagtail's admin its own content security policy, and previews the right to a frame."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(ADMIN_PREFIX):
            response[CSP.HEADER_ENFORCE] = build_policy(settings.ADMIN_CSP)
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response


class TypographyMiddleware:
    """Keep « and ? on the line of their word, in every page but the editors' admin.

    Inside of the page cache, so that a page is typeset once for all its readers.
    """

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.TYPOGRAPHY:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and not response.streaming and not request.path.startswith(ADMIN_PREFIX):
            response.content = typeset_html(response.content.decode())
        return response


class OwnErrorPagesMiddleware:
    """« Page introuvable » is the page of the service in development too, and that of a number that
    no row can have; a 405 is never blank, a form that came without one of its fields is a 400, and
    one about what has just been removed a 404 that gives back what was typed. An address with a NUL
    in it is a 400 too: PostgreSQL refuses to look for such a text.

    The demonstration is shown to people: they must see what the public will. Last of the list, so
    that it stands next to the views.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            return bad_request(request, BadRequest())
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and request.resolver_match is None:
            return not_found(request, Http404())
        if response.status_code == 405 and not response.content:
            return not_allowed(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        # Wagtail reads what its editor's script adds to a form without asking whether it came.
        if isinstance(exception, MultiValueDictKeyError):
            return bad_request(request, exception)
        if isinstance(exception, ObjectDoesNotExist) and request.method == "POST":
            # Removed by somebody else between the view's reading and the service's lock.
            logger.warning("gone between reading and lock", exc_info=exception)
            return not_found(request, exception)
        if isinstance(exception, OverflowError) and request.resolver_match:
            numbers = request.resolver_match.kwargs.values()
            if any(isinstance(one, int) and one > LARGEST_NUMBER for one in numbers):
                return not_found(request, exception)
        return not_found(request, exception) if isinstance(exception, Http404) else None


class PublicPageCacheMiddleware:
    """Serve whole pages to people without a session, from the cache, at one query.

    Keyed by address and by the number in `PublicVersion`, which every service that changes what
    the public sees moves; `socle.public_pages` says when one kept may still be shown. A response
    that sets a cookie, or that its view forbids to keep, is never kept. `ConditionalGetMiddleware`,
    outside of this one, turns a known page into a 304. Only the views that say they are
    public are kept, and only the parameters that they read reach them (`socle.parameters`).
    `config.warm`, before Django, keeps what leaves here, headers and all, for as long as
    `KEPT_AS` tells it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_for_everybody(request):
            return self.get_response(request)
        asked = request.META["QUERY_STRING"]
        query = read_of(asked, request.path_info)
        if query is None:
            return self.get_response(request)
        if query == asked:
            return self._answer(request)
        self._narrow(request, query)
        response = self._answer(request)
        if response.status_code == 404:
            # A page that moved may be known by a parameter that no page of ours reads.
            self._narrow(request, asked)
            return self.get_response(request)
        return response

    def _narrow(self, request: HttpRequest, query: str) -> None:
        request.META["QUERY_STRING"] = query
        request.GET = QueryDict(query)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        version = version_of(request)
        key = self._key(request, version)
        kept = cache.get(key)
        if (
            kept is not None
            and kept["until"] > time.time()
            and is_current(
                Version(version.number, kept["community"]),
                version,
                path=request.path,
                made_at=kept["made_at"],
            )
        ):
            response = HttpResponse(kept["content"], headers=kept["headers"])
            version = Version(version.number, kept["community"])
        else:
            made_at = time.time()
            response = self.get_response(request)
            if not self._may_keep(request, response):
                return response
            seconds = _seconds_kept(request, response, made_at)
            kept = {
                "content": response.content,
                "headers": {name: response[name] for name in KEPT_HEADERS if name in response},
                "community": version.community,
                "made_at": made_at,
                "until": made_at + seconds,
            }
            cache.set(key, kept, math.ceil(seconds))
        request.META[KEPT_AS] = CachedPage(version, kept["made_at"], kept["until"])
        response["Vary"] = "Cookie"
        # The browser asks again each time (304 when nothing moved): a write is seen at once.
        # A view that says otherwise (the trace of a network) is obeyed.
        response.setdefault("Cache-Control", "private, no-cache")
        return response

    def _may_keep(self, request: HttpRequest, response: HttpResponse) -> bool:
        return (
            request.method == "GET"
            and response.status_code == 200
            and not response.streaming
            and not response.cookies
            and "no-store" not in response.get("Cache-Control", "")
        )

    def _key(self, request: HttpRequest, version: Version) -> str:
        """Address, as `Host` and scheme make it (absolute links are in the page), and version."""
        address = hashlib.sha256(request.build_absolute_uri().encode()).hexdigest()
        return f"page-2:{version.number}:{address}"

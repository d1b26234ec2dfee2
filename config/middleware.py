"""Wiring between the web server and the rooms; no rule of the product lives here."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from config.views import not_allowed, not_found
from socle.models import PublicVersion
from socle.typography import typeset_html

ADMIN_PREFIX = "/gestion/"
HEALTH_PATH = "/healthz"
# Never cached: admin, forms bound to a session, personal pages, health, files, random tokens.
PRIVATE_PREFIXES = (
    ADMIN_PREFIX,
    HEALTH_PATH,
    "/comptes/",
    "/mon-compte/",
    "/moderation/",
    "/demo/",
    "/documents/",
    "/api/",
    "/communaute/questions/poser/",
    "/mon-adresse/",
    "/territoires/",
    "/mises-en-relation/",
    "/visites/",
    "/enquetes/",
    "/exploitant/",
    "/agence/",
    "/collectivite/",
)
CACHE_SECONDS = 300
# Filters and searches have no end of addresses: each is kept for a moment only, so that a robot
# that tries them all cannot fill the cache.
FILTERED_CACHE_SECONDS = 30
RETRY_AFTER_S = 600
KEPT_HEADERS = (
    "Content-Type",
    "Content-Disposition",
    "Content-Language",
    "Cache-Control",
    "Link",
    "X-Frame-Options",
)

GetResponse = Callable[[HttpRequest], HttpResponse]


class MaintenanceMiddleware:
    """With `MAINTENANCE=1`, answer 503 everywhere without touching the database.

    `/healthz` keeps telling the truth, and static files are served before this point.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.MAINTENANCE or request.path == HEALTH_PATH:
            return self.get_response(request)
        return HttpResponse(
            render_to_string("config/maintenance.html"),
            status=503,
            headers={"Retry-After": str(RETRY_AFTER_S), "Cache-Control": "no-store"},
        )


class AdminPolicyMiddleware:
    """Give Wagtail's admin its own content security policy, and previews the right to a frame."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(ADMIN_PREFIX):
            response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined]
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
    """« Page introuvable » is the page of the service in development too, and a 405 is never blank.

    The demonstration is shown to people: they must see what the public will. Last of the list, so
    that it stands next to the views.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and request.resolver_match is None:
            return not_found(request, Http404())
        if response.status_code == 405 and request.method == "GET" and not response.content:
            return not_allowed(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return not_found(request, exception) if isinstance(exception, Http404) else None


class PublicPageCacheMiddleware:
    """Serve whole pages to people without a session, from the cache, at one query.

    Keyed by address and by the number in `PublicVersion`, which every service that changes what
    the public sees moves. A response that sets a cookie, or that its view forbids to keep, is
    never kept. `ConditionalGetMiddleware`, outside of this one, turns a known page into a 304.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._may_serve(request):
            return self.get_response(request)
        key = self._key(request)
        kept = cache.get(key)
        if kept is not None:
            response = HttpResponse(kept["content"], headers=kept["headers"])
        else:
            response = self.get_response(request)
            if not self._may_keep(request, response):
                return response
            headers = {name: response[name] for name in KEPT_HEADERS if name in response}
            seconds = FILTERED_CACHE_SECONDS if request.GET else CACHE_SECONDS
            cache.set(key, {"content": response.content, "headers": headers}, seconds)
        response["Vary"] = "Cookie"
        # The browser asks again each time (304 when nothing moved): a write is seen at once.
        # A view that says otherwise (the trace of a network) is obeyed.
        response.setdefault("Cache-Control", "private, no-cache")
        return response

    def _may_serve(self, request: HttpRequest) -> bool:
        return (
            request.method in {"GET", "HEAD"}
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and not request.path.startswith(PRIVATE_PREFIXES)
        )

    def _may_keep(self, request: HttpRequest, response: HttpResponse) -> bool:
        return (
            request.method == "GET"
            and response.status_code == 200
            and not response.streaming
            and not response.cookies
            and "no-store" not in response.get("Cache-Control", "")
            # A policy of its own (what the page may load) would not be kept with it.
            and not hasattr(response, "_csp_config")
        )

    def _key(self, request: HttpRequest) -> str:
        """Address, as `Host` and scheme make it (absolute links are in the page), and version."""
        version = PublicVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0
        address = hashlib.sha256(request.build_absolute_uri().encode()).hexdigest()
        return f"page:{version}:{address}"

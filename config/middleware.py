"""Wiring between the web server and the rooms; no rule of the product lives here."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from cms.models import PublicVersion

ADMIN_PREFIX = "/gestion/"
# Never cached: admin, forms bound to a session, personal pages, health, files, random tokens.
PRIVATE_PREFIXES = (
    ADMIN_PREFIX,
    "/comptes/",
    "/mon-compte/",
    "/moderation/",
    "/healthz",
    "/demo/",
    "/documents/",
    "/api/",
    "/communaute/questions/poser/",
    "/mon-adresse/",
)
CACHE_SECONDS = 300


class AdminPolicyMiddleware:
    """Give Wagtail's admin its own content security policy, and previews the right to a frame."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(ADMIN_PREFIX):
            response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined]
            response["X-Frame-Options"] = "SAMEORIGIN"
        return response


class PublicPageCacheMiddleware:
    """Serve whole pages to people without a session, from the cache, at one query.

    Keyed by address and by the number in `PublicVersion`, which every service that changes what
    the public sees moves. A response that sets a cookie or varies otherwise is never kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._may_serve(request):
            return self.get_response(request)
        key = self._key(request)
        cached = cache.get(key)
        if cached is not None:
            response = HttpResponse(cached["content"], headers=cached["headers"])
        else:
            response = self.get_response(request)
            if self._may_keep(response):
                cache.set(
                    key,
                    {
                        "content": response.content,
                        "headers": {
                            name: value
                            for name, value in response.items()
                            if name.lower() in {"content-type", "link", "x-frame-options"}
                        },
                    },
                    CACHE_SECONDS,
                )
        response["Vary"] = "Cookie"
        response["Cache-Control"] = "private, no-cache"
        return response

    def _may_serve(self, request: HttpRequest) -> bool:
        return (
            request.method == "GET"
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and not request.path.startswith(PRIVATE_PREFIXES)
        )

    def _may_keep(self, response: HttpResponse) -> bool:
        return (
            response.status_code == 200
            and not response.streaming
            and not response.cookies
            and "no-store" not in response.get("Cache-Control", "")
        )

    def _key(self, request: HttpRequest) -> str:
        version = PublicVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0
        address = hashlib.sha256(
            f"{request.get_host()} {request.get_full_path()}".encode()
        ).hexdigest()
        return f"page:{version}:{address}"

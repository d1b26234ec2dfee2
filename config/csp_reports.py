"""Where browsers say that a page tried what its policy forbids: a mistake of ours, or an attack.

What is logged names the rule, the host that was refused and our page by its name: no address, no
visitor, nothing of what the browser quotes.
"""

import json
import logging
import re
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from socle.ratelimit import allow, network_of

logger = logging.getLogger("config.csp")

BODY_MAX = 16_384
REPORTS_MAX = 10
RATE = "20/m"
_WORD = re.compile(r"[a-z][a-z-]{1,40}")


@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """204 for a report that can be read, 422 for another one; 413 and 429 when it is too much."""
    if len(request.body) > BODY_MAX:
        return HttpResponse(status=413)
    network = network_of(request)
    if not allow(request, action="csp_report", rate=RATE, key=network):
        return HttpResponse(status=429)
    found = _reports(request.body)
    for report in found:
        logger.warning("csp: %s", _told(report))
    return HttpResponse(status=204 if found else 422)


def _reports(body: bytes) -> list[dict[str, Any]]:
    """Both forms: `report-uri` sends one object, `report-to` a list of them."""
    try:
        sent = json.loads(body)
    except ValueError:
        return []
    if isinstance(sent, dict):
        sent = [{"body": sent.get("csp-report")}]
    if not isinstance(sent, list):
        return []
    bodies = [item.get("body") for item in sent[:REPORTS_MAX] if isinstance(item, dict)]
    return [body for body in bodies if isinstance(body, dict)]


def _told(report: dict[str, Any]) -> str:
    rule = _first(report, "effectiveDirective", "effective-directive", "violated-directive")
    blocked = _first(report, "blockedURL", "blocked-uri")
    page = _first(report, "documentURL", "document-uri")
    word = _WORD.match(rule)
    return f"{word[0] if word else '?'} refused {_host(blocked)} on {_page(page)}"


def _first(report: dict[str, Any], *names: str) -> str:
    return next((value for name in names if isinstance(value := report.get(name), str)), "")


def _host(url: str) -> str:
    """« inline » or « eval », or the host; never the path, which may hold anything."""
    if _WORD.fullmatch(url):
        return url
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return "?"
    return host if re.fullmatch(r"[a-z0-9.-]{1,100}", host) else "?"


def _page(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).view_name or "?"
    except (Resolver404, ValueError):
        return "?"

"""What was typed is never lost by a refusal, whatever the page that says it."""

import re
from collections.abc import Callable
from html import unescape
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from config.views import SENT_AGAIN, csrf_failure
from socle.antispam import comes_from_elsewhere
from socle.errors import typed_texts

# Where a page would have it; else it stands under the title.
MARK = "<!-- typed -->"
REFUSED = {403, 404, 405, 409, 410, 422, 429}
_TAG = re.compile("<[^>]*>")


class TypedTextsMiddleware:
    """Give back, to copy, the texts of a form that the page of its refusal shows nowhere: that page
    has no field for them any more, since a colleague decided first, or its thing is gone.

    Inside of typography, which would change the words to look for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method != "POST" or response.streaming:
            return response
        if response.status_code == HTTPStatus.FOUND and _asks_to_sign_in(request, response):
            return csrf_failure(request)
        if response.status_code not in REFUSED:
            return response
        # Before a view is found, or from another site, nothing proves that it was typed here.
        is_ours = request.resolver_match is not None and not comes_from_elsewhere(request)
        if is_ours and response.get("Content-Type", "").startswith("text/html"):
            page = response.content.decode()
            if texts := _not_shown(typed_texts(request), page):
                response.content = _with(texts, page)
        return response


def _asks_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Sent again from the page of a session that ended, without signing in first."""
    is_sent_there = response["Location"].startswith(reverse("account_login"))
    return is_sent_there and SENT_AGAIN in request.POST


def _not_shown(texts: list[str], page: str) -> list[str]:
    """Those that the page holds neither in a field nor among its words."""
    values, words = _words(unescape(page)), _words(unescape(_TAG.sub(" ", page)))
    return [text for text in texts if _words(text) not in values and _words(text) not in words]


def _words(text: str) -> str:
    return " ".join(text.split())


def _with(texts: list[str], page: str) -> str:
    block = render_to_string("components/typed.html", {"texts": texts})
    mark = next((one for one in (MARK, "</h1>", "<body>") if one in page), "")
    return page.replace(mark, mark + block, 1) if mark else page + block

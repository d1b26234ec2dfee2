"""Desks wait for who must protect their account; and a session says when it was last used."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from communaute.comptes.second_factor.asking import is_desk, waits
from communaute.comptes.second_factor.errors import ProtectionAwaited
from communaute.comptes.sessions.services import keep_seen
from config.views import forbidden

GetResponse = Callable[[HttpRequest], HttpResponse]


class ProtectedDesksMiddleware:
    """In place of a desk that waits, the page that leads to it; what was sent is shown again."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_desk(request.path) and waits(request):
            if request.method not in {"GET", "HEAD"}:
                return forbidden(request, ProtectionAwaited())
            asked = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{reverse('second_factor_wait')}?{asked}")
        response = self.get_response(request)
        if request.session.accessed:
            keep_seen(request)
        return response

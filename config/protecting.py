"""Roles give nothing to who must still prove a second factor; a session says when it was used."""

from collections.abc import Callable
from http import HTTPStatus
from typing import cast
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.middleware import get_user
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from communaute.comptes.errors import ProtectionAwaited
from communaute.comptes.models import User
from communaute.comptes.perms import hold_back, misses_rights
from communaute.comptes.second_factor.asking import waits
from communaute.comptes.sessions.services import keep_seen
from config.views import forbidden

GetResponse = Callable[[HttpRequest], HttpResponse]


class ProtectedRolesMiddleware:
    """Who waits is held back: a plain member. Where that refuses them something, the page that
    leads to a second factor is in its place; what was sent is shown again."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _as_proved(request))  # type: ignore[assignment]
        response = self.get_response(request)
        if _is_refusal(response) and _misses_rights(request):
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
        hold_back(cast(User, user))
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

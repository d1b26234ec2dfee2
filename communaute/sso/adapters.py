"""How django-allauth behaves with the State's providers (setting `SOCIALACCOUNT_ADAPTER`).

No account is ever made or merged by the library: whoever is unknown confirms an address first.
"""

import logging
from http import HTTPStatus
from typing import Any

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from . import services
from .errors import Failure, FederationError, failure_page
from .identity import Identity, keep_pending, remember_signed_in
from .identity_providers import Way, find_way, ways
from .join_requests import propose, record_second_factor

logger = logging.getLogger(__name__)

# What a provider says in `error` when it is its own fault.
ITS_FAULT = ("server_error", "temporarily_unavailable")


class FederationAdapter(DefaultSocialAccountAdapter):
    """Providers come from the settings alone; each end of a passage is a page of ours."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        return [
            SocialApp(
                provider=way.key,
                provider_id=way.key,
                name=way.name,
                client_id=way.client_id,
                secret=way.secret,
                settings={"server_url": way.issuer},
            )
            for way in ways()
            if provider in {None, way.key} and client_id in {None, way.client_id}
        ]

    def get_requests_session(self) -> requests.Session:
        # Its timeout is the library's; how many hops are followed is ours.
        session = super().get_requests_session()
        session.max_redirects = 0
        session.hooks["response"].append(_refuse_what_is_down)
        return session

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: object = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Raise the page that says what happened; the log says which check, and nothing it held."""
        said = request.GET.get("error", "")
        failure = _failure(said, exception)
        why = type(exception).__name__ if exception else repr(said[:40])
        logger.warning("%s: %s (%s)", provider.sub_id, failure.value, why)
        raise ImmediateHttpResponse(failure_page(request, find_way(provider.sub_id), failure))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let through whoever has an account; all others leave by a page of ours."""
        way = find_way(sociallogin.account.provider)
        assert way is not None  # noqa: S101 - its flow is running
        asked_by = sociallogin.state["data"]["person"]
        found = sociallogin.user if sociallogin.is_existing else None
        response = _where_to(request, way, sociallogin, asked_by, found)
        if response is not None:
            raise ImmediateHttpResponse(response)
        remember_signed_in(request, sociallogin.identity)
        record_second_factor(request, sociallogin.user, sociallogin.identity)
        if sociallogin.user.is_active:
            propose(request, sociallogin.user, way, sociallogin.identity)


def _refuse_what_is_down(answer: requests.Response, **kwargs: Any) -> None:
    """Raises requests.HTTPError for an error of the provider's own (5xx): read as an answer, it
    would pass for a code that is no longer valid."""
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        answer.raise_for_status()


def _failure(said: str, exception: Exception | None) -> Failure:
    """What to say of an answer: `said` is the provider's own word, in the address."""
    if isinstance(exception, requests.RequestException) or said in ITS_FAULT:
        return Failure.DOWN
    if said == "access_denied":
        return Failure.CANCELLED
    if exception is not None and not isinstance(exception, OAuth2Error):
        return Failure.UNTRUSTED
    # No state of ours, an old one, a code already used.
    return Failure.EXPIRED


def _where_to(
    request: HttpRequest, way: Way, login: SocialLogin, asked_by: int | None, found: Any
) -> HttpResponse | None:
    """Where somebody who came back goes, None to sign them in to the account found.

    `asked_by` is who was signed in when they left: another tab may have changed it since.
    """
    here = request.user.pk
    if here != asked_by:
        return failure_page(request, way, Failure.OTHER_PERSON)
    if here is not None:
        return _link(request, way, login.identity)
    if found is not None:
        return None
    keep_pending(request, login.identity, login.state.get("next") or "")
    return redirect("sso:address", way.key)


def _link(request: HttpRequest, way: Way, identity: Identity) -> HttpResponse:
    try:
        services.link(actor=request.user, way=way, identity=identity)
    except FederationError as error:
        return failure_page(request, way, Failure.OTHER_ACCOUNT, detail=str(error))
    remember_signed_in(request, identity)
    propose(request, request.user, way, identity)
    messages.success(request, f"C’est fait : {way.name} ouvre maintenant votre compte.")
    return redirect(reverse("comptes:profile"))

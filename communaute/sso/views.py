"""Leaving for a provider, coming back, signing out there; what waits for a lead."""

from collections.abc import Callable
from functools import wraps

import requests
from allauth.account.forms import BaseConfirmCodeForm
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from communaute.comptes.errors import ModeratesAndOperates
from communaute.comptes.forms import EMAIL, EMAIL_HELP, MISSING, CodeForm, DisplayNameField
from communaute.comptes.perms import leads_something
from communaute.comptes.reauthentication import confirmed_lately
from socle.errors import get_or_no_longer
from socle.forms import PlainForm

from . import services
from .errors import Failure, FederationError, failure_page
from .identity_providers import Way, find_way
from .join_requests import decide
from .models import AccessRequest, RequestState
from .provider import StateOAuth2Adapter, came_back

View = Callable[..., HttpResponse]


def with_way(view: View) -> View:
    """Give the view the provider that the address names; 404 when it is not set."""

    @wraps(view)
    def found(request: HttpRequest, key: str) -> HttpResponse:
        way = find_way(key)
        if way is None:
            raise Http404
        return view(request, way)

    return found


@with_way
@require_POST
def start(request: HttpRequest, way: Way) -> HttpResponse:
    """Leave for the provider: to sign in, or, signed in already, to link it to one's account."""
    return _linking(request, way) if request.user.is_authenticated else _leave(request, way)


@confirmed_lately
def _linking(request: HttpRequest, way: Way) -> HttpResponse:
    return _leave(request, way)


def _leave(request: HttpRequest, way: Way) -> HttpResponse:
    try:
        return get_adapter().get_provider(request, way.key).redirect_from_request(request)
    except requests.RequestException:
        return failure_page(request, way, Failure.DOWN)
    except ProviderException:
        return failure_page(request, way, Failure.UNTRUSTED)


@with_way
@require_safe
def back(request: HttpRequest, way: Way) -> HttpResponse:
    """Come back from the provider. The one address that signs in by GET: the protocol's."""
    named = request.GET.get("iss")
    if named is not None and named != way.issuer:
        # Two providers mixed up (RFC 9207): the code is not even tried.
        return failure_page(request, way, Failure.UNTRUSTED)
    view = OAuth2CallbackView.adapter_view(StateOAuth2Adapter(request, way.key))
    try:
        return view(request)
    except ImmediateHttpResponse as page:
        return page.response


@with_way
@require_safe
def left(request: HttpRequest, way: Way) -> HttpResponse:
    """Said once signed out here and at the provider."""
    context = {"way": way, "is_left": came_back(request.GET.get("state", ""))}
    return render(request, "sso/left.html", context)


@with_way
@require_POST
@login_required
@confirmed_lately
def unlink(request: HttpRequest, way: Way) -> HttpResponse:
    """Remove the provider from one's account."""
    if services.unlink(actor=request.user, way=way):
        messages.success(request, f"C’est fait : {way.name} n’ouvre plus votre compte.")
    else:
        messages.info(request, f"{way.name} n’ouvrait déjà plus votre compte.")
    return redirect("comptes:profile")


PAGE_SIZE = 25
LEADS_ONLY = "Cette page est réservée aux responsables d’une organisation."


@require_safe
@login_required
def access_requests(request: HttpRequest) -> HttpResponse:
    """What one may accept or refuse, oldest first."""
    if not leads_something(request.user):
        raise PermissionDenied(LEADS_ONLY)
    return _page(request)


@require_POST
@login_required
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, or refuse."""
    if not leads_something(request.user):
        raise PermissionDenied(LEADS_ONLY)
    mine = AccessRequest.objects.decided_by_me(request.user).select_related("user", "organisation")
    gone = "Cette demande n’existe plus : la personne a fermé son compte, ou elle est effacée."
    asked = get_or_no_longer(mine, gone, "sso_access:list", pk=pk)
    form = DecisionForm(request.POST)

    def answer(**_: object) -> AccessRequest:
        return decide(actor=request.user, asked=asked, accepts=form.accepts)

    if not form.saves(answer, FederationError, ModeratesAndOperates):
        return _page(request, form, status=form.http_status)
    said = "acceptée" if form.saved.state == RequestState.ACCEPTED else "refusée"
    messages.success(request, f"C’est fait : demande {said} pour {asked.user.public_name}.")
    return redirect("sso_access:list")


# An address to confirm, its code, the name that others will see; what a lead answers.


class AddressForm(PlainForm):
    """The address where the service will write, proved by a code."""

    email = forms.EmailField(
        label=EMAIL,
        help_text=f"{EMAIL_HELP}. Elle n’est jamais publiée.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": MISSING["email"]},
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class AddressCodeForm(CodeForm, BaseConfirmCodeForm):
    """The code sent to that address."""


class NameForm(PlainForm):
    """The name others see: chosen, never made from the civil name."""

    display_name = DisplayNameField()


class DecisionForm(PlainForm):
    """Accept or refuse."""

    decision = forms.ChoiceField(
        label="Votre réponse",
        choices=[("accepter", "Accepter"), ("refuser", "Refuser")],
        widget=forms.HiddenInput,
    )

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["decision"] == "accepter")


def _page(
    request: HttpRequest, form: DecisionForm | None = None, status: int = 200
) -> HttpResponse:
    waiting = AccessRequest.objects.decided_by_me(request.user).waiting()
    rows = Paginator(waiting.select_related("user", "organisation"), PAGE_SIZE).page(1)
    context = {"rows": rows, "form": form or DecisionForm()}
    return render(request, "sso/access.html", context, status=status)

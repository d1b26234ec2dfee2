"""The pages « Sécurité de mon compte »: what protects it, adding, naming and removing a factor."""

import json
import time
from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as base_views
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as key_views
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from socle.errors import get_or_no_longer

from ..errors import AlreadyActive, LastFactor, NothingToSpare
from ..login.allauth_internals import begin_registration, clear_totp_secret, record_authentication
from ..numbers import NUMBERS
from ..reauthentication import confirmed_lately
from ..sessions.services import open_sessions
from . import services
from .forms import ActivateForm, AddKeyForm, RenameKeyForm
from .requirements import asked_until, is_desk, must_protect, waits
from .services import protection_of, square_code

# Until when, in seconds of the epoch, this session may read the spare codes it has just made.
CODES_UNTIL = "spare_codes_until"
# The ways of confirming that prove a second factor, as the library names them.
SECOND_PROOFS = ("mfa_reauthenticate", "mfa_reauthenticate:webauthn")
# The desk that waits, to go back to once the spare codes are noted.
NEXT = "second_factor_next"


@require_safe
@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """What protects the account, in plain words, and what to do."""
    protection = protection_of(request.user)
    context = {
        "protection": protection,
        "until": None if protection.is_on else asked_until(request),
        "sessions": open_sessions(request.user),
        "current_key": request.session.session_key,
    }
    return render(request, "mfa/index.html", context)


@require_safe
@login_required
def wait(request: HttpRequest) -> HttpResponse:
    """In place of what a role opens, while it waits: what to do, and where it leads back to."""
    if not waits(request):
        return redirect(get_next_redirect_url(request) or "mfa_index")
    asked = get_next_redirect_url(request)
    query = f"?{urlencode({'next': asked})}" if asked else ""
    context = {"next_query": query, "protection": protection_of(request.user)}
    return render(request, "mfa/wait.html", context)


@login_required
@confirmed_lately
@never_cache
def application(request: HttpRequest) -> HttpResponse:
    """Copy the key into an application, then type its first code."""
    user = request.user
    if protection_of(user).application:
        return redirect("mfa_index")
    form = ActivateForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        try:
            added = services.add_application(actor=user, secret=form.secret)
        except AlreadyActive:
            return redirect("mfa_index")
        clear_totp_secret(request)
        return _added(request, "C’est fait : votre application protège votre compte.", added)
    url = get_adapter().build_totp_url(user, form.secret)
    context = {"form": form, "drawing": square_code(url), "secret": form.secret, "url": url}
    context["next"] = get_next_redirect_url(request) or ""
    return render(request, "mfa/application.html", context, status=422 if form.errors else 200)


@login_required
@confirmed_lately
def application_remove(request: HttpRequest) -> HttpResponse:
    """Stop asking the codes of the application."""
    mine = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP)
    gone = "Votre compte n’a pas d’application de codes : elle était déjà retirée."
    factor = get_or_no_longer(mine, gone, "mfa_index")
    return _remove(request, factor, "C’est fait : les codes de l’application ne servent plus.")


@login_required
@confirmed_lately
@never_cache
def key_add(request: HttpRequest) -> HttpResponse:
    """Make a passkey with the browser; nothing of this is possible without JavaScript."""
    user = request.user
    form = AddKeyForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        data = form.cleaned_data
        added = services.add_key(actor=user, name=data["name"], credential=data["credential"])
        return _added(request, f"C’est fait : la clé « {data['name']} » est ajoutée.", added)
    options = json.dumps(begin_registration(user, passwordless=True))
    next_url = get_next_redirect_url(request) or ""
    context = {"form": form, "options": options, "next": next_url}
    context["has_application"] = protection_of(user).application is not None
    return render(request, "mfa/key_add.html", context, status=422 if form.errors else 200)


@login_required
@confirmed_lately
def key_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a passkey a name to be told apart by."""
    key = _key(request, pk)
    data = request.POST if request.method == "POST" else None
    form = RenameKeyForm(data, initial={"name": key.wrap().name})
    if form.is_valid():
        services.rename_key(key=key, name=form.cleaned_data["name"])
        messages.success(request, "C’est fait : la clé a son nouveau nom.")
        return redirect("mfa_index")
    context = {"form": form, "key": key}
    return render(request, "mfa/key_rename.html", context, status=422 if form.errors else 200)


@login_required
@confirmed_lately
def key_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop taking a passkey: lost, given away, replaced."""
    key = _key(request, pk)
    return _remove(request, key, f"C’est fait : la clé « {key.wrap().name} » n’ouvre plus rien.")


@login_required
@confirmed_lately
@never_cache
def codes(request: HttpRequest) -> HttpResponse:
    """The spare codes just made, to print; then how many are left, and new ones on demand."""
    refusal, status = "", 200
    if request.method == "POST":
        try:
            services.renew_codes(actor=request.user)
        except NothingToSpare as error:
            refusal, status = str(error), 409
        else:
            _show_codes_for_a_while(request)
            return redirect("mfa_view_recovery_codes")
    context = {
        "protection": protection_of(request.user),
        "are_shown": _may_read_codes(request),
        "refusal": refusal,
        "next": request.session.get(NEXT, ""),
    }
    return render(request, "mfa/codes.html", context, status=status)


@require_safe
@login_required
@confirmed_lately
@never_cache
def codes_file(request: HttpRequest) -> HttpResponse:
    """The same codes as a file, for as long as the page shows them."""
    found = protection_of(request.user).unused_codes if _may_read_codes(request) else []
    if not found:
        return redirect("mfa_view_recovery_codes")
    response = render(
        request, "mfa/codes.txt", {"codes": found}, content_type="text/plain; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="codes-de-secours.txt"'
    return response


def _added(request: HttpRequest, said: str, added: services.Added) -> HttpResponse:
    """Whoever has just used a factor is not asked for it again a moment later."""
    factor = added.factor
    record_authentication(
        request, request.user, "mfa", id=factor.pk, type=factor.type, reauthenticated=True
    )
    messages.success(request, said)
    asked = get_next_redirect_url(request)
    if not added.codes_made:
        return redirect(asked or "mfa_index")
    request.session[NEXT] = asked or ""
    _show_codes_for_a_while(request)
    return redirect("mfa_view_recovery_codes")


def _remove(request: HttpRequest, factor: Authenticator, said: str) -> HttpResponse:
    refused, status = False, 200
    if request.method == "POST":
        try:
            services.remove(actor=request.user, factor=factor)
        except LastFactor:
            refused, status = True, 409
        else:
            messages.success(request, said)
            return redirect("mfa_index")
    protection = protection_of(request.user)
    is_last = len(protection.keys) + bool(protection.application) == 1
    why_not = str(LastFactor()) if is_last and must_protect(request.user) else ""
    context = {"factor": factor, "is_last": is_last, "why_not": why_not, "refused": refused}
    return render(request, "mfa/remove.html", context, status=status)


def _show_codes_for_a_while(request: HttpRequest) -> None:
    request.session[CODES_UNTIL] = time.time() + NUMBERS.codes_shown_minutes * 60


def _may_read_codes(request: HttpRequest) -> bool:
    return request.session.get(CODES_UNTIL, 0) > time.time()


def _key(request: HttpRequest, pk: int) -> Authenticator:
    mine = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN)
    gone = "Cette clé était déjà retirée de votre compte."
    return get_or_no_longer(mine, gone, "mfa_index", pk=pk)


def _options(context: dict[str, Any]) -> str:
    """What the browser needs to ask for a passkey, for an attribute of the form."""
    return json.dumps(context.get("js_data", {}).get("request_options", {}))


class AuthenticateView(base_views.AuthenticateView):
    """The second step of a sign-in: a code, or a passkey."""

    template_name = "mfa/authenticate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        protection = protection_of(self.stage.login.user)
        return context | {"protection": protection, "options": _options(context)}

    def form_invalid(self, form: object) -> HttpResponse:
        response = super().form_invalid(form)
        # The page of a passkey that was refused has its error where it is read.
        response.context_data["form"] = form if "code" in self.request.POST else self.auth_form
        response.context_data["verify_form"] = form
        return response


class SignInByKeyView(key_views.LoginWebAuthnView):
    """A passkey alone: whoever holds it has proved two things, the object and the finger."""

    def form_valid(self, form: Any) -> HttpResponse:
        factor: Authenticator = form.cleaned_data["credential"]
        form.save()
        asked = get_next_redirect_url(self.request)
        return perform_login(self.request, factor.user, redirect_url=asked)

    def form_invalid(self, form: Any) -> HttpResponse:
        """To the page of sign-in, where it is said; one still goes where one went."""
        super().form_invalid(form)
        asked = get_next_redirect_url(self.request)
        return redirect(reverse("account_login", query={"next": asked} if asked else None))


class _ForADesk:
    """On the way to a desk that waits, a password would lead back to where one comes from."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        is_waiting = waits(self.request) and is_desk(get_next_redirect_url(self.request) or "")
        ways = context["reauthentication_alternatives"]
        context["reauthentication_alternatives"] = [
            way for way in ways if not is_waiting or way["id"] in SECOND_PROOFS
        ]
        return context | {"is_waiting": is_waiting}


class ConfirmByCodeView(_ForADesk, base_views.ReauthenticateView):
    """« Confirmez que c’est bien vous », with a code of the application or a spare one."""

    template_name = "mfa/reauthenticate.html"


class ConfirmByKeyView(_ForADesk, key_views.ReauthenticateWebAuthnView):
    """« Confirmez que c’est bien vous », with a passkey."""

    template_name = "mfa/reauthenticate_key.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"options": _options(context)}

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

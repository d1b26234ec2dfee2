"""Signing in with a second factor or a passkey: django-allauth's views, with our pages."""

import json
from typing import Any, cast

from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.mfa.base import views as base_views
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as key_views
from django.http import HttpResponse

from .services import protection_of


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
        return cast(HttpResponse, perform_login(self.request, factor.user, redirect_url=asked))


class ConfirmByCodeView(base_views.ReauthenticateView):
    """« Confirmez que c’est bien vous », with a code of the application or a spare one."""

    template_name = "mfa/reauthenticate.html"


class ConfirmByKeyView(key_views.ReauthenticateWebAuthnView):
    """« Confirmez que c’est bien vous », with a passkey."""

    template_name = "mfa/reauthenticate_key.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"options": _options(context)}

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

"""Confirming who one is by a code received by mail."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.views import BaseReauthenticateView
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse

from .forms import ConfirmByMailForm
from .login.allauth_internals import record_authentication
from .sessions.services import BEGUN

# In the session: the code sent, when (seconds of the epoch), and how many wrong ones were typed.
SENT = "confirming_code"


class ConfirmByMailView(LoginRequiredMixin, BaseReauthenticateView):
    """Ask for a code, then type it. Nothing is sent by looking at the page."""

    form_class = ConfirmByMailForm
    template_name = "account/reauthenticate_mail.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "envoyer" in request.POST or not self._sent():
            return self._send()
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"code": self._sent().get("code", "")}

    def form_valid(self, form: ConfirmByMailForm) -> HttpResponse:
        del self.request.session[SENT]
        record_authentication(self.request, self.request.user, method="code", reauthenticated=True)
        return super().form_valid(form)

    def form_invalid(self, form: ConfirmByMailForm) -> HttpResponse:
        sent = self._sent()
        sent["tries"] += 1
        if sent["tries"] >= settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS:
            del self.request.session[SENT]
        else:
            self.request.session[SENT] = sent
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sent = bool(self._sent())
        return super().get_context_data(**kwargs) | {"sent": sent, "email": self.request.user.email}

    def _sent(self) -> dict[str, Any]:
        """The code that still holds, or nothing."""
        sent: dict[str, Any] = self.request.session.get(SENT) or {}
        lives = time.time() - sent.get("at", 0) < settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
        return sent if lives else {}

    def _send(self) -> HttpResponse:
        me = self.request.user
        if too_many := ratelimit.consume_or_429(
            self.request, action="confirm_code", user=me, key=str(me.pk)
        ):
            return too_many
        adapter = get_adapter()
        code = adapter.generate_login_code()
        self.request.session[SENT] = {"code": code, "at": time.time(), "tries": 0}
        adapter.send_mail("account/email/confirm_code", me.email, {"code": code, "user": me})
        return self.render_to_response(self.get_context_data(form=self.form_class(code=code)))


View = Callable[..., HttpResponse]


def is_confirmed_lately(request: HttpRequest) -> bool:
    """Whether this session was opened, or its person confirmed, within the last minutes
    (`ACCOUNT_REAUTHENTICATION_TIMEOUT`, in seconds)."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    moments = [record["at"] for record in records if record.get("reauthenticated")]
    last = max([request.session.get(BEGUN) or 0, *moments])
    return 0 <= time.time() - last < app_settings.REAUTHENTICATION_TIMEOUT


def confirmed_lately(view: View) -> View:
    """Ask who is signed in to confirm it first, then go on with what was asked, form included.

    django-allauth asks nothing of an account that has neither password nor second factor, as most
    of ours: those get a code by mail. Anonymous visitors are the view's own business.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not is_confirmed_lately(request):
            # Its middleware keeps the request, and sends to the first way of confirming.
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return asked

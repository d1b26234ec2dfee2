"""The views of django-allauth that let people in, as this site answers and leads."""

from collections.abc import Callable
from contextlib import nullcontext

from allauth.account import views
from allauth.account.mixins import LogoutFunctionalityMixin
from allauth.account.utils import passthrough_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from .limits import AWAITED

# Errors of django-allauth that only ask to wait.
TOO_MUCH = {"too_many_login_attempts", "rate_limited"}


def _is_too_much(form: Form) -> bool:
    errors = (error for of_field in form.errors.as_data().values() for error in of_field)
    return any(error.code in TOO_MUCH for error in errors)


def honest(view: type, *, is_whole: bool = False) -> Callable[..., HttpResponse]:
    """The view, which answers 422 to an invalid form as the rest of the site does.

    `is_whole`: what a POST changes and the mail that tells it are written together, or not at all.
    Not for signing in, where the password would be computed with the database locked.
    """

    class Honest(view):  # type: ignore[misc, valid-type]
        def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            together = is_whole and request.method == "POST"
            with transaction.atomic() if together else nullcontext():
                return super().dispatch(request, *args, **kwargs)

        def form_invalid(self, form: Form) -> HttpResponse:
            response = super().form_invalid(form)
            if response.status_code == 200:
                response.status_code = 429 if _is_too_much(form) else 422
            return response

    return Honest.as_view()


# What the button « J’ai un mot de passe » sends.
BY, PASSWORD = "par", "mot-de-passe"


class SignInView(views.LoginView):
    """A code by mail, or a password: the password is asked on the page that follows, where the
    address already typed waits. It goes by POST: an address stays out of histories and logs."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.POST.get(BY) == PASSWORD:
            # No password is tried yet: past the limit of django-allauth’s own view, where each
            # sign-in would count twice and fifteen colleagues in a minute be turned away.
            return super(views.LoginView, self).dispatch(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.POST.get(BY) != PASSWORD:
            return super().post(request, *args, **kwargs)
        typed = {"login": request.POST.get("email", "")}
        form = self.get_form_class()(request=request, initial=typed)
        return self.render_to_response(self.get_context_data(form=form, asks_password=True))


class Leaving(LogoutFunctionalityMixin):
    """What was begun with an address is left, for one that is known as for one that is not."""

    def logout(self) -> None:
        super().logout()
        self.request.session.pop(AWAITED, None)


class SignOutView(Leaving, views.LogoutView):
    """Signs out, or leaves the address that was begun with."""


class AskCodeView(Leaving, views.RequestLoginCodeView):
    """A code by mail; « Envoyer un nouveau code » asks it here again, in place of the first one,
    whose time the new one would share."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.POST.get("action") == "again" and request.user.is_anonymous:
            self.logout()
        return super().dispatch(request, *args, **kwargs)


OVER = (
    "Le code que vous aviez ne vaut plus : il ne sert qu’une fois, pendant {} minutes. Demandez-en "
    "un autre ici, avec la même adresse."
)


def _say_it_is_over(request: HttpRequest) -> None:
    messages.error(request, OVER.format(settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60))


class TypeCodeView:
    """Before a view where a code is typed: whoever is sent to ask another one is told why, and
    keeps the page they were going to."""

    # Whether django-allauth took what was posted: a code that is over is sent back before.
    is_read = False

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        is_in = request.user.is_authenticated
        if is_in or "code" not in request.POST or response.status_code != 302:
            return response
        if not self.is_read:
            _say_it_is_over(request)
        return redirect(passthrough_next_redirect_url(request, response.url, REDIRECT_FIELD_NAME))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        self.is_read = True
        return super().post(request, *args, **kwargs)  # type: ignore[misc]


class ConfirmAddressView(views.ConfirmEmailVerificationCodeView):
    """The code of an address, at sign-up or of an account that changes it. Once it was left, one
    that has an account is sent to sign in as the others are: nobody learns which has one."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_anonymous and AWAITED not in request.session:
            return redirect("account_login")
        response = super().dispatch(request, *args, **kwargs)
        if request.user.is_anonymous or "code" not in request.POST or response.status_code != 302:
            return response
        # Who is in asks another code where the address is changed.
        changing = reverse("account_email")
        if response.url == changing:
            _say_it_is_over(request)
        return redirect(changing) if response.url == reverse("account_login") else response


def for_code(view: type) -> type:
    """The view, where a code is typed."""
    return type(view.__name__, (TypeCodeView, view), {})

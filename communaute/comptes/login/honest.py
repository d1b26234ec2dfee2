"""django-allauth's views, answering as our pages do, and alike whoever has an account."""

from collections.abc import Callable
from contextlib import nullcontext

from allauth.account import views
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from ..models import User

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

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.POST.get(BY) != PASSWORD:
            return super().post(request, *args, **kwargs)
        typed = {"login": request.POST.get("email", "")}
        form = self.get_form_class()(request=request, initial=typed)
        return self.render_to_response(self.get_context_data(form=form, asks_password=True))


NOBODY = "personne.{}@exemple.invalid"


def look_as_for_nobody(email: str) -> None:
    """What django-allauth reads more of an address that no account has."""
    User.objects.filter(email__iexact=email).first()


def create_as_for_somebody_new(request: HttpRequest, form: Form) -> None:
    """Write the account that a sign-up with a new address would, and take it back."""
    email = form.cleaned_data["email"]
    with transaction.atomic():
        adapter = get_adapter()
        user: AbstractBaseUser = adapter.new_user(request)
        form.cleaned_data["email"] = NOBODY.format(request.session.session_key or "x").lower()
        try:
            adapter.save_user(request, user, form)
            setup_user_email(request, user, [])
            EmailAddress.objects.get_primary(user)
        finally:
            form.cleaned_data["email"] = email
        transaction.set_rollback(True)

"""The same work whether an account exists or not: nobody learns who is here by counting time."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest

from ..models import User

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

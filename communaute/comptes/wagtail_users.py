"""Accounts in the back office (`/gestion/users/`): an e-mail and a chosen name, as everywhere."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from wagtail.log_actions import LogFormatter, log
from wagtail.users import forms
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from socle.public_pages import touch_public_pages

from . import closing
from .forms import DisplayNameField

SHARED = {"email", "display_name", "is_superuser", "groups"}
RIGHTS = "comptes.rights"
EVERYTHING = "tous les droits"


class RightsLog(LogFormatter):
    """What the history of the site says of rights given or taken in `/gestion/users/`."""

    label = "Donner ou retirer des droits"

    def format_message(self, log_entry: Any) -> str:
        said = (("Donné", log_entry.data["given"]), ("Retiré", log_entry.data["taken"]))
        return ". ".join(f"{what} : {', '.join(names)}" for what, names in said if names)


def _rights_of(user: Any) -> set[str]:
    """The names of the groups of an account, and the right to everything."""
    everything = {EVERYTHING} if user.is_superuser else set()
    return everything | set(user.groups.values_list("name", flat=True)) if user.pk else set()


def _write_down(user: Any, before: set[str]) -> None:
    """Who gave or took what, in the history of the site; the person who acts is known to it."""
    after = _rights_of(user)
    if after != before:
        data = {"given": sorted(after - before), "taken": sorted(before - after)}
        log(user, RIGHTS, data=data)


class UserCreationForm(forms.UserCreationForm):
    """Open an account. Without a password, the person signs in with a code received by mail."""

    display_name = DisplayNameField()
    first_name = None
    last_name = None
    password_required = False

    class Meta(forms.UserCreationForm.Meta):
        fields = SHARED

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def save(self, commit: bool = True) -> AbstractBaseUser:
        self.instance.set_unusable_password()
        user: AbstractBaseUser = super().save(commit)
        _write_down(user, set())
        # Not verified: the first code, or the confirmation, will prove it.
        EmailAddress.objects.create(user=user, email=self.instance.email, primary=True)
        return user


class UserEditForm(forms.UserEditForm):
    """Change an account, or close it. Its holder alone changes the address, from the account."""

    display_name = DisplayNameField()
    first_name = None
    last_name = None

    class Meta(forms.UserEditForm.Meta):
        fields = SHARED | {"is_active"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].disabled = True
        self.before = _rights_of(self.instance)

    @transaction.atomic
    def save(self, commit: bool = True) -> AbstractBaseUser:
        user: AbstractBaseUser = super().save(commit)
        _write_down(user, self.before)
        if "is_active" in self.changed_data:
            closing.account_switched(user)
        # The name stands beside all that the person wrote.
        touch_public_pages()
        return user


class UserViewSet(WagtailUserViewSet):
    """Wagtail's own pages, with our forms."""

    def get_form_class(self, for_update: bool = False) -> type[forms.UserForm]:
        return UserEditForm if for_update else UserCreationForm

"""Accounts in the back office (`/gestion/users/`): an e-mail and a chosen name, as everywhere."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    BaseSettingsPanel,
    NameEmailSettingsPanel,
    NotificationsSettingsPanel,
)
from wagtail.users import forms
from wagtail.users.views import users
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from socle.concurrent_edits import NoCount, SharedRowForm
from socle.public_pages import touch_public_pages

from . import closing
from .admin_rights import DeletePersonView as DeleteView
from .admin_rights import rights_of, write_down
from .forms import DisplayNameField

SHARED = {"email", "display_name", "is_superuser", "groups"}


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
        write_down(user, set(), rights_of(user))
        # Not verified: the first code, or the confirmation, will prove it.
        EmailAddress.objects.create(user=user, email=self.instance.email, primary=True)
        return user


class UserEditForm(SharedRowForm, forms.UserEditForm):
    """Change an account, or open it again. Its holder alone changes the address, from the account,
    and closes it; the team shuts one by a measure, which has its statement of reasons."""

    display_name = DisplayNameField()
    first_name = None
    last_name = None

    class Meta(forms.UserEditForm.Meta):
        fields = SHARED | {"is_active"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].disabled = True
        if self.instance.is_active:
            self.fields.pop("is_active", None)
        self.before = rights_of(self.instance)

    @transaction.atomic
    def save(self, commit: bool = True) -> AbstractBaseUser:
        user: AbstractBaseUser = super().save(commit)
        write_down(user, self.before, rights_of(user))
        if "is_active" in self.changed_data:
            closing.account_switched(user)
        # The name stands beside all that the person wrote.
        touch_public_pages()
        return user


class IndexView(users.IndexView):
    """Wagtail's own list, without boxes to tick: an account is changed from its page."""

    @cached_property
    def columns(self) -> list[Column]:
        return [column for column in super().columns if column.name != "bulk_actions"]


class UserViewSet(NoCount, WagtailUserViewSet):
    """Wagtail's own pages, with our forms; an account is closed, not only deleted."""

    index_template_name = "wagtailadmin/generic/index.html"
    index_view_class = IndexView
    delete_view_class = DeleteView

    def get_form_class(self, for_update: bool = False) -> type[forms.UserForm]:
        return UserEditForm if for_update else UserCreationForm


# One's own settings: `/gestion/account/`.


class CommentMailsForm(NotificationPreferencesForm):
    """Of Wagtail's mails, those of comments alone leave: the others are ours, chosen on
    `/mon-compte/notifications/`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() - {"updated_comments_notifications"}:
            del self.fields[name]


class CommentMailsPanel(NotificationsSettingsPanel):
    form_class = CommentMailsForm


class PicturePanel(AvatarSettingsPanel):
    """As any other field: Wagtail's own template does not say why a file is refused."""

    template_name = BaseSettingsPanel.template_name


class OwnSettings(AccountView):
    """Wagtail's page of one's settings, without the first and last names that it requires: a person
    has a chosen name, in « Mon compte »."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        panels = super().get_panels()
        ours = {NotificationsSettingsPanel: CommentMailsPanel, AvatarSettingsPanel: PicturePanel}
        shown = [
            ours.get(type(one), type(one))(one.request, one.user, one.profile)
            for one in panels
            if not isinstance(one, NameEmailSettingsPanel)
        ]
        return [one for one in shown if one.is_active()]


own_settings = never_cache(require_admin_access(OwnSettings.as_view()))

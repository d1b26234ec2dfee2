"""Groups in the back office (`/gestion/groups/`): Wagtail's own pages, where no group receives what
our roles keep, and each change is written down."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms import Form, ModelForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.actions.delete import DeleteAction
from wagtail.log_actions import LogFormatter, log
from wagtail.users.forms import GroupForm as WagtailGroupForm
from wagtail.users.views import groups, users

from socle.concurrent_edits import NoCount

from .closing import close_account, why_kept
from .enums import Closed
from .second_factor.requirements import start_grace

# Whoever changes accounts or groups gives themselves everything: kept for who may do everything.
_RESERVED = Q(content_type__app_label="auth") | Q(
    content_type__app_label="comptes", content_type__model="user"
)
REFUSED = (
    "Un groupe ne reçoit pas le droit de changer les comptes ou les groupes : seul un compte "
    "qui a tous les droits le peut."
)


def grantable(permissions: QuerySet[Permission]) -> QuerySet[Permission]:
    """Those that a group may have."""
    return permissions.exclude(_RESERVED)


class GroupForm(WagtailGroupForm):
    """A group that had a reserved right, in an older version, loses it the next time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["permissions"]
        field.queryset = grantable(field.queryset)
        field.error_messages["invalid_choice"] = REFUSED


class _WrittenDown:
    """What the group may do, its pages and its collections of files too, before and after."""

    object: Group

    @transaction.atomic
    def process_form(self) -> HttpResponse:
        before = rights_of_group(self.object)
        answer: HttpResponse = super().process_form()  # type: ignore[misc]
        write_down(self.object, before, rights_of_group(self.object))
        return answer


class CreateView(_WrittenDown, groups.CreateView):
    pass


class EditView(_WrittenDown, groups.EditView):
    pass


class DeleteView(groups.DeleteView):
    @transaction.atomic
    def form_valid(self, form: ModelForm[Group]) -> HttpResponse:
        write_down(self.object, rights_of_group(self.object), set())
        return super().form_valid(form)


class GroupViewSet(NoCount, groups.GroupViewSet):
    """Wagtail's own pages, with our form and our history."""

    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView

    def get_form_class(self, for_update: bool = False) -> type[GroupForm]:
        return GroupForm


RIGHTS = "comptes.rights"
EVERYTHING = "tous les droits"


class RightsLog(LogFormatter):
    """What the history of the site says of them."""

    label = "Donner ou retirer des droits"

    def format_message(self, log_entry: Any) -> str:
        said = (("Donné", log_entry.data["given"]), ("Retiré", log_entry.data["taken"]))
        return ". ".join(f"{what} : {', '.join(names)}" for what, names in said if names)


def rights_of(user: Any) -> set[str]:
    """The names of the groups of an account, and the right to everything."""
    everything = {EVERYTHING} if user.is_superuser else set()
    return everything | set(user.groups.values_list("name", flat=True)) if user.pk else set()


def rights_of_group(group: Group) -> set[str]:
    """What a group may do: « facts.change_figure », « change_page (Accueil) »."""
    if not group.pk:
        return set()
    rights = group.permissions.values_list("content_type__app_label", "codename")
    pages = group.page_permissions.values_list("permission__codename", "page__title")
    files = group.collection_permissions.values_list("permission__codename", "collection__name")
    return {f"{app}.{codename}" for app, codename in rights} | {
        f"{codename} ({where})" for codename, where in (*pages, *files)
    }


def write_down(holder: Any, before: set[str], after: set[str]) -> None:
    """Who gave or took what; the person who acts is known to the history of the site. A first role
    begins the time to protect the account, also of members of a group that gains a right."""
    if after != before:
        data = {"given": sorted(after - before), "taken": sorted(before - after)}
        log(holder, RIGHTS, data=data)
        members = holder.user_set.filter(is_active=True) if isinstance(holder, Group) else [holder]
        for person in members:
            start_grace(user=person, now=timezone.now())


class CloseAction(DeleteAction):
    """Wagtail's own, with all that closing an account holds and erases. Raises ClosingRefused,
    as `why_kept` tells before."""

    @transaction.atomic
    def execute(self, skip_permission_checks: bool = False) -> bool:
        self.check(skip_permission_checks=skip_permission_checks)
        # Not under the address of who is gone: nothing of them is found again.
        title = f"Compte n° {self.instance.pk}"
        log(self.instance, "wagtail.delete", user=self.user, deleted=True, title=title)
        return close_account(actor=self.instance, why=Closed.TEAM)


class DeletePersonView(users.DeleteView):
    action_class = CloseAction

    def form_valid(self, form: Form) -> HttpResponse:
        if why := why_kept(self.object):
            messages.error(self.request, f"Ce compte n’a pas été supprimé : {why}")
            return redirect(self.get_success_url())
        return super().form_valid(form)

"""Groups in the back office (`/gestion/groups/`): Wagtail's own pages, where no group receives what
our roles keep, and each change is written down."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpResponse
from wagtail.users.forms import GroupForm as WagtailGroupForm
from wagtail.users.views import groups

from .written import rights_of_group, write_down

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
        answer: HttpResponse = super().form_valid(form)
        return answer


class GroupViewSet(groups.GroupViewSet):
    """Wagtail's own pages, with our form and our history."""

    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = DeleteView

    def get_form_class(self, for_update: bool = False) -> type[GroupForm]:
        return GroupForm

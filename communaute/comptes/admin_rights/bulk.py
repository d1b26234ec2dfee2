"""Accounts changed at once, or deleted, in `/gestion/users/`: as each, or its owner, would do."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Group
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.actions.delete import DeleteAction
from wagtail.log_actions import log
from wagtail.users.views import bulk_actions, users

from socle.public_pages import touch_public_pages

from .. import closing
from ..closing import close_account, obstacle_of
from ..models import User
from .groups import rights_of, write_down

BY_A_MEASURE = (
    "Aucun compte n’a été fermé. Une personne ferme elle-même le sien ; l’équipe prend une mesure, "
    "depuis un dossier de modération : elle dit pourquoi, et comment contester."
)


class AssignRole(bulk_actions.AssignRoleBulkAction):
    """Put accounts in a group: written down for each."""

    @classmethod
    @transaction.atomic
    def execute_action(
        cls, objects: Iterable[User], role: Group | None = None, **kwargs: Any
    ) -> tuple[int, int] | None:
        people = list(objects)
        before = {person.pk: rights_of(person) for person in people}
        done: tuple[int, int] | None = super().execute_action(people, role=role, **kwargs)
        for person in people:
            write_down(person, before[person.pk], rights_of(person))
        return done


class Delete(bulk_actions.DeleteBulkAction):
    """Close accounts for good; of those that cannot be, the list says why."""

    def prepare_action(
        self, objects: Sequence[User], objects_without_access: Any
    ) -> HttpResponse | None:
        kept = [f"{person.email} : {why}" for person in objects if (why := why_kept(person))]
        if not kept:
            return None
        messages.error(self.request, f"Aucun compte n’a été supprimé. {' '.join(kept)}")
        return redirect("wagtailusers_users:index")

    @classmethod
    def execute_action(cls, objects: Sequence[User], **kwargs: Any) -> tuple[int, int]:
        for person in objects:
            CloseAction(person, kwargs.get("user")).execute(skip_permission_checks=True)
        return len(objects), 0


class SetActiveState(bulk_actions.SetActiveStateBulkAction):
    """Open accounts again, with all that follows. None is closed here: the team shuts an account by
    a measure, which has its statement of reasons."""

    def prepare_action(
        self, objects: Sequence[User], objects_without_access: Any
    ) -> HttpResponse | None:
        if self.cleaned_form.cleaned_data["mark_as_active"]:
            return None
        messages.error(self.request, BY_A_MEASURE)
        return redirect("wagtailusers_users:index")

    @classmethod
    @transaction.atomic
    def execute_action(
        cls, objects: Iterable[User], mark_as_active: bool = False, **kwargs: Any
    ) -> tuple[int, int]:
        mine = getattr(kwargs.get("user"), "pk", None)
        chosen = [person.pk for person in objects if person.pk != mine]
        people = User.objects.select_for_update(no_key=True).filter(pk__in=chosen)
        changed = list(people.exclude(is_active=mark_as_active).order_by("pk"))
        for person in changed:
            person.is_active = mark_as_active
            person.save(update_fields=["is_active"])
            closing.account_switched(person)
        touch_public_pages()
        return len(chosen), 0


class CloseAction(DeleteAction):
    """Wagtail's own, with all that closing an account holds and erases. Raises ClosingRefused,
    as `why_kept` tells before."""

    @transaction.atomic
    def execute(self, skip_permission_checks: bool = False) -> bool:
        self.check(skip_permission_checks=skip_permission_checks)
        # Not under the address of who is gone: nothing of them is found again.
        title = f"Compte n° {self.instance.pk}"
        log(self.instance, "wagtail.delete", user=self.user, deleted=True, title=title)
        return close_account(actor=self.instance)


def why_kept(person: User) -> str:
    """Why an account is not deleted, in words for who administers; "" when it may be."""
    if not obstacle_of(person):
        return ""
    if person.is_superuser:
        return "il administre le service ; retirez-lui d’abord ce droit."
    return "c’est le dernier responsable d’une organisation ; nommez-en d’abord un autre."


class DeleteView(users.DeleteView):
    action_class = CloseAction

    def form_valid(self, form: Form) -> HttpResponse:
        if why := why_kept(self.object):
            messages.error(self.request, f"Ce compte n’a pas été supprimé : {why}")
            return redirect(self.get_success_url())
        answer: HttpResponse = super().form_valid(form)
        return answer

"""Several accounts changed at once in `/gestion/users/`, as each of them would be alone."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.users.views import bulk_actions

from socle.public_pages import touch_public_pages

from .. import closing
from ..models import User
from .deleting import CloseAction, why_kept
from .written import rights_of, write_down

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

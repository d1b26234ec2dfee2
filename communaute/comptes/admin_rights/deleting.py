"""Accounts deleted in `/gestion/users/`: closed, as their owners would close them."""

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.actions.delete import DeleteAction
from wagtail.log_actions import log
from wagtail.users.views import users

from ..closing import close_account, obstacle_of
from ..models import User


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

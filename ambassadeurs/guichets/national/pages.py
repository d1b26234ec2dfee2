"""What the page of an account shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress

from communaute.comptes.models import Membership
from communaute.moderation.enums import DecisionKind
from communaute.moderation.statements.reading import written_for

from ..numbers import NATIONAL_NUMBERS
from ..perms import can_act_on
from .forms import CloseForm, ReasonForm, RoleForm
from .models import AccountAct
from .querysets import shut_now

if TYPE_CHECKING:
    from communaute.comptes.models import User


def account_context(user: User, person: User, forms: dict[str, Any]) -> dict[str, Any]:
    """Who the person is, what was decided about them, and the acts one may do."""
    sent = forms.get("role_form")
    memberships = list(Membership.objects.for_account(person))
    roles = [
        (
            one,
            sent
            if sent is not None and sent.prefix == f"role-{one.pk}"
            else RoleForm(prefix=f"role-{one.pk}", initial={"role": one.role}),
        )
        for one in memberships
    ]
    measures = person.sanctions.exclude(decision__undone_by__kind=DecisionKind.UNDO)
    return {
        "person": person,
        "shut": shut_now([person]).get(person.pk),
        "verified": EmailAddress.objects.filter(user=person, verified=True).exists(),
        "roles": roles,
        "statements": written_for(person)[: NATIONAL_NUMBERS.listed],
        "sanctions": measures[: NATIONAL_NUMBERS.listed],
        "acts": AccountAct.objects.filter(person_number=person.pk)[: NATIONAL_NUMBERS.listed],
        "may_act": can_act_on(user, person),
        "code_form": forms.get("code_form") or ReasonForm(prefix="code"),
        "close_form": forms.get("close_form") or CloseForm(prefix="close", person=person),
        "form": next((form for form in forms.values() if form is not None), None),
    }

"""Finding a person by what they say of themselves; what the page of an account shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.utils import timezone

from communaute.comptes.models import Membership, User
from communaute.moderation.enums import DecisionKind, SanctionKind
from communaute.moderation.models import Sanction
from communaute.moderation.statements.reading import written_for

from ..models import AccountAct
from ..numbers import NATIONAL_NUMBERS
from ..perms import can_act_on
from .forms import CloseForm, ReasonForm, RoleForm


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


def people_found(words: str) -> list[User]:
    """Accounts of that e-mail, or whose name or e-mail holds the words; the exact one first."""
    wanted = words.strip().lower()
    found = User.objects.filter(Q(email__icontains=wanted) | Q(display_name__icontains=wanted))
    rows = list(found.order_by("display_name", "pk")[: NATIONAL_NUMBERS.found_max])
    exact = User.objects.filter(email=wanted).first()
    return [exact, *(one for one in rows if one != exact)] if exact else rows


def shut_now(people: Iterable[User]) -> dict[int, Sanction]:
    """The measure that shuts each account now: a closing before a suspension; one query."""
    kinds = (SanctionKind.SUSPENSION, SanctionKind.CLOSING)
    rows = Sanction.objects.standing(timezone.now()).filter(person__in=people, kind__in=kinds)
    found = sorted(rows, key=lambda one: one.kind != SanctionKind.SUSPENSION)
    return {one.person_id: one for one in found if one.person_id is not None}

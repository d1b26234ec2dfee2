"""Accounts and late things, for the national team; a door for who was sent a code."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from communaute.comptes.closing import left_alone, why_kept
from communaute.comptes.enums import MembershipRole
from communaute.comptes.forms import EMAIL_MAX, EMAIL_TOO_LONG
from communaute.comptes.models import Membership, User
from communaute.moderation.enums import DecisionKind, SanctionKind
from communaute.moderation.models import Case, Sanction
from communaute.moderation.statements import written_for
from socle.accent_search import folded_matches
from socle.errors import Refused, get_or_no_longer
from socle.forms import PlainForm
from socle.numbers import quantity
from socle.ratelimit import allow

from ..errors import WrongCode
from ..models import AccountAct
from ..numbers import NATIONAL_NUMBERS
from ..perms import can_act_on
from .late import late_by_agency
from .oversight import only_for_team
from .services import (
    close_for,
    count_try,
    give_role,
    remind_of_case,
    send_code,
    use_code,
)


def _account(
    request: HttpRequest, person: User, form: ReasonForm | None = None, status: int = 200
) -> HttpResponse:
    """Who the person is, what was decided about them, and the acts one may do; `form`: the one that
    was sent, to correct."""
    sent = {form.prefix: form} if form else {}
    roles = []
    for one in Membership.objects.for_account(person):
        key = f"role-{one.pk}"
        roles.append((one, sent.get(key) or RoleForm(prefix=key, initial={"role": one.role})))
    measures = person.sanctions.exclude(decision__undone_by__kind=DecisionKind.UNDO)
    context = {
        "person": person,
        "shut": shut_now([person]).get(person.pk),
        "verified": EmailAddress.objects.filter(user=person, verified=True).exists(),
        "roles": roles,
        "statements": written_for(person)[: NATIONAL_NUMBERS.listed],
        "sanctions": measures[: NATIONAL_NUMBERS.listed],
        "acts": AccountAct.objects.filter(person_number=person.pk)[: NATIONAL_NUMBERS.listed],
        "may_act": can_act_on(request.user, person),
        "left_alone": left_alone(person),
        "kept": why_kept(person),
        "code_form": sent.get("code") or ReasonForm(prefix="code"),
        "close_form": sent.get("close") or CloseForm(prefix="close", person=person),
        "form": form,
    }
    return render(request, "guichets/national_team/account.html", context, status=status)


def people_found(words: str) -> tuple[list[User], int]:
    """Accounts of that e-mail, or whose name or e-mail holds the words, the exact one first; and
    how many there are in all."""
    wanted = words.strip().lower()
    found = folded_matches(User.objects.all(), words, "display_name", "email")
    rows = list(found.order_by("display_name", "pk")[: NATIONAL_NUMBERS.found_max])
    exact = User.objects.filter(email=wanted).first()
    rows = [exact, *(one for one in rows if one != exact)] if exact else rows
    return rows, max(len(rows), found.count())


def shut_now(people: Iterable[User]) -> dict[int, Sanction]:
    """The measure that shuts each account now: a closing before a suspension; one query."""
    kinds = (SanctionKind.SUSPENSION, SanctionKind.CLOSING)
    rows = Sanction.objects.standing(timezone.now()).filter(person__in=people, kind__in=kinds)
    found = sorted(rows, key=lambda one: one.kind != SanctionKind.SUSPENSION)
    return {one.person_id: one for one in found if one.person_id is not None}


TOO_MANY = "Trop d’essais. Attendez une heure, ou écrivez-nous."


@only_for_team
def accounts(request: HttpRequest) -> HttpResponse:
    """Find a person by e-mail or name."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    found, count = people_found(form.cleaned_data["words"]) if form.is_valid() else (None, 0)
    shut = shut_now(found or [])
    lines = None if found is None else [(one, shut.get(one.pk)) for one in found]
    context = {"form": form, "found": lines, "count": count}
    context["is_cut"] = lines is not None and count > len(lines)
    return render(request, "guichets/national_team/accounts.html", context, status=form.http_status)


@require_safe
@only_for_team
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: who, for whom, what was decided about them, what the team did."""
    return _account(request, _person(request, pk))


@require_POST
@only_for_team
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a code to sign in."""
    person = _person(request, pk)
    form = ReasonForm(request.POST, prefix="code")
    if not form.saves(partial(send_code, actor=request.user, person=person), Refused):
        return _account(request, person, form, form.http_status)
    messages.success(request, "Le code est parti, à l’adresse de ce compte.")
    return redirect("national:account", pk=pk)


@require_POST
@only_for_team
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account for somebody who asked for it."""
    person = _person(request, pk)
    form = CloseForm(request.POST, prefix="close", person=person)

    def close_it(reason: str, **_: object) -> None:
        if why := why_kept(person):
            raise Refused(f"Ce compte ne peut pas être fermé : {why}")
        close_for(actor=request.user, person=person, reason=reason)

    if not form.saves(close_it, Refused):
        return _account(request, person, form, form.http_status)
    messages.success(request, "Le compte est fermé. Le journal garde votre raison.")
    return redirect("national:accounts")


@require_POST
@only_for_team
def role(request: HttpRequest, pk: int, membership: int) -> HttpResponse:
    """Give a role in an organisation."""
    person = _person(request, pk)
    mine, gone = person.memberships.select_related("organisation"), "Ce rôle n’existe plus."
    found = get_or_no_longer(mine, gone, "national:account", pk, pk=membership)
    form = RoleForm(request.POST, prefix=f"role-{found.pk}")
    if not form.saves(partial(give_role, actor=request.user, membership=found), Refused):
        return _account(request, person, form, form.http_status)
    messages.success(request, "C’est fait.")
    return redirect("national:account", pk=pk)


@require_safe
@only_for_team
def late(request: HttpRequest) -> HttpResponse:
    """Every late thing of every agency."""
    context = {"late": late_by_agency(timezone.now())}
    return render(request, "guichets/national_team/late.html", context)


@require_POST
@only_for_team
def remind_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind an agency of a case that is late."""
    found = get_object_or_404(Case, pk=pk)
    try:
        told = remind_of_case(actor=request.user, case=found)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"C’est relancé : {quantity(told, 'personne')}.")
    return redirect("national:late")


def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with the code that the team sent."""
    form = HelpCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not allow(request, action="help_code", rate=f"{NATIONAL_NUMBERS.tries_per_hour}/h"):
            form.add_error(None, TOO_MANY)
            return render(
                request, "guichets/national_team/sign_in.html", {"form": form}, status=429
            )
        try:
            person = use_code(**form.cleaned_data)
        except WrongCode as error:
            count_try(email=form.cleaned_data["email"])
            form.add_error("code", str(error))
        else:
            return perform_login(request, person, email_verification="none")
    page = "guichets/national_team/sign_in.html"
    return render(request, page, {"form": form}, status=form.http_status)


def _person(request: HttpRequest, pk: int) -> User:
    gone = "Ce compte n’existe plus : il est déjà fermé."
    return get_or_no_longer(User.objects.all(), gone, "national:accounts", pk=pk)


# What the team types about an account, and the code somebody received.


class SearchForm(PlainForm):
    """An address or a name: posted, so that no address is in an address bar or a log."""

    words = forms.CharField(
        label="Adresse électronique ou nom affiché",
        min_length=2,
        max_length=EMAIL_MAX,
        error_messages={"required": "Tapez une adresse ou un nom."},
    )


class ReasonForm(PlainForm):
    """Why one does it: the log keeps it."""

    reason = forms.CharField(
        label="Pourquoi ?",
        min_length=NATIONAL_NUMBERS.reason_min,
        max_length=NATIONAL_NUMBERS.reason_max,
        help_text="Écrit dans le journal. Par exemple : la personne a appelé le 3 mars.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": "Dites pourquoi : le journal le garde.",
            "min_length": "Dites-en un peu plus : "
            f"{quantity(NATIONAL_NUMBERS.reason_min, 'caractère')}.",
        },
    )


class CloseForm(ReasonForm):
    """Closing cannot be undone: the address is typed again."""

    email = forms.EmailField(
        label="Tapez l’adresse de ce compte pour confirmer",
        max_length=EMAIL_MAX,
        error_messages={"max_length": EMAIL_TOO_LONG},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if email != self.person.email:
            raise forms.ValidationError("Ce n’est pas l’adresse de ce compte.")
        return email


class RoleForm(ReasonForm):
    role = forms.ChoiceField(label="Rôle", choices=MembershipRole.choices)


class HelpCodeForm(PlainForm):
    """What somebody types who was helped."""

    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=EMAIL_MAX,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "Cette adresse n’a pas la bonne forme. Exemple : nom@exemple.fr",
            "max_length": EMAIL_TOO_LONG,
        },
    )
    code = forms.CharField(
        label="Code à six chiffres",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": "Tapez le code reçu par courriel."},
    )

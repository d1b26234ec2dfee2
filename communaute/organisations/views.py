"""One’s absences, and the invitations of an organisation, sent and answered."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from communaute.comptes.enums import MembershipRole
from communaute.comptes.errors import ModeratesAndOperates
from communaute.comptes.models import Organisation, User
from socle.errors import get_or_no_longer
from socle.forms import DayInput, PlainForm
from socle.ratelimit import allow

from . import invitations
from .absences import LAST_DAY, PAST_DAYS, absences_said, be_away, come_back
from .errors import AbsenceRefused, JoiningError, OtherAddress, Unusable
from .models import OrganisationInvitation
from .perms import (
    ABSENCE_NUMBERS,
    INVITATION_NUMBERS,
    can_accept,
    colleagues_who_may_stand_in,
    works_for_somebody,
)


@login_required
def absences(request: HttpRequest) -> HttpResponse:
    """Say when one is away, and who stands in."""
    user = request.user
    if not works_for_somebody(user):
        raise PermissionDenied("Cette page est celle des agences et de l’équipe nationale.")
    posted = request.POST if request.method == "POST" else None
    form = AbsenceForm(posted, colleagues=colleagues_who_may_stand_in(user))
    if form.saves(partial(be_away, actor=user), AbsenceRefused):
        messages.success(request, "C’est noté : votre absence est enregistrée.")
        return redirect("absences:list")
    context = {"form": form, "absences": absences_said(user, timezone.localdate())}
    return render(request, "organisations/absences/list.html", context, status=form.http_status)


@require_POST
@login_required
def back(request: HttpRequest, pk: int) -> HttpResponse:
    """Be back now."""
    if come_back(actor=request.user, absence_pk=pk):
        messages.success(request, "C’est noté : vous êtes de retour.")
    else:
        messages.info(request, "Cette absence était déjà terminée, ou retirée.")
    return redirect("absences:list")


BUSY = "Trop d’invitations à la suite. Réessayez dans une heure."


@login_required
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite an address to an organisation where one gives roles."""
    organisation = get_object_or_404(Organisation.objects.led_by(request.user), slug=slug)
    form = InviteForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            if _may_send(request):
                _send(request, organisation, **form.cleaned_data)
                return redirect("comptes:members", slug)
            form.add_error(None, BUSY)
            status = 429
        except (JoiningError, ModeratesAndOperates) as error:
            form.add_error("email", str(error))
            status = 409
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/invitations/invite.html", context, status=status)


@require_POST
@login_required
def send_again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Renew an invitation and send its mail again."""
    row = _mine(request, slug, pk)
    if row.accepted_at is not None:
        return _no_longer(request, slug)
    try:
        if _may_send(request):
            _send(request, row.organisation, email=row.email, role=row.role)
        else:
            messages.error(request, BUSY)
    except (JoiningError, ModeratesAndOperates) as error:
        messages.error(request, str(error))
    return redirect("comptes:members", slug)


@require_POST
@login_required
def take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    row = _mine(request, slug, pk)
    if row.accepted_at is not None:
        return _no_longer(request, slug)
    if not invitations.take_back(actor=request.user, invitation=row):
        return _no_longer(request, slug)
    messages.success(request, "L’invitation est retirée : son lien ne mène plus nulle part.")
    return redirect("comptes:members", slug)


def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites, where, with which role; accepted or refused by the account of the address."""
    try:
        found = invitations.find_invitation(token)
    except Unusable as problem:
        return _unusable(request, problem)
    if request.method == "POST" and not request.user.is_authenticated:
        return redirect_to_login(request.path)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _answer(request, token, found, form)
    context = {"invitation": found, "is_mine": can_accept(request.user, found), "form": form}
    return render(
        request,
        "organisations/invitations/invitation.html",
        context,
        status=422 if form.errors else 200,
    )


def _answer(
    request: HttpRequest, token: str, found: OrganisationInvitation, form: AnswerForm
) -> HttpResponse:
    try:
        invitations.answer(actor=request.user, token=token, accepts=form.accepts)
    except OtherAddress:
        context = {"invitation": found, "is_mine": False}
        return render(request, "organisations/invitations/invitation.html", context, status=409)
    except Unusable as problem:
        return _unusable(request, problem)
    except ModeratesAndOperates as error:
        form.add_error(None, str(error))
        context = {"invitation": found, "is_mine": True, "form": form}
        return render(request, "organisations/invitations/invitation.html", context, status=409)
    done = (
        f"Vous travaillez maintenant pour {found.organisation}."
        if form.accepts
        else (f"C’est noté : vous ne rejoignez pas {found.organisation}.")
    )
    messages.success(request, done)
    return redirect("comptes:home")


def _unusable(request: HttpRequest, problem: Unusable) -> HttpResponse:
    """Why; whoever is a member already finds the organisation again."""
    if request.user.is_authenticated and problem.organisation in request.user.organisations.all():
        messages.info(request, f"Vous travaillez déjà pour {problem.organisation}.")
        return redirect("comptes:home")
    context = {"problem": problem.why}
    template = "organisations/invitations/invitation.html"
    return render(request, template, context, status=404)


def _mine(request: HttpRequest, slug: str, pk: int) -> OrganisationInvitation:
    organisation = get_object_or_404(Organisation.objects.led_by(request.user), slug=slug)
    mine = organisation.invitations.select_related("organisation")
    gone = "Cette invitation n’attend plus : elle est refusée, ou déjà retirée."
    return get_or_no_longer(mine, gone, "comptes:members", organisation.slug, pk=pk)


def _no_longer(request: HttpRequest, slug: str) -> HttpResponse:
    messages.info(request, "Cette invitation a été acceptée : la personne est membre.")
    return redirect("comptes:members", slug)


def _may_send(request: HttpRequest) -> bool:
    return allow(request, action="organisation_invitation", rate=f"{INVITATION_NUMBERS.per_hour}/h")


def _send(request: HttpRequest, organisation: Organisation, *, email: str, role: str) -> None:
    sent = invitations.invite(actor=request.user, organisation=organisation, email=email, role=role)
    messages.success(
        request,
        f"L’invitation est partie à {sent.email}. "
        f"Elle vaut {INVITATION_NUMBERS.invitation_days} jours.",
    )


# The days one is away; who is invited, and what the person answers.


class AbsenceForm(PlainForm):
    starts_on = forms.DateField(label="Premier jour", widget=DayInput())
    ends_on = forms.DateField(label="Dernier jour", widget=DayInput())
    backup = forms.ModelChoiceField(
        label="Qui vous remplace ?",
        queryset=User.objects.none(),
        required=False,
        empty_label="Personne en particulier",
        help_text="Vos alertes de modération lui vont pendant ces jours. Vos dossiers de "
        "modération en cours lui sont confiés, et le restent.",
    )

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(pk__in=[one.pk for one in colleagues])
        self.fields["backup"].queryset = people  # type: ignore[attr-defined]

    def clean_starts_on(self) -> Any:
        """Not in years: its end is as near, for an absence has a longest one."""
        day = self.cleaned_data["starts_on"]
        if (day - timezone.localdate()).days > ABSENCE_NUMBERS.days_max:
            raise forms.ValidationError("Ce jour est trop lointain : vérifiez l’année.")
        return day

    def clean_ends_on(self) -> Any:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data["ends_on"]
        if first is not None and last < first:
            raise forms.ValidationError(LAST_DAY)
        if last < timezone.localdate():
            raise forms.ValidationError(PAST_DAYS)
        return last


class InviteForm(PlainForm):
    """An address and a role."""

    email = forms.EmailField(
        label="Son adresse électronique",
        help_text="Format attendu : nom@domaine.fr",
        max_length=254,
    )
    role = forms.ChoiceField(
        label="Son rôle",
        help_text="Une personne responsable invite, et donne les rôles.",
        choices=MembershipRole.choices,
        initial=MembershipRole.MEMBRE,
        widget=forms.RadioSelect,
    )


class AnswerForm(PlainForm):
    """Accept or refuse."""

    reponse = forms.ChoiceField(
        label="Votre réponse",
        choices=[("accepter", "Accepter"), ("refuser", "Refuser")],
        widget=forms.HiddenInput,
    )

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["reponse"] == "accepter")

"""The personal pages: the account and its name; the members of an organisation."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from socle.accent_search import folded_matches
from socle.errors import NoLonger, get_or_no_longer
from socle.numbers import quantity

from . import services
from .enums import MembershipRole, OrganisationKind
from .errors import LastLead, NotThere, ProtectionAwaited
from .forms import OnCallForm, OrganisationSearchForm, ProfileForm, RoleForm
from .menus import acts_of
from .models import Membership, Organisation
from .perms import (
    can_give_roles,
    is_last_lead,
    leads_something,
    remember_memberships,
    would_speak_for_others,
)
from .services import change_role, leave_organisation, put_on_call, remove_member
from .sessions import services as sessions_services

PAGE_SIZE = 25


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What waits for one's act, the doors of the account, the organisations one works for."""
    memberships = list(Membership.objects.for_account(request.user))
    remember_memberships(request.user, memberships)
    return render(
        request,
        "comptes/home.html",
        {
            "memberships": memberships,
            "acts": acts_of(request.user),
        },
    )


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Change the name others see; ways to the address and the password."""
    user = request.user
    form = ProfileForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        services.change_display_name(actor=user, display_name=form.cleaned_data["display_name"])
        messages.success(request, "C’est fait : ce nom apparaît maintenant à côté de vos messages.")
        return redirect("comptes:profile")
    status = 422 if form.errors else 200
    return render(request, "comptes/profile.html", {"form": form}, status=status)


@require_safe
@login_required
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations where one may give roles."""
    if not leads_something(request.user):
        raise PermissionDenied("Cette page est réservée aux responsables d’une organisation.")
    form = OrganisationSearchForm(request.GET)
    query, number = form.found()
    rows = Organisation.objects.led_by(request.user)
    if query:
        rows = folded_matches(rows, query, "name")
    page = Paginator(rows, PAGE_SIZE).get_page(number)
    return render(request, "comptes/organisations.html", {"page_obj": page, "query": query})


@require_safe
@login_required
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """The members of one organisation, with their role."""
    return _page(request, _organisation(request, slug))


def _no_member(request: HttpRequest, slug: str) -> HttpResponse:
    """A colleague took them out, or they left, since the page was shown."""
    messages.info(request, "Cette personne n’est plus membre : voici les membres.")
    return redirect("comptes:members", slug)


@require_POST
@login_required
def member_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give a member a role."""
    organisation = _organisation(request, slug)
    membership = organisation.memberships.filter(pk=pk).first()
    if membership is None:
        return _no_member(request, slug)
    form = RoleForm(request.POST)
    change = partial(change_role, actor=request.user, membership=membership)
    if not form.saves(change, LastLead):
        return _page(request, organisation, form, status=form.http_status)
    changed = form.saved
    messages.success(
        request, f"{changed.user.public_name} a maintenant le rôle : {changed.get_role_display()}."
    )
    if not can_give_roles(request.user, organisation):  # one's own role, given up
        return redirect("comptes:home")
    return redirect("comptes:members", organisation.slug)


@require_POST
@login_required
def on_call(request: HttpRequest, slug: str) -> HttpResponse:
    """Say whom an agency has told at night."""
    agencies = Organisation.objects.led_by(request.user).filter(kind=OrganisationKind.AGENCE)
    agency = get_object_or_404(agencies, slug=slug)
    form = OnCallForm(request.POST, organisation=agency)

    def put(membre: Membership | None, version: str) -> None:
        put_on_call(actor=request.user, organisation=agency, membership=membre, version=version)

    if not form.saves(put, NotThere, field="membre"):
        return _page(request, agency, on_call_form=form, status=form.http_status)
    member = form.cleaned_data["membre"]
    who = f"{member.user.public_name} est" if member else "Personne n’est"
    messages.success(request, f"C’est noté : {who} d’astreinte la nuit.")
    return redirect("comptes:members", slug)


@login_required
def member_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask, then take a colleague out of an organisation; oneself, by leaving it."""
    organisation, actor = _organisation(request, slug), request.user
    membership = organisation.memberships.select_related("user").filter(pk=pk).first()
    if membership is None:
        return _no_member(request, slug)
    if membership.user_id == actor.pk:
        return redirect("comptes:leave", slug)
    status = 200
    if request.method == "POST":
        try:
            remove_member(actor=actor, organisation=organisation, member=membership.user)
        except LastLead:
            status = 409
        else:
            name = membership.user.public_name
            messages.success(request, f"{name} n’est plus membre : ce qui lui était confié attend.")
            return redirect("comptes:members", slug)
    context = {
        "organisation": organisation,
        "person": membership.user,
        "is_last": is_last_lead(membership),
    }
    return render(request, "comptes/remove.html", context, status=status)


@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, then leave an organisation one works for."""
    person = request.user
    if would_speak_for_others(person):
        raise ProtectionAwaited
    mine = Membership.objects.filter(user=person).select_related("organisation")
    gone = "Vous ne travaillez pas, ou plus, pour cette organisation."
    membership = get_or_no_longer(mine, gone, "comptes:home", organisation__slug=slug)
    organisation, status = membership.organisation, 200
    if request.method == "POST":
        try:
            if not leave_organisation(actor=person, organisation=organisation):
                raise NoLonger(gone, reverse("comptes:home"))
            messages.success(request, f"Vous ne travaillez plus pour {organisation}.")
            return redirect("comptes:home")
        except LastLead:
            status = 409
    context = {"organisation": organisation, "is_last": is_last_lead(membership)}
    return render(request, "comptes/leave.html", context, status=status)


def _organisation(request: HttpRequest, slug: str) -> Organisation:
    return get_object_or_404(Organisation.objects.led_by(request.user), slug=slug)


def _page(
    request: HttpRequest,
    organisation: Organisation,
    form: RoleForm | None = None,
    status: int = 200,
    on_call_form: OnCallForm | None = None,
) -> HttpResponse:
    rows = organisation.memberships.select_related("user").order_by("user__display_name", "pk")
    context = {
        "organisation": organisation,
        "members": rows,
        "leads": sum(one.role == MembershipRole.RESPONSABLE for one in rows),
        "changes": organisation.role_changes.all()[:PAGE_SIZE],
        "form": form or RoleForm(),
        "on_call_form": on_call_form or OnCallForm(organisation=organisation),
    }
    return render(request, "comptes/members.html", context, status=status)


@require_POST
@login_required
def close(request: HttpRequest, name: str) -> HttpResponse:
    """One of them; closed already, it stays so."""
    sessions_services.close(actor=request.user, name=name)
    messages.success(request, "C’est fait : cet appareil n’est plus connecté.")
    return redirect("mfa_index")


@require_POST
@login_required
def close_others(request: HttpRequest) -> HttpResponse:
    """All but this one."""
    kept = request.session.session_key or ""
    closed = sessions_services.close_others(actor=request.user, kept=kept)
    said = f"C’est fait : {quantity(closed, 'connexion')} en moins." if closed else ""
    messages.success(request, said or "Votre compte n’était ouvert nulle part ailleurs.")
    return redirect("mfa_index")

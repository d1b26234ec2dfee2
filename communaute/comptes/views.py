"""The personal pages: the account and its name."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from . import services
from .forms import ProfileForm
from .menus import entries_for
from .models import Membership, User
from .perms import remember_memberships
from .waiting import acts_of


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
            "entries": entries_for(request.user),
            "acts": acts_of(request.user),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Change the name others see; ways to the address and the password."""
    user = cast(User, request.user)
    form = ProfileForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        services.change_display_name(actor=user, display_name=form.cleaned_data["display_name"])
        messages.success(request, "C’est fait : ce nom apparaît maintenant à côté de vos messages.")
        return redirect("comptes:profile")
    status = 422 if form.errors else 200
    return render(request, "comptes/profile.html", {"form": form}, status=status)

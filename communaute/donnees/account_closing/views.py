"""Closing one’s account, and changing one’s mind."""

from typing import cast

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from communaute.comptes import closing
from communaute.comptes.errors import ClosingRefused
from communaute.comptes.models import User
from communaute.comptes.reauthentication.lately import confirmed_lately

from . import services
from .forms import LeavingForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@confirmed_lately
def close(request: HttpRequest) -> HttpResponse:
    """Close one's account, after a page that says what is erased, what stays and what is kept."""
    user = cast("User", request.user)
    form = LeavingForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    obstacle = closing.obstacle_of(user)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.leave(actor=user, texts=data["textes"], review=data["relire"])
        except ClosingRefused as error:
            obstacle, status = str(error), 409
        else:
            logout(request)
            return redirect("donnees:closed")
    context = {"form": form, "parts": closing.parts(), "obstacle": obstacle}
    return render(request, "donnees/close.html", context, status=status)


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Said once the account is closed to others."""
    return render(request, "donnees/closed.html")


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, token: str) -> HttpResponse:
    """Keep one's account after all, by the link of the mail, signed out."""
    row = services.find_departure(token)
    if row is None:
        return render(request, "donnees/taken_back.html", {"is_too_late": True}, status=404)
    if request.method != "POST":
        return render(request, "donnees/take_back.html", {"row": row})
    services.take_back(person=row.user)
    return render(request, "donnees/taken_back.html")

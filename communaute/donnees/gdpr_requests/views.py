"""Correcting, objecting: what one does oneself, and what one asks of the service."""

from http import HTTPStatus
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cms.numbers import PAGE_NUMBERS
from cms.pages.models import ContactMessage
from cms.site.feedback import finished
from communaute.comptes.models import User
from socle.ratelimit import allow

from ..enums import Right
from . import services
from .forms import RightForm

TOO_MANY = (
    "Vous avez déjà envoyé plusieurs demandes. Attendez une heure, puis renvoyez celle-ci : elle "
    "reste écrite ci-dessous."
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest) -> HttpResponse:
    """Ask to correct or to object; then read the request, dated, among one’s own data."""
    form = RightForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if form.is_valid():
        if _may_ask(request):
            right, text = Right(form.cleaned_data["droit"]), form.cleaned_data["texte"]
            services.ask_right(actor=cast("User", request.user), right=right, text=text)
            finished(
                request,
                "Votre demande est enregistrée : la voici. Une personne y répond dans le mois, à "
                "l’adresse de votre compte.",
            )
            return redirect("donnees:rows", ContactMessage._meta.label_lower.replace(".", "-"))
        form.add_error(None, TOO_MANY)
        status = HTTPStatus.TOO_MANY_REQUESTS
    return render(request, "donnees/right.html", {"form": form}, status=status)


def _may_ask(request: HttpRequest) -> bool:
    rates = (f"{PAGE_NUMBERS.messages_an_hour}/h", f"{PAGE_NUMBERS.messages_a_day}/d")
    return all(allow(request, action="data_right", rate=rate) for rate in rates)

"""Changing the organisation one acts for: the same at every desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from .access import DESKS, choose
from .forms import ActingForm


@require_POST
@login_required
def act_for(request: HttpRequest) -> HttpResponse:
    """Act for another of one’s organisations, then the page one comes from, or its desk."""
    form = ActingForm(request.POST, user=request.user)
    if not form.is_valid():
        messages.error(request, "Vous ne travaillez plus pour cet organisme.")
        return redirect("comptes:home")
    organisation, next_page = form.cleaned_data["organisme"], form.cleaned_data["suite"]
    choose(request, organisation)
    messages.success(request, f"Vous agissez maintenant pour {organisation}.")
    if url_has_allowed_host_and_scheme(next_page, allowed_hosts=None):
        return HttpResponseRedirect(next_page)
    return redirect(DESKS[organisation.kind])

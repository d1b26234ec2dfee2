"""Who holds a case: take it, give it back, pass it on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from communaute.moderation.errors import HeldByColleagueError, ModerationError, StaleCaseError
from communaute.moderation.models import Case
from communaute.moderation.services import claim_case, entrust, passing_choices, release_case

from ..forms import HandOverForm
from .acts import on_a_case, signed_in_act


@signed_in_act
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a case; `reprendre` takes it over from the colleague who holds it."""
    found = _case(request, pk)
    try:
        claim_case(actor=request.user, case=found, take_over="reprendre" in request.POST)  # type: ignore[arg-type]
    except (StaleCaseError, HeldByColleagueError) as error:
        messages.warning(request, str(error))
    return redirect(found)


@signed_in_act
def release(request: HttpRequest, pk: int) -> HttpResponse:
    release_case(actor=request.user, case=_case(request, pk))  # type: ignore[arg-type]
    messages.success(request, "Le dossier est de nouveau dans la file.")
    return redirect("moderation:queue")


@require_http_methods(["GET", "HEAD", "POST"])
@on_a_case
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass a case on: to a colleague, the lead, a neighbour agency or the national team."""
    found = _case(request, pk)
    choices = passing_choices(request.user, found)  # type: ignore[arg-type]
    posted = request.POST if request.method == "POST" else None
    form = HandOverForm(posted, choices=choices)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            entrust(actor=request.user, case=found, **form.cleaned_data)  # type: ignore[arg-type]
        except ModerationError as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, "C’est transmis. La raison est au journal du dossier.")
            return redirect("moderation:queue")
    page = {"case": found, "form": form, "choices": choices}
    return render(request, "moderation/hand_over.html", page, status=status)


def _case(request: HttpRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.user).for_list(), pk=pk)

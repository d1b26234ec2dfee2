"""A retour d’expérience, as those who verify read it again: its figures, the decision."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communaute.comptes.models import User
from communaute.moderation.prescreening.personal import find_contacts
from socle.uploads import read_private

from ..errors import CoproprieteError
from ..models import Figure, RetourExperience
from ..querysets import RetourQuerySet
from . import review as services
from .changes import changes_of
from .figures import figures_in_order
from .forms import FigureCheckForm, ReviewForm
from .moderated import as_text
from .plausibility import unusual_of
from .views import address_of, answer

INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def review(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Read a proposed sheet, verify its figures, publish it or send it back."""
    retour = _reviewed(request).filter(copropriete=pk).latest_first().first()
    if retour is None:
        raise Http404
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _decide(request, form, retour):
        return redirect("ambassadeurs:review_list")
    context = {
        "form": form,
        "retour": retour,
        "copropriete": retour.copropriete,
        "figures": figures_in_order(retour),
        "changes": changes_of(retour),
        "unusual": unusual_of(retour),
        "contacts": [one.text for one in find_contacts(as_text(retour))],
    }
    status = INVALID if form.errors else 200
    return render(request, "coproprietes/retour_review.html", context, status=status)


def _decide(request: HttpRequest, form: ReviewForm, retour: RetourExperience) -> bool:
    actor = cast(User, request.user)
    try:
        if form.publishes:
            services.publish(actor=actor, retour=retour)
            messages.success(request, "Le retour d’expérience est en ligne.")
        else:
            services.return_with_note(actor=actor, retour=retour, note=form.cleaned_data["note"])
            messages.success(request, "Le texte et votre remarque sont renvoyés à son auteur.")
    except CoproprieteError as error:
        form.add_error(None, str(error))
        return False
    return True


@require_POST
@login_required
def verify_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what document shows a figure."""
    rows = Figure.objects.select_related("retour__copropriete")
    figure = get_object_or_404(rows.filter(retour__in=_reviewed(request)), pk=pk)
    form = FigureCheckForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["proof_kind"][0])
        return redirect("ambassadeurs:retour_review", *address_of(figure.retour))
    return answer(
        request,
        lambda: services.verify_figure(
            actor=cast(User, request.user),
            figure=figure,
            proof_kind=form.cleaned_data["proof_kind"],
        ),
        "Le chiffre est marqué « vérifié ».",
        figure.retour,
        "retour_review",
    )


@require_safe
@login_required
def figure_proof(request: HttpRequest, pk: int) -> FileResponse:
    """The document of a figure, for who reviews; never shown inside the browser."""
    rows = Figure.objects.filter(retour__in=_reviewed(request)).exclude(proof="")
    figure = get_object_or_404(rows, pk=pk)
    response = FileResponse(
        read_private(figure.proof), as_attachment=True, filename=figure.proof_name
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _reviewed(request: HttpRequest) -> RetourQuerySet:
    return (
        RetourExperience.objects.reviewable_by(request.user)
        .in_review()
        .for_review()
        .prefetch_related("figures", "photos")
    )

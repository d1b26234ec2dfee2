"""A retour d’expérience, as those who verify read it again: its figures, the decision."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from communaute.moderation.prescreening.personal import find_contacts
from socle.forms import all_errors
from socle.uploads import read_private

from ..errors import CoproprieteError, RetourClosed
from ..models import Figure, RetourExperience
from ..querysets import RetourQuerySet
from . import review as services
from .figures import figures_in_order
from .forms import FigureCheckForm, ReviewForm
from .plausibility import unusual_of
from .review import as_text, changes_of
from .services import speaking_for
from .views import address_of, answer

ONLINE = "Le retour d’expérience est en ligne."
NOT_READ = (
    "Le retour d’expérience est accepté. Personne ne parle plus pour cet immeuble, et sa page "
    "n’est plus publique : on le lira quand quelqu’un parlera de nouveau pour lui."
)
RETURNED = "Le texte et votre remarque sont renvoyés à qui parle pour cet immeuble."
NOT_RETURNED = (
    "Le texte n’est pas publié. Personne ne parle plus pour cet immeuble : votre remarque attend "
    "que quelqu’un parle de nouveau pour lui."
)


@login_required
def review(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Read a proposed sheet, verify its figures, publish it or send it back."""
    retour = _reviewed(request).filter(copropriete=pk).latest_first().first()
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if retour is None:
        asked = _asked(request).filter(copropriete=pk).latest_first()
        note = form.cleaned_data.get("note", "") if form.is_valid() else ""
        return _already(request, asked.first(), note)
    form.initial["version"] = services.version_of_proposal(retour)
    is_settled = retour.is_published and retour.reviewed_by != request.user
    if form.is_valid() and is_settled:
        said = f"{_who(request, retour)} mis ce retour en ligne : rien n’a changé."
        form.refuse(RetourClosed(said))
    elif form.saves(partial(_decide, request, form, retour), CoproprieteError):
        return redirect("ambassadeurs:review_list")
    context = {
        "form": form,
        "retour": retour,
        "copropriete": retour.copropriete,
        "figures": [(one, services.version_of_figure(one)) for one in figures_in_order(retour)],
        "changes": changes_of(retour),
        "unusual": unusual_of(retour),
        "contacts": [one.text for one in find_contacts(as_text(retour))],
    }
    return render(request, "coproprietes/retour_review.html", context, status=form.http_status)


def _asked(request: HttpRequest) -> RetourQuerySet:
    """What this person was asked to read, whatever became of it."""
    mine = RetourExperience.objects.reviewable_by(request.user).filter(proposed_at__isnull=False)
    return mine.select_related("reviewed_by")


def _already(request: HttpRequest, retour: RetourExperience | None, note: str = "") -> HttpResponse:
    """Somebody sent the sheet back, or its author took it back: a note that was typed is given
    back. 404 when nothing was ever asked."""
    if retour is None:
        raise Http404
    said = "Ce retour n’attend plus de relecture."
    if retour.is_draft and retour.review_note:
        said = f"{_who(request, retour)} renvoyé ce texte à son auteur."
    if note:
        said += f" Votre remarque n’est pas partie : « {note} »"
    messages.warning(request, said)
    return redirect("ambassadeurs:review_list")


def _who(request: HttpRequest, retour: RetourExperience) -> str:
    """Who decided of it, as the beginning of a sentence."""
    if retour.reviewed_by is None:
        return "Un collègue a déjà"
    if retour.reviewed_by == request.user:
        return "Vous avez déjà"
    return f"Votre collègue {retour.reviewed_by.public_name} a déjà"


def _decide(
    request: HttpRequest,
    form: ReviewForm,
    retour: RetourExperience,
    *,
    note: str,
    version: str,
    **_: object,
) -> None:
    actor = request.user
    if form.publishes:
        sheet = services.publish(actor=actor, retour=retour, version=version)
        messages.success(request, ONLINE if services.is_read(sheet) else NOT_READ)
    else:
        sheet = services.return_with_note(actor=actor, retour=retour, note=note, version=version)
        messages.success(request, RETURNED if speaking_for(sheet) else NOT_RETURNED)


@require_POST
@login_required
def verify_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what document shows a figure."""
    rows = Figure.objects.select_related("retour__copropriete")
    figure = rows.filter(retour__in=_reviewed(request), pk=pk).first()
    if figure is None:
        return _already(request, _asked(request).filter(figures=pk).first())
    form = FigureCheckForm(request.POST)
    if not form.is_valid():
        messages.error(request, all_errors(form))
        return redirect("ambassadeurs:retour_review", *address_of(figure.retour))
    return answer(
        request,
        lambda: services.verify_figure(
            actor=request.user,
            figure=figure,
            **form.cleaned_data,
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

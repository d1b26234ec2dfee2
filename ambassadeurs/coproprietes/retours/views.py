"""The retour d’expérience: written by the ambassador, read again by those who verify."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communaute.comptes.models import User
from socle.uploads import read_private

from ..answers import answers_of
from ..errors import CoproprieteError, RetourClosed
from ..models import Copropriete, Figure, Photo, RetourExperience
from ..perms import can_read_retour, can_write_retour
from . import services
from .figures import figure_lines
from .forms import FigureProofForm, PhotoForm, RetourForm, ReviewForm

INVALID = 422
PHOTO_SECONDS = 3600


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The sheet to fill: saved by a button, as far as it goes."""
    copropriete = _written(request, pk)
    retour = _sheet(copropriete)
    if retour is not None and not retour.is_draft:
        return render(
            request,
            "coproprietes/retour_closed.html",
            {"copropriete": copropriete, "retour": retour},
        )
    form = RetourForm(request.POST if request.method == "POST" else None, retour=retour)
    if form.is_valid() and _save(request, form, copropriete):
        target = "retour_preview" if "preview" in request.POST else "retour_edit"
        return redirect(f"ambassadeurs:{target}", pk=pk, slug=slug)
    context = {
        "copropriete": copropriete,
        "retour": retour,
        "form": form,
        "photo_form": PhotoForm(prefix="photo"),
    }
    status = INVALID if form.errors else 200
    return render(request, "coproprietes/retour_edit.html", context, status=status)


def _save(request: HttpRequest, form: RetourForm, copropriete: Copropriete) -> bool:
    try:
        services.save_draft(
            actor=cast(User, request.user),
            copropriete=copropriete,
            story=form.story,
            months_from_idea=form.cleaned_data["months_from_idea"],
            figures=form.figures,
        )
    except CoproprieteError as error:
        form.add_error(None, str(error))
        return False
    if "preview" not in request.POST:
        messages.success(request, "Votre brouillon est enregistré. Vous seul le voyez.")
    return True


@require_safe
@login_required
def preview(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The page as it will be."""
    copropriete = _written(request, pk)
    retour = _sheet(copropriete)
    if retour is None:
        raise Http404
    context = {
        "copropriete": copropriete,
        "retour": retour,
        "figure_lines": figure_lines(retour),
        "answers": answers_of(copropriete),
        "preview": True,
    }
    return render(request, "coproprietes/retour_preview.html", context)


@require_POST
@login_required
def add_photo(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Add one photo; the sheet is created if it was not yet."""
    copropriete = _written(request, pk)
    retour = _sheet(copropriete)
    form = PhotoForm(request.POST, request.FILES, prefix="photo")
    if form.is_valid():
        try:
            services.add_photo(
                actor=cast(User, request.user),
                retour=retour or _empty_sheet(request, copropriete),
                photo=form.cleaned_data["image"],
                alt=form.cleaned_data["alt"],
            )
        except RetourClosed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "La photo est ajoutée à votre brouillon.")
            return redirect("ambassadeurs:retour_edit", pk=pk, slug=slug)
    context = {
        "copropriete": copropriete,
        "retour": retour,
        "form": RetourForm(retour=retour),
        "photo_form": form,
    }
    return render(request, "coproprietes/retour_edit.html", context, status=INVALID)


def _empty_sheet(request: HttpRequest, copropriete: Copropriete) -> RetourExperience:
    return services.save_draft(
        actor=cast(User, request.user),
        copropriete=copropriete,
        story=dict.fromkeys(services.STORY, ""),
        months_from_idea=None,
        figures={},
    )


@require_POST
@login_required
def remove_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one photo."""
    photo = get_object_or_404(Photo.objects.select_related("retour__copropriete"), pk=pk)
    _written(request, photo.retour.copropriete_id)
    return _do(
        request,
        lambda: services.remove_photo(actor=cast(User, request.user), photo=photo),
        "La photo est retirée.",
        photo.retour,
        "retour_edit",
    )


@require_POST
@login_required
def propose(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask for a review."""
    retour = _own_sheet(request, pk)
    return _do(
        request,
        lambda: services.propose(actor=cast(User, request.user), retour=retour),
        "C’est parti. L’agence locale, ou l’équipe nationale, relit votre retour. "
        "Un courriel vous dit la suite.",
        retour,
        "retour_preview",
    )


@require_POST
@login_required
def take_back(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Back to a draft."""
    retour = _own_sheet(request, pk)
    return _do(
        request,
        lambda: services.take_back(actor=cast(User, request.user), retour=retour),
        "Votre retour est de nouveau un brouillon. Proposez-le quand il est prêt.",
        retour,
        "retour_edit",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def review(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Read a proposed sheet, verify its figures, publish it or send it back."""
    retour = get_object_or_404(_reviewed(request), copropriete=pk)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _decide(request, form, retour):
        return redirect("ambassadeurs:review_list")
    context = {
        "form": form,
        "retour": retour,
        "copropriete": retour.copropriete,
        "figure_lines": figure_lines(retour),
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
    form = FigureProofForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["proof_kind"][0])
        return redirect("ambassadeurs:retour_review", *_address(figure.retour))
    return _do(
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
def photo(request: HttpRequest, pk: int) -> FileResponse:
    """A photo: for everybody once its sheet is published, for its writers and reviewers before."""
    row = get_object_or_404(Photo.objects.select_related("retour__copropriete__commune"), pk=pk)
    if not can_read_retour(request.user, row.retour):
        raise Http404
    response = FileResponse(read_private(row.image), filename=row.image.name)
    public = row.retour.is_published
    response["Cache-Control"] = f"private, max-age={PHOTO_SECONDS}" if public else "no-store"
    return response


def _written(request: HttpRequest, pk: int) -> Copropriete:
    """A copropriété this person writes for; nothing is said of the others."""
    rows = Copropriete.objects.with_public_ambassadors().for_page()
    copropriete = get_object_or_404(rows, pk=pk)
    if not can_write_retour(request.user, copropriete):
        raise Http404
    return copropriete


def _sheet(copropriete: Copropriete) -> RetourExperience | None:
    rows = RetourExperience.objects.filter(copropriete=copropriete).for_page()
    return rows.first()


def _own_sheet(request: HttpRequest, pk: int) -> RetourExperience:
    return get_object_or_404(RetourExperience, copropriete=_written(request, pk))


def _reviewed(request: HttpRequest) -> Any:
    return (
        RetourExperience.objects.reviewable_by(request.user)
        .in_review()
        .for_review()
        .prefetch_related("figures", "photos")
    )


def _address(retour: RetourExperience) -> tuple[int, str]:
    return retour.copropriete_id, retour.copropriete.slug


def _do(
    request: HttpRequest,
    act: Callable[[], object],
    done: str,
    retour: RetourExperience,
    target: str,
) -> HttpResponse:
    try:
        act()
    except CoproprieteError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(f"ambassadeurs:{target}", *_address(retour))

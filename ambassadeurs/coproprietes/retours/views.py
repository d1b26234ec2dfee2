"""The retour d’expérience, as the ambassador writes it; its photos."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from communaute.notifications.preferences.services import comes_by
from socle.errors import ChangedMeanwhile, NoLonger
from socle.forms import typed_in
from socle.uploads import read_private

from ..ambassador_rank import answers_of
from ..errors import CoproprieteError, RetourClosed
from ..models import Copropriete, Photo, RetourExperience
from ..perms import can_read_retour, can_write_retour
from . import services
from .figures import figure_lines
from .forms import FigureProofForm, PhotoForm, RetourForm

INVALID = 422
PHOTO_SECONDS = 3600


@login_required
def edit(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The sheet to fill: saved by a button, as far as it goes."""
    copropriete = _written(request, pk)
    retour = _sheet(copropriete)
    form = RetourForm(
        request.POST if request.method == "POST" else None,
        copropriete=copropriete,
        retour=retour,
        initial={"quote": copropriete.quote},
    )
    if retour is not None and not retour.is_draft:
        return render(
            request,
            "coproprietes/retour_closed.html",
            {
                "copropriete": copropriete,
                "retour": retour,
                "form": form,
                "typed": typed_in(form.fields, request.POST),
            },
            status=409 if form.is_bound else 200,
        )
    if _saves(request, form, copropriete):
        target = "retour_preview" if "preview" in request.POST else "retour_edit"
        return redirect(f"ambassadeurs:{target}", pk=pk, slug=slug)
    if form.has_changed_meanwhile:
        retour = _sheet(copropriete)
    return _edit_page(request, copropriete, retour, form.http_status, form=form)


def _edit_page(
    request: HttpRequest,
    copropriete: Copropriete,
    retour: RetourExperience | None,
    status: int = INVALID,
    **given: object,
) -> HttpResponse:
    """The sheet with its three forms, blank where none is given."""
    context = {
        "copropriete": copropriete,
        "retour": retour,
        "form": RetourForm(copropriete=copropriete, retour=retour),
        "photo_form": PhotoForm(prefix="photo"),
        "proof_form": FigureProofForm(prefix="preuve", retour=retour),
    } | given
    # Its buttons send the text typed above too: see `_refused_text`.
    for form in (context["photo_form"], context["proof_form"]):
        for field in form.fields.values():
            field.widget.attrs["form"] = "fiche"
    return render(request, "coproprietes/retour_edit.html", context, status=status)


def _refused_text(
    request: HttpRequest, copropriete: Copropriete, **beside: Form
) -> HttpResponse | None:
    """Keep the text that came with a photo or a document; the page again when it is refused."""
    retour = _sheet(copropriete)
    if "version" not in request.POST or (retour is not None and not retour.is_draft):
        return None
    form = RetourForm(request.POST, copropriete=copropriete, retour=retour)
    if _saves(request, form, copropriete):
        return None
    for other in beside.values():
        other.add_error(None, "Corrigez d’abord le texte, puis choisissez de nouveau ce fichier.")
    return _edit_page(
        request, copropriete, _sheet(copropriete), form.http_status, form=form, **beside
    )


def _saves(request: HttpRequest, form: RetourForm, copropriete: Copropriete) -> bool:
    def save(**told: Any) -> None:
        services.save_draft(
            actor=request.user,
            copropriete=copropriete,
            story=form.story,
            figures=form.figures,
            **{name: told[name] for name in ("quote", "months_from_idea", "again", "version")},
        )

    is_saved = form.saves(save, CoproprieteError)
    if is_saved and "preview" not in request.POST:
        messages.success(
            request,
            "Votre brouillon est enregistré. Seuls les ambassadeurs de l’immeuble le voient.",
        )
    return is_saved


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
        "quote": retour.quote,
    }
    return render(request, "coproprietes/retour_preview.html", context)


@require_POST
@login_required
def add_photo(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Add one photo, the text kept; the sheet is created if it was not yet."""
    copropriete = _written(request, pk)
    form = PhotoForm(request.POST, request.FILES, prefix="photo")
    if refused := _refused_text(request, copropriete, photo_form=form):
        return refused
    retour = _sheet(copropriete)
    if form.is_valid():
        try:
            services.add_photo(
                actor=request.user,
                retour=retour or _empty_sheet(request, copropriete),
                photo=form.cleaned_data["image"],
                alt=form.cleaned_data["alt"],
            )
        except RetourClosed as error:
            form.refuse(error)
        else:
            messages.success(request, "La photo est ajoutée à votre brouillon.")
            return redirect("ambassadeurs:retour_edit", pk=pk, slug=slug)
    return _edit_page(request, copropriete, retour, form.http_status, photo_form=form)


@require_POST
@login_required
def attach_proof(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Attach the document that shows a figure, the text kept."""
    copropriete = _written(request, pk)

    def proof_form() -> FigureProofForm:
        retour = _sheet(copropriete)
        return FigureProofForm(request.POST, request.FILES, prefix="preuve", retour=retour)

    if refused := _refused_text(request, copropriete, proof_form=proof_form()):
        return refused
    # Figures that changed are others.
    retour, form = _sheet(copropriete), proof_form()
    if not form.is_valid():
        return _edit_page(request, copropriete, retour, proof_form=form)
    figure = form.cleaned_data["figure"]
    return answer(
        request,
        lambda: services.attach_proof(
            actor=request.user, figure=figure, document=form.cleaned_data["document"]
        ),
        "Le document est joint. Seuls ceux qui relisent le voient.",
        figure.retour,
        "retour_edit",
    )


def _empty_sheet(request: HttpRequest, copropriete: Copropriete) -> RetourExperience:
    return services.save_draft(
        actor=request.user,
        copropriete=copropriete,
        story=dict.fromkeys(services.STORY, ""),
        quote=copropriete.quote,
        months_from_idea=None,
        figures={},
    )


@require_POST
@login_required
def remove_photo(request: HttpRequest, pk: int, slug: str, photo: int) -> HttpResponse:
    """Remove one photo, the text kept."""
    copropriete = _written(request, pk)
    if refused := _refused_text(request, copropriete):
        return refused
    rows = Photo.objects.select_related("retour__copropriete").filter(retour__copropriete=pk)
    row = rows.filter(pk=photo).first()
    if row is None:
        messages.info(request, "Cette photo était déjà retirée.")
        return redirect("ambassadeurs:retour_edit", pk, slug)
    return answer(
        request,
        lambda: services.remove_photo(actor=request.user, photo=row),
        "La photo est retirée.",
        row.retour,
        "retour_edit",
    )


@require_POST
@login_required
def propose(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Ask for a review."""
    retour = _own_sheet(request, pk)
    published = comes_by(request.user, "coproprietes.retour_published", it="le")
    returned = comes_by(request.user, "coproprietes.retour_returned", it="le")
    return answer(
        request,
        lambda: services.propose(actor=request.user, retour=retour),
        "C’est parti. L’agence locale, ou l’équipe nationale, relit votre retour. "
        f"Publié : {published}. Renvoyé avec une remarque : {returned}.",
        retour,
        "retour_preview",
    )


@require_POST
@login_required
def take_back(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Write again: the proposed draft, or a revision of what is online, which stays."""
    retour = _own_sheet(request, pk)
    return answer(
        request,
        lambda: services.take_back(actor=request.user, retour=retour),
        "Vous pouvez modifier votre retour. Proposez-le quand il est prêt.",
        retour,
        "retour_edit",
    )


@require_POST
@login_required
def drop(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Give up the changes to what is online."""
    retour = _own_sheet(request, pk)
    return answer(
        request,
        lambda: services.drop_revision(actor=request.user, retour=retour),
        "Vos changements sont abandonnés. La page en ligne n’a pas changé.",
        retour,
        "retour_edit",
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


PAGE_HIDDEN = (
    "La page de cet immeuble est masquée par la modération : vous raconterez votre raccordement "
    "quand elle sera de nouveau en ligne."
)


def _written(request: HttpRequest, pk: int) -> Copropriete:
    """A copropriété this person writes for, whose page moderation does not hide; nothing is said of
    the others. Raises NoLonger."""
    rows = Copropriete.objects.spoken_for().for_page()
    copropriete = rows.filter(pk=pk).first()
    if copropriete is None or not can_write_retour(request.user, copropriete):
        message = "Vous n’avez pas de mandat d’ambassadeur en cours pour cet immeuble."
        raise NoLonger(message, reverse("ambassadeurs:mandate"))
    if copropriete.page_hidden_at is not None:
        raise NoLonger(PAGE_HIDDEN, reverse("ambassadeurs:mandate"))
    return copropriete


def _sheet(copropriete: Copropriete) -> RetourExperience | None:
    """The revision begun, else the sheet."""
    rows = RetourExperience.objects.filter(copropriete=copropriete).for_page()
    return rows.latest_first().first()


def _own_sheet(request: HttpRequest, pk: int) -> RetourExperience:
    retour = _sheet(_written(request, pk))
    if retour is None:
        raise Http404
    return retour


def address_of(retour: RetourExperience) -> tuple[int, str]:
    return retour.copropriete_id, retour.copropriete.slug


def answer(
    request: HttpRequest,
    act: Callable[[], object],
    done: str,
    retour: RetourExperience,
    target: str,
) -> HttpResponse:
    try:
        act()
    except (CoproprieteError, ChangedMeanwhile) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(f"ambassadeurs:{target}", *address_of(retour))

"""The mandate of an ambassador, seen by the person: asking for it, living with it, ending it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from communaute.notifications.words import in_the_morning
from socle.errors import get_or_no_longer
from socle.french import de
from socle.uploads import read_private

from ..errors import CoproprieteError, MandateOpen
from ..models import Ambassadeur, Copropriete, RetourExperience
from ..numbers import NUMBERS
from ..perms import can_review, deciding_organisations
from ..projects.invitations import Placed, locate
from . import services, steps
from .applications import may_complete, submit_application
from .claims import building_as_claimed, mandate_wording
from .forms import (
    BUILDING_FIELDS,
    BuildingChoiceForm,
    CapacityForm,
    DecisionForm,
    MandateApplicationForm,
    MandateTermsForm,
    PauseForm,
)

INVALID = 422


def apply(request: HttpRequest) -> HttpResponse:
    """What an ambassador does, and the application; people without account read before."""
    if not request.user.is_authenticated:
        return render(request, "coproprietes/apply_intro.html", {"wording": mandate_wording()})
    known = _building(request)
    initial = _known_facts(known)
    form = MandateApplicationForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        known=known,
        may_tell=known is None or may_complete(request.user, known),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        response = _submit(request, form, known)
        if response is not None:
            return response
    context = {
        "form": form,
        "known": known,
        "wording": mandate_wording(),
        **_others(request, known),
    }
    return render(request, "coproprietes/apply.html", context, status=form.http_status)


def _submit(
    request: HttpRequest, form: MandateApplicationForm, known: Copropriete | None
) -> HttpResponse | None:
    data = form.cleaned_data
    address, commune = data.get("address"), form.told_commune
    placed = locate(address, commune) if address and commune else Placed()
    try:
        mandate = submit_application(
            actor=request.user,
            copropriete=known,
            facts=form.facts,
            place=placed.point,
            first_name=data["first_name"],
            role=data["role"],
            proof=data["proof"],
            capacity=form.capacity,
            **form.terms,
        )
    except MandateOpen as error:
        messages.info(request, str(error))
        return redirect("ambassadeurs:mandate")
    except CoproprieteError as error:
        form.refuse(error)
        return None
    except ValidationError as error:
        form.add_error(None, error)
        return None
    if placed.why_not:
        messages.warning(request, placed.warning_connected)
    return redirect("ambassadeurs:applied", pk=mandate.pk)


@require_safe
@login_required
def applied(request: HttpRequest, pk: int) -> HttpResponse:
    """What happens next: who decides, and when."""
    mandate = _mine(request, pk)
    context = {
        "mandate": mandate,
        "organisations": deciding_organisations(mandate.copropriete),
        "days": NUMBERS.decision_days,
    }
    return render(request, "coproprietes/applied.html", context)


@require_safe
@login_required
def mandate(request: HttpRequest) -> HttpResponse:
    """My mandates: state, pause, capacity, renewal, end."""
    rows = Ambassadeur.objects.filter(user=request.user).for_person()
    context = {
        "mandates": rows,
        "pauses": NUMBERS.pauses,
        "proof_days": NUMBERS.proof_days,
    }
    return render(request, "coproprietes/mandate.html", context)


OVER = "Ce mandat est déjà terminé. Voici où il en est."


@login_required
def capacity(request: HttpRequest, pk: int) -> HttpResponse:
    """How much one takes on."""
    row = _mine(request, pk)
    if request.method != "POST" and not row.is_running:
        messages.info(request, OVER)
        return redirect("ambassadeurs:mandate")
    form = CapacityForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in services.CAPACITY},
    )
    actor, done = request.user, "vous ne recevrez pas plus de demandes que cela."
    try:
        if not form.saves(partial(services.set_capacity, actor=actor, ambassadeur=row)):
            context = {"form": form, "mandate": row}
            page = "coproprietes/mandate_capacity.html"
            return render(request, page, context, status=form.http_status)
    except CoproprieteError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"C’est enregistré : {done}")
    return redirect("ambassadeurs:mandate")


@login_required
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for it to be renewed."""
    row = _mine(request, pk)
    if not row.may_ask_renewal or row.renewal_asked_at is not None:
        messages.info(request, "Ce mandat ne se renouvelle pas maintenant. Voici où il en est.")
        return redirect("ambassadeurs:mandate")
    form = MandateTermsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _do(
            request,
            lambda: services.ask_renewal(actor=request.user, ambassadeur=row, **form.terms),
            "Votre demande est partie. D’ici la réponse, vous restez ambassadeur jusqu’à la fin de "
            "votre mandat.",
        )
    context = {"form": form, "mandate": row, "wording": mandate_wording()}
    status = INVALID if form.errors else 200
    return render(request, "coproprietes/mandate_renew.html", context, status=status)


@require_POST
@login_required
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Rest for 30, 60 or 90 days."""
    row = _mine(request, pk)
    form = PauseForm(request.POST)
    days = form.cleaned_data["days"] if form.is_valid() else 0
    return _do(
        request,
        lambda: services.pause(actor=request.user, ambassadeur=row, days=days),
        f"Vous êtes en pause pour {days} jours. Personne ne peut vous écrire de nouvelle demande "
        "pour cet immeuble.",
    )


@require_POST
@login_required
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """End the pause."""
    row = _mine(request, pk)
    return _do(
        request,
        lambda: services.resume(actor=request.user, ambassadeur=row),
        "La pause est finie : les copropriétés peuvent de nouveau vous écrire, dans les limites "
        "que vous avez choisies.",
    )


@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """What ends with one's mandate; a POST ends it, at once."""
    row = _mine(request, pk)
    if not row.is_running:
        messages.info(request, OVER)
        return redirect("ambassadeurs:mandate")
    if request.method != "POST":
        context = {"mandate": row, "endings": steps.endings_of(row), "undo_days": NUMBERS.undo_days}
        others = Ambassadeur.objects.public().filter(copropriete=row.copropriete_id)
        context["is_alone"] = not others.exclude(pk=row.pk).exists()
        return render(request, "coproprietes/mandate_withdraw.html", context)
    return _do(
        request,
        lambda: services.withdraw_ambassadeur(actor=request.user, ambassadeur=row),
        f"{_ended(row)} Vous pouvez revenir en arrière pendant "
        f"{NUMBERS.undo_days} jours, ci-dessous.",
    )


@require_POST
@login_required
def undo_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the end of one's mandate."""
    row = _mine(request, pk)
    if row.is_running:
        messages.info(request, "C’est déjà fait : ce mandat n’est plus arrêté.")
        return redirect("ambassadeurs:mandate")
    return _do(
        request,
        lambda: services.undo_withdrawal(actor=request.user, ambassadeur=row),
    )


@require_safe
@login_required
def proof(request: HttpRequest, pk: int) -> FileResponse:
    """The proof, for the person and for those who decide; never shown inside the browser."""
    row = get_object_or_404(Ambassadeur.objects.visible_to(request.user).exclude(proof=""), pk=pk)
    response = FileResponse(read_private(row.proof), as_attachment=True, filename=row.proof_name)
    response["Cache-Control"] = "private, no-store"
    return response


def _ended(mandate: Ambassadeur) -> str:
    if not mandate.is_public:
        return "Votre demande est retirée."
    return (
        "Votre mandat est terminé. Merci. Vos visites et vos demandes en cours pour cet immeuble, "
        "s’il y en a, prennent fin dans les prochaines minutes."
    )


def _mine(request: HttpRequest, pk: int) -> Ambassadeur:
    rows = Ambassadeur.objects.filter(user=request.user).for_person()
    gone = "Ce mandat n’est pas, ou plus, l’un des vôtres. Les voici."
    return get_or_no_longer(rows, gone, "ambassadeurs:mandate", pk=pk)


def _do(request: HttpRequest, act: Callable[[], Any], done: str = "") -> HttpResponse:
    """Do it, and say that it is `done`; without these words, what it returned says so."""
    try:
        said = act()
    except CoproprieteError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done or " ".join(said))
    return redirect("ambassadeurs:mandate")


def _building(request: HttpRequest) -> Copropriete | None:
    """The building named by the address: a public one, or one's own."""
    choice = BuildingChoiceForm(request.GET)
    pk = choice.cleaned_data["copropriete"] if choice.is_valid() else None
    if pk is None:
        return None
    visible = Copropriete.objects.visible_to(request.user).order_by().values("pk")
    rows = Copropriete.objects.filter(Q(pk__in=visible) | Q(ambassadeurs__user=request.user))
    return get_object_or_404(rows.select_related("reseau", "commune").distinct(), pk=pk)


def _known_facts(copropriete: Copropriete | None) -> dict[str, Any]:
    if copropriete is None:
        return {}
    facts = {name: getattr(copropriete, name) for name in BUILDING_FIELDS}
    network = copropriete.reseau or copropriete.nearest_reseau
    slug = network.slug if network else ""
    return facts | {"reseau": slug, "former_energy": copropriete.energy_before}


def _others(request: HttpRequest, known: Copropriete | None) -> dict[str, Any]:
    """One's own buildings: those one speaks for, or asked to, and the others, to choose instead
    of typing."""
    mine = Ambassadeur.objects.running().filter(user=request.user)
    spoken = [one.copropriete for one in mine.for_person()]
    own = (
        Copropriete.objects.of_member(request.user)
        .order_by("name")
        .exclude(pk__in=[one.pk for one in spoken])
    )
    others = [one for one in own if known is None or one.pk != known.pk]
    return {"spoken_buildings": spoken, "own_buildings": others}


# What agencies, operators and the national team decide: mandates and retours d’expérience.

SHOWN = 100


@require_safe
@login_required
def review_list(request: HttpRequest) -> HttpResponse:
    """All that waits for my decision, the oldest first."""
    if not can_review(request.user):
        raise PermissionDenied
    asked = Ambassadeur.objects.to_decide().decidable_by(request.user).for_decision()
    sheets = RetourExperience.objects.to_review().reviewable_by(request.user)
    context = {"mandates": asked[:SHOWN], "retours": sheets.for_review()[:SHOWN]}
    return render(request, "coproprietes/review_list.html", context)


@login_required
def mandate_review(request: HttpRequest, pk: int) -> HttpResponse:
    """One application: who, which building, the proof, and the decision."""
    rows = Ambassadeur.objects.decidable_by(request.user).for_decision()
    mandate = get_object_or_404(rows, pk=pk)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if _decide(request, form, mandate):
            return redirect("ambassadeurs:review_list")
        mandate.refresh_from_db()
    context = {
        "form": form,
        "mandate": mandate,
        "building": building_as_claimed(mandate),
        "twins": mandate.copropriete.ambassadeurs.public().exclude(pk=mandate.pk),
    }
    return render(request, "coproprietes/mandate_review.html", context, status=form.http_status)


def _decide(request: HttpRequest, form: DecisionForm, mandate: Ambassadeur) -> bool:
    """Decide and say so; or say in the form why it is refused."""
    try:
        if form.accepts:
            services.verify_ambassadeur(actor=request.user, ambassadeur=mandate)
            said = f"{mandate.first_name} est ambassadeur"
            if mandate.renewal_asked_at:
                said = f"Le mandat {de(mandate.first_name)} est renouvelé"
            messages.success(request, f"{said}. Un courriel le dit.")
        else:
            services.refuse_ambassadeur(
                actor=request.user, ambassadeur=mandate, reason=form.cleaned_data["reason"]
            )
            hour = in_the_morning("coproprietes.mandate_refused")
            messages.success(request, f"Le refus et son motif sont envoyés par courriel{hour}.")
    except CoproprieteError as error:
        form.refuse(error)
        return False
    return True

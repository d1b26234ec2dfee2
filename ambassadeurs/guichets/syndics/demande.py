"""One request of a syndic for several buildings.

One request for several buildings: to whom, then the message and the consent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.demandes.enums import Kind
from ambassadeurs.demandes.errors import DemandeError
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.perms import is_reachable, works_for
from ambassadeurs.demandes.recipients import find_agency, recipient_key
from ambassadeurs.demandes.services.together import open_together
from cms.site.feedback import finished
from communaute.comptes.models import Organisation, User
from communaute.comptes.services import change_display_name
from socle.numbers import quantity

from ..numbers import SYNDIC_NUMBERS
from .forms import ChosenForm, TogetherForm
from .table import only_for_syndics, organisation_of

SENT = (
    "{} : votre demande est partie pour {}. Chaque immeuble a son échange dans "
    "« <a href='{}'>Mes demandes</a> »."
)


@only_for_syndics
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Buildings and recipient are in the address; the rest on one screen."""
    organisation, actor = organisation_of(request, slug), request.user
    rows = organisation.managed_buildings.all()
    chosen = ChosenForm(request.GET, known=list(rows.values_list("pk", flat=True)))
    wanted = rows.filter(pk__in=chosen.value("immeuble") or []).in_order()
    related = ("commune__departement", "nearest_reseau__exploitant")
    named = [f"copropriete__{name}" for name in related]
    buildings = [one.copropriete for one in wanted.select_related(*named)]
    is_lost = len(buildings) < len(set(request.GET.getlist("immeuble")))
    context = {
        "organisation": organisation,
        "buildings": buildings,
        "is_lost": is_lost,
        "too_many": len(buildings) > SYNDIC_NUMBERS.together,
        "is_over": all(one.is_said_connected for one in buildings),
        "address": request.get_full_path(),
    }
    if not buildings or context["too_many"]:
        return render(
            request,
            "guichets/syndics/to_whom.html",
            context | {"choices": []},
            status=422,
        )
    if request.method == "POST" and (sent := _sent_before(request, actor)):
        return _done(request, slug, sent)
    found = choices(actor, buildings, organisation)
    choice = next((one for one in found if one.key == chosen.value("vers")), None)
    is_sent = request.method == "POST"
    if choice is None or (is_lost and is_sent):
        # Its recipient is gone, or its buildings are gone or asked: what was typed is not.
        status = 409 if is_sent else 200
        context |= {"choices": found}
        return render(request, "guichets/syndics/to_whom.html", context, status=status)
    return _write(request, organisation, choice, context)


def _write(
    request: HttpRequest, organisation: Organisation, choice: Choice, context: dict[str, Any]
) -> HttpResponse:
    actor, data = request.user, request.POST if request.method == "POST" else None
    form = TogetherForm(data, user=actor, choice=choice, sender=organisation)

    def send(**told: Any) -> list[Demande]:
        if told.get("display_name"):
            change_display_name(actor=actor, display_name=told["display_name"])
        return open_together(
            actor=actor,
            kind=choice.kind,
            purpose=told["purpose"],
            coproprietes=choice.buildings,
            organisation=choice.organisation,
            sender=organisation.name,
            message=told["message"],
            share=set(told["share"]),
            consent=told.get("consent", False),
            submission_key=told["submission_key"],
            colleagues=colleagues_at(organisation),
        )

    if form.saves(send, DemandeError):
        return _done(request, organisation.slug, form.saved)
    context |= {"form": form, "choice": choice}
    return render(request, "guichets/syndics/ask.html", context, status=form.http_status)


def _sent_before(request: HttpRequest, actor: User) -> list[Demande]:
    """What this very form sent already: its second click finds its buildings asked."""
    key = TogetherForm.base_fields["submission_key"]
    try:
        batch = key.clean(request.POST.get("submission_key", ""))
    except ValidationError:
        batch = None
    mine = Demande.objects.filter(requester=actor, batch=batch).select_related("organisation")
    return list(mine) if batch else []


def _done(request: HttpRequest, slug: str, sent: list[Demande]) -> HttpResponse:
    buildings, thread_list = quantity(len(sent), "immeuble"), reverse("demandes:list")
    finished(request, format_html(SENT, sent[0].organisation, buildings, thread_list))
    return redirect("syndics:desk", slug)


# To whom a syndic may write for the buildings it chose: operators of their nearest networks,
# agencies of their territories. Never an ambassador: a neighbour answers for one building at a
# time.


@dataclass
class Choice:
    """One organisation, and the buildings it may be asked about."""

    kind: Kind
    organisation: Organisation
    buildings: list[Copropriete] = field(default_factory=list)

    @property
    def key(self) -> str:
        return recipient_key(self.kind, self.organisation.pk)


def colleagues_at(sender: Organisation) -> list[int]:
    """Who works for this syndic (accounts): what one of them asked, no other asks again."""
    return list(sender.memberships.values_list("user", flat=True))


def choices(actor: User, buildings: Iterable[Copropriete], sender: Organisation) -> list[Choice]:
    """Whom `actor` may write to for `sender`, operators first; a building already asked of one of
    them, by this person or a colleague and still open, is left out for that one. A connected
    building is left out."""
    found: dict[str, Choice] = {}
    agencies: dict[str, Organisation | None] = {}
    for one in buildings:
        if one.is_said_connected:
            continue
        if one.commune_id not in agencies:
            agencies[one.commune_id] = find_agency(one.commune)
        near = one.nearest_reseau.exploitant if one.nearest_reseau else None
        for kind, organisation in (
            (Kind.EXPLOITANT, near),
            (Kind.AGENCE, agencies[one.commune_id]),
        ):
            if organisation is not None:
                key = recipient_key(kind, organisation.pk)
                choice = found.setdefault(key, Choice(kind, organisation))
                choice.buildings.append(one)
    mine = Demande.objects.still_asked().filter(requester__in=[actor.pk, *colleagues_at(sender)])
    asked = set(mine.values_list("organisation", "copropriete"))
    for choice in found.values():
        pk = choice.organisation.pk
        choice.buildings = [one for one in choice.buildings if (pk, one.pk) not in asked]
    kept = [
        choice
        for choice in found.values()
        if choice.buildings
        and not works_for(actor, choice.organisation.pk)
        and is_reachable(choice.organisation)
    ]
    return sorted(kept, key=lambda choice: (choice.kind != Kind.EXPLOITANT, -len(choice.buildings)))

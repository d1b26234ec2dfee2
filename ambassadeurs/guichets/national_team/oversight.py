"""The national team looks at the desks of others, and what is late there.

The desks of others, read by the national team: `/equipe/espaces/`; its reminders.
Nothing is written there but the opening itself and a reminder, nothing is shown before it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ambassadeurs.demandes.enums import ClockStep, Kind, State
from ambassadeurs.demandes.errors import NotAllowed
from ambassadeurs.demandes.facts import sent_lines
from ambassadeurs.demandes.models import ClockEvent, Demande
from ambassadeurs.demandes.querysets import CLOCK_FROM, DemandeQuerySet
from ambassadeurs.guichets.national_team.late import TEAM, LateKind, LateLine
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Coverage, Organisation, User
from communaute.comptes.perms import is_national_team
from communaute.comptes.territories import coverages_of
from socle.accent_search import folded_matches
from socle.forms import PageForm

from ..access import only_for
from ..agence import desk as agency
from ..collectivite import demandes, trends
from ..collectivite import desk as authority
from ..collectivite.demandes import is_recent, last_nudge
from ..collectivite.views import remind
from ..exploitant import desk as operator
from ..forms import DeskSearchForm, OpenDeskForm
from ..lines import DeskLine
from ..models import DeskOpening
from ..numbers import NUMBERS
from ..perms import HAVE_A_DESK, can_open_desk_of

PAGE_SIZE = 25
SHOWN = 10
only_for_team = only_for(is_national_team, "Cette page est celle de l’équipe nationale.")


@require_POST
@only_for_team
def late_nudge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Remind the organisation of a demande that is late."""
    demande = get_object_or_404(Demande.objects.select_related("organisation"), public_id=public_id)
    remind(request, demande)
    return redirect("national:late")


@require_safe
@only_for_team
def desks(request: HttpRequest) -> HttpResponse:
    """Every organisation that has a desk, and who opened which lately."""
    form = DeskSearchForm(request.GET or None)
    found = Organisation.objects.filter(kind__in=HAVE_A_DESK)
    if form.filters.get("nom"):
        found = folded_matches(found, form.filters["nom"], "name")
    page = Paginator(found.order_by("name", "pk"), PAGE_SIZE)
    context = {
        "form": form,
        "page_obj": page.get_page(PageForm(request.GET).number()),
        "openings": DeskOpening.objects.select_related("organisation")[:SHOWN],
    }
    return render(request, "guichets/team_desks.html", context)


@never_cache
@require_safe
@only_for_team
def openings(request: HttpRequest) -> HttpResponse:
    """Who opened which desk, when and why: all of it, latest first."""
    page = _page(request, DeskOpening.objects.select_related("organisation"))
    return render(request, "guichets/team_openings.html", {"page_obj": page})


@never_cache
@only_for_team
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk of an organisation once it is opened; before, the form that opens it (POST)."""
    organisation = _organisation(pk)
    opening = opening_of(request.user, organisation)
    if opening is None or request.method == "POST":
        return _open(request, organisation)
    context: dict[str, Any] = {"organisation": organisation, "opening": opening}
    context |= (
        _territory(request, organisation)
        if organisation.kind == OrganisationKind.COLLECTIVITE
        else _received(request, organisation)
    )
    return render(request, "guichets/team_desk.html", context)


@never_cache
@require_safe
@only_for_team
def desk_demande(request: HttpRequest, pk: int, public_id: UUID) -> HttpResponse:
    """One demande as its organisation received it; the exchange itself is for its two sides."""
    organisation = _organisation(pk)
    opening = opening_of(request.user, organisation)
    if opening is None:
        return redirect("guichets:team_desk", pk)
    rows = Demande.objects.at_desks_of([organisation]).select_related(
        "requester", "commune", "reseau", "assigned_to"
    )
    demande = get_object_or_404(rows, public_id=public_id)
    context = {
        "organisation": organisation,
        "opening": opening,
        "demande": demande,
        "line": DeskLine(demande),
        "sent": sent_lines(demande),
        "moves": [
            event
            for event in demande.events.select_related("actor")
            if event.from_status != event.to_status
        ],
    }
    return render(request, "guichets/team_demande.html", context)


def _open(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = OpenDeskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actor = request.user
        open_desk(actor=actor, organisation=organisation, reason=form.cleaned_data["reason"])
        return redirect("guichets:team_desk", organisation.pk)
    context = {"form": form, "organisation": organisation}
    return render(request, "guichets/team_open.html", context, status=form.http_status)


def _received(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """What an operator or an agency received, in the order of its desk."""
    rows = Demande.objects.at_desks_of([organisation])
    if organisation.kind == OrganisationKind.EXPLOITANT:
        page = _page(request, operator.ordered(operator.for_desk(rows)))
        return {"page_obj": page, "lines": [operator.OperatorLine(one) for one in page.object_list]}
    page = _page(request, agency.advice_of(rows, {}))
    return {"page_obj": page, "lines": [DeskLine(one) for one in page.object_list]}


def _territory(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    """The figures and the list of a local authority: no person, no building."""
    coverages = coverages_of([organisation])
    page = _page(request, demandes.of_territory(coverages, {}))
    return {
        "coverages": coverages,
        "picture": authority.picture(coverages),
        "months": trends.trends(coverages, timezone.localdate()),
        "states": [state.label for state in State],
        "page_obj": page,
        "lines": [demandes.DemandeLine(one) for one in page.object_list],
    }


def _page(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, PAGE_SIZE).get_page(PageForm(request.GET).number())


def _organisation(pk: int) -> Organisation:
    return get_object_or_404(Organisation, pk=pk, kind__in=HAVE_A_DESK)


# The national team reads a desk: only once opened with a reason, for a while, and written down.


@transaction.atomic
def open_desk(*, actor: User, organisation: Organisation, reason: str) -> DeskOpening:
    """Read the desk of an organisation for a while; while it is open, again changes nothing.

    Raises NotAllowed.
    """
    if not can_open_desk_of(actor, organisation):
        raise NotAllowed("Seule l’équipe nationale lit l’espace d’un organisme.")
    # Two clicks at once write one opening: the second one waits, then reads the first.
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    current = opening_of(actor, organisation)
    if current is not None:
        return current
    now = timezone.now()
    return DeskOpening.objects.create(
        organisation=organisation,
        actor=actor,
        actor_name=actor.public_name,
        reason=reason.strip(),
        at=now,
        until=now + timedelta(minutes=NUMBERS.opening_minutes),
    )


def opening_of(user: object, organisation: Organisation) -> DeskOpening | None:
    """What lets this person read this desk now; None without, or once over."""
    if not can_open_desk_of(user, organisation):
        return None
    openings = organisation.desk_openings.filter(actor=user, until__gt=timezone.now())
    return openings.first()


def helped_agencies(user: object) -> QuerySet[Organisation]:
    """The agencies whose desk this person has open now: they may act in their name, and the
    opening says why (one query, and one for the territories)."""
    open_now = DeskOpening.objects.filter(actor=user, until__gt=timezone.now())
    agencies = Organisation.objects.filter(
        kind=OrganisationKind.AGENCE, pk__in=open_now.values("organisation")
    )
    return agencies.prefetch_related(
        Prefetch("coverages", Coverage.objects.select_related("organisation"))
    )


# Requests that operators and agencies leave unanswered, in all territories: no person.


STEPS = (
    ClockStep.WORKING_DAYS_REMINDER,
    ClockStep.COLLECTIVITE_ALERT,
    ClockStep.NATIONAL_ALERT,
)


def late_demandes() -> DemandeQuerySet:
    """Still without any answer after the first reminder, oldest first."""
    reminded = ClockEvent.objects.filter(step__in=STEPS)
    return (
        Demande.objects.unanswered()
        .filter(pk__in=reminded.values("demande"), kind__in=[Kind.EXPLOITANT, Kind.AGENCE])
        .select_related("commune", "reseau", "organisation", "requester")
        .defer("sent", "sent_text", "consent_text", "desk_comment")
        .order_by(CLOCK_FROM, "pk")
    )


def late_lines(now: datetime, most: int) -> Iterable[LateLine]:
    """For the page of all that is late: no person, the organisation, the commune, and when the
    answer was due."""
    for demande in late_demandes().annotate(last_nudge_at=last_nudge())[:most]:
        organisation = demande.organisation
        what = demande.get_purpose_display()
        yield LateLine(
            str(organisation or TEAM),
            f"{what}, {demande.commune}" if demande.commune else what,
            DeskLine(demande).due_at,
            remind_url=reverse("guichets:late_nudge", args=[demande.public_id]),
            reminded_at=demande.last_nudge_at if is_recent(demande.last_nudge_at) else None,
            phone=organisation.phone if organisation else "",
            email=organisation.email if organisation else "",
        )


KINDS = (LateKind("demandes", "Demandes sans réponse", late_lines),)

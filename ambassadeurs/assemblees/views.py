"""The assemblies of one’s building: their date, and how they went; `/compter-les-voix/`, public,
without account: nothing is kept of what is typed there."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.projects.services import own_building
from socle.buildings import Stage
from socle.calendar import date_format
from socle.errors import NoLonger

from . import services
from .calendar import Due, dates_of, delays_now, in_months
from .dossier.papers import numbers_of, tiles_for
from .dossier.resolutions import is_too_late
from .enums import State
from .errors import AlreadyTold, AssembleeError, CancelledAssembly, DateChangedMeanwhile
from .forms import CountForm, DateForm, PastForm, ResultForm
from .models import Assemblee, Dossier, VoteSaid
from .perms import agency_reading
from .selectors import (
    Assemblies,
    assemblies_of,
    dossiers_of,
    is_voted,
    says_cancelled,
    was_sent_offer,
)
from .vote_results import USUAL_TOTAL, Article, third

SUNDAY = 6
MINE = "assemblees/result.html"


def _mine(request: HttpRequest, pk: int) -> Copropriete:
    return own_building(request.user, pk, "reseau__exploitant", "nearest_reseau__exploitant")


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The next assembly, to date or to move; what those before decided."""
    building = _mine(request, pk)
    held, posted = assemblies_of(building), request.method == "POST"
    form = DateForm(request.POST if posted else None, coming=held.next)
    if is_voted(building, held):
        form["held_on"].help_text = ""
    if form.saves(partial(services.plan, actor=request.user, copropriete=building)):
        _say_planned(request, form.cleaned_data["held_on"])
        return redirect("assemblees:detail", pk)
    said = VoteSaid.objects.filter(demande__copropriete=building, moved=True)
    context = {"copropriete": building, "held": held, "form": form}
    context["vote_said"] = said.select_related("demande__organisation").first()
    kept = dossiers_of(building)
    context["cancelled"] = [
        one.assemblee for one in kept if one.sent_on and one.assemblee.state == State.CANCELLED
    ]
    if held.next is not None:
        context |= _prepared(held.next, building, held, kept)
    return render(request, "assemblees/detail.html", context, status=form.http_status)


def _prepared(
    one: Assemblee, building: Copropriete, held: Assemblies, dossiers: list[Dossier]
) -> dict[str, Any]:
    """Of the next assembly: its papers in five tiles, whether the notice can still leave in time,
    and what to aim at: the third of the voices, of all of them when a vote was told of. Nothing is
    late nor aimed at once the connection is voted."""
    one.copropriete = building
    kept = next((dossier for dossier in dossiers if dossier.assemblee_id == one.pk), None)
    numbers = numbers_of(kept, one)
    total = next((past.voices_total for past in held.told if past.voices_total), USUAL_TOTAL)
    voted, late = is_voted(building, held), is_too_late(one, timezone.localdate())
    return {
        "is_voted": voted,
        "reading": agency_reading(kept) if kept else None,
        "tiles": tiles_for(one, kept, numbers),
        # On the day itself, one says how it went.
        "too_late": late and not voted and not (kept and kept.sent_on) and one.days_left > 0,
        "notice_on": dates_of(one.held_on)[Due.NOTICE],
        "set_aside": [] if voted else numbers.set_aside(one.held_on),
        "has_offer": one.tells_offer or was_sent_offer(building),
        "total": total,
        "third": third(total),
    }


def _say_planned(request: HttpRequest, day: date) -> None:
    messages.success(request, f"C’est noté : assemblée le {date_format(day, 'l j F Y')}.")
    if day.weekday() == SUNDAY:
        messages.warning(request, "C’est un dimanche : vérifiez la date sur la convocation.")


@require_POST
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The assembly to come will not be held."""
    building, actor = _mine(request, pk), request.user
    if assemblies_of(building).next is None:
        messages.info(request, "Aucune assemblée n’est à venir : il n’y a rien à annuler.")
        return redirect("assemblees:detail", pk)
    # As the page said it: another member may have moved it meanwhile.
    version = request.POST.get("version", "")
    try:
        services.plan(actor=actor, copropriete=building, held_on=None, version=version)
    except DateChangedMeanwhile as error:
        messages.error(request, f"{error} Rien n’est annulé : voici la date d’aujourd’hui.")
    else:
        told = "L’assemblée est annulée. Donnez la date de la suivante : le dossier la suivra."
        messages.success(request, told)
    return redirect("assemblees:detail", pk)


@login_required
@says_cancelled(ResultForm)
def result(request: HttpRequest, pk: int, assemblee: int) -> HttpResponse:
    """« Comment cela s’est-il passé ? »: one answer, then the date of the next one."""
    building = _mine(request, pk)
    back = reverse("assemblees:detail", args=[pk])
    row = held_of(building, assemblee, back)
    page = {"copropriete": building, "assemblee": row}
    return ask_result(request, row, MINE, back, page)


@login_required
def past(request: HttpRequest, pk: int) -> HttpResponse:
    """One that was held before it was planned here: its day, and how it went."""
    building = _mine(request, pk)
    page = {"copropriete": building, "assemblee": None}
    return ask_past(request, building, MINE, reverse("assemblees:detail", args=[pk]), page)


def held_of(building: Copropriete, pk: int, back: str) -> Assemblee:
    """An assembly of this building (404 else) whose day has come. Raises CancelledAssembly, and
    NoLonger, which leads `back`, for one that was moved."""
    found = get_object_or_404(Assemblee, copropriete=building, pk=pk)
    found.copropriete = building
    if found.state == State.CANCELLED:
        raise CancelledAssembly(found)
    if found.held_on > timezone.localdate():
        raise NoLonger("Cette assemblée n’a pas encore eu lieu.", back)
    return found


def ask_result(
    request: HttpRequest, row: Assemblee, template: str, back: str, page: dict[str, Any]
) -> HttpResponse:
    """The question about one assembly, on `template` with `page`; once answered, `back`."""
    form = ResultForm(request.POST if request.method == "POST" else None, assemblee=row)

    def tell(version: str, **_: object) -> Assemblee:
        actor = request.user
        return services.tell_result(actor=actor, assemblee=row, version=version, **form.told())

    return _ask(request, form, tell, template, back, page)


def ask_past(
    request: HttpRequest, building: Copropriete, template: str, back: str, page: dict[str, Any]
) -> HttpResponse:
    """The same about one that nobody planned."""
    form = PastForm(request.POST if request.method == "POST" else None)

    def tell(held_on: date, **_: object) -> Assemblee:
        try:
            return services.record_held(
                actor=request.user, copropriete=building, held_on=held_on, **form.told()
            )
        except AlreadyTold as error:
            page["told"] = error.assemblee
            raise

    return _ask(request, form, tell, template, back, page)


def _ask(
    request: HttpRequest,
    form: ResultForm,
    tell: Callable[..., Assemblee],
    template: str,
    back: str,
    page: dict[str, Any],
) -> HttpResponse:
    if form.saves(tell, AssembleeError):
        _say(request, form.saved, form)
        return redirect(back)
    return render(request, template, page | {"form": form, "back": back}, status=form.http_status)


def _say(request: HttpRequest, told: Assemblee, form: ResultForm) -> None:
    done = "C’est enregistré."
    if told.is_adopted and told.copropriete.stage == Stage.VOTE:
        done += " Félicitations : le projet est à l’étape du vote."
    if assemblies_of(told.copropriete).next is None:
        done += " Quand est la prochaine assemblée ?"
    messages.success(request, done)
    if form.odd:
        messages.warning(request, form.odd)


@never_cache
@require_safe
def count_voices(request: HttpRequest) -> HttpResponse:
    """What to aim at, then what the totals of a vote give."""
    context: dict[str, object] = {
        "total": USUAL_TOTAL,
        "third": third(USUAL_TOTAL),
        "article": request.GET.get("article", ""),
    }
    if "voix" not in request.GET:
        form = CountForm()
        return render(request, "assemblees/count.html", context | {"form": form})
    form = CountForm(request.GET)
    if not form.is_valid() or form.found is None:
        return render(request, "assemblees/count.html", context | {"form": form}, status=422)
    data, found = form.cleaned_data, form.found
    is_of_all = form.vote.article in (Article.ALL, Article.WORKS)
    short = third(found.total) - form.vote.favour + form.vote.amended if is_of_all else 0
    until = in_months(data["date"], delays_now().new_assembly) if data["date"] else None
    context |= {
        "form": form,
        "found": found,
        "total": found.total,
        "third": third(found.total),
        "is_reduced": found.total != form.vote.total,
        "others": form.vote.total - (form.vote.largest or 0),
        "short": max(short, 0),
        "dwellings": _dwellings(max(short, 0), found.total, data["logements"]),
        "until": until,
        "is_over": until is not None and until < timezone.localdate(),
    }
    return render(request, "assemblees/count.html", context)


def _dwellings(voices: int, total: int, dwellings: int | None) -> int | None:
    """How many mean dwellings hold these voices, rounded up; None when their number is not told."""
    return -(-voices * dwellings // total) if voices and dwellings else None

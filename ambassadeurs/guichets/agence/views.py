"""The agency's desk: `/agence/`, its list, a demande, its ready answers."""

import uuid
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.demandes.errors import NotAllowed
from ambassadeurs.demandes.facts import sent_lines
from ambassadeurs.demandes.models import Demande
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import User
from communaute.comptes.perms import agency_coverages, is_agency
from communaute.comptes.territories import inside
from communaute.notifications.services import tell
from communaute.notifications.words import in_the_morning
from socle.calendar import date_format
from socle.errors import ChangedMeanwhile, get_or_no_longer
from socle.forms import PageForm, version_of
from socle.keyset import KeysFirstPaginator
from socle.ratelimit import allow

from ..access import only_for
from ..handling.acts import Acts, page_context
from ..handling.forms import ReplyForm, Shelf
from ..lines import DeskLine
from ..perms import agency_that_writes, desk_colleagues
from . import desk, selectors, stages
from .stages import AdviceFilterForm, AgencyNoteForm, AgencyReplyForm, StageForm

NOTES_RATE = "20/h"
only_for_agencies = only_for(
    is_agency,
    "Cet espace est celui des agences locales de l’énergie.",
    OrganisationKind.AGENCE,
)


@require_safe
@only_for_agencies
def agency_desk(request: HttpRequest) -> HttpResponse:
    """Who waits for the agency: advice asked, mandates to verify, what goes wrong nearby."""
    now = timezone.now()
    form = AdviceFilterForm(
        request.GET or None, colleagues=desk_colleagues(request.user, OrganisationKind.AGENCE)
    )
    rows = desk.advice_of(Demande.objects.at_agency_desk(request.user), form.filters)
    counts = selectors.counts(request.user, timezone.localdate(now))
    count = None if form.is_filtering else counts.open
    paginator = KeysFirstPaginator(rows, selectors.PAGE_SIZE, count=count)
    page = paginator.get_page(PageForm(request.GET).number())
    is_usual = page.number == 1 and not form.is_filtering
    found = (
        selectors.first_page(request.user) if is_usual else list(desk.for_desk(page.object_list))
    )
    context = {
        "form": form,
        "to_come_back": counts.to_come_back,
        "page_obj": page,
        "advice": [DeskLine(demande) for demande in found],
        "shown_most": selectors.SHOWN,
        **selectors.around(request.user, now),
        "coverages": agency_coverages(request.user),
    }
    return render(request, "guichets/agency.html", context)


@require_safe
@only_for_agencies
def agency_ambassadeurs(request: HttpRequest) -> HttpResponse:
    """All the mandates of the territory."""
    mandates = desk.ambassadors(inside(agency_coverages(request.user), selectors.PLACE))
    page = Paginator(mandates, selectors.PAGE_SIZE).get_page(PageForm(request.GET).number())
    return render(request, "guichets/ambassadeurs.html", {"page_obj": page})


@only_for_agencies
def agency_write(request: HttpRequest, pk: int) -> HttpResponse:
    """A word to an ambassador of the territory, whose address is never shown."""
    related = ("user", "copropriete__commune", "agency_writer")
    public = Ambassadeur.objects.public().select_related(*related)
    gone = "Ce mandat d’ambassadeur ne court pas, ou plus : rien n’est envoyé."
    ambassadeur = get_or_no_longer(public, gone, "guichets:agency_ambassadeurs", pk=pk)
    author = agency_that_writes(request.user, ambassadeur)
    if author is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    shown = {"submission_key": uuid.uuid4(), "version": version_of_word(ambassadeur)}
    form = AgencyNoteForm(data, initial=shown)
    write = partial(write_to_ambassadeur, actor=request.user, ambassadeur=ambassadeur)
    status = None
    if form.is_valid() and not allow(request, action="agency_note", rate=NOTES_RATE):
        form.add_error(None, "Vous avez beaucoup écrit. Réessayez dans une heure.")
        status = 429
    elif form.saves(write):
        hour = in_the_morning("guichets.word_of_agency")
        left = f"part{hour}" if hour else "est parti"
        messages.success(request, f"Votre message à {ambassadeur.first_name} {left}.")
        return redirect("guichets:agency_desk")
    if form.has_changed_meanwhile:
        ambassadeur.refresh_from_db()
    context = {"form": form, "ambassadeur": ambassadeur, "agency": author}
    return render(request, "guichets/write.html", context, status=status or form.http_status)


_SHELF = Shelf(
    desk_label="Espace agence",
    desk="guichets:agency_desk",
    every="guichets:agency_templates",
    one="guichets:agency_template",
    delete="guichets:agency_template_delete",
)
agency_templates = only_for_agencies(_SHELF.list_view)
agency_template = only_for_agencies(_SHELF.one_view)
agency_template_delete = require_POST(only_for_agencies(_SHELF.delete_view))


@require_safe
@only_for_agencies
def agency_demande(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _page(request, _demande(request, public_id))


@require_POST
@only_for_agencies
def agency_demande_stage(request: HttpRequest, public_id: UUID) -> HttpResponse:
    demande = _demande(request, public_id)
    form = StageForm(request.POST, demande=demande)
    if not form.is_valid():
        return _page(request, demande, status_form=form, status=422)
    act = partial(stages.move, **form.cleaned_data)
    return _ACTS.run(request, demande, form, act, field="stage", told="C’est noté.")


def _demande(request: HttpRequest, public_id: UUID) -> Demande:
    rows = Demande.objects.at_agency_desk(request.user).select_related(
        "organisation", "requester", "commune", "assigned_to"
    )
    return get_object_or_404(rows, public_id=public_id)


def _page(request: HttpRequest, demande: Demande, status: int = 200, **given: Any) -> HttpResponse:
    context = page_context(request, demande, given)
    context["line"] = DeskLine(demande)
    context["sent"] = sent_lines(demande)
    context["stage"] = dict(stages.STAGES)[demande.state]
    seen = {"stage": demande.state, "version": demande.version}
    context.setdefault("status_form", StageForm(initial=seen, demande=demande))
    context.setdefault("reply_form", _reply_form(demande, initial=context["unsent"]))
    return render(request, "guichets/agency_demande.html", context, status=status)


def _reply_form(demande: Demande, *sent: Any, initial: dict[str, Any] | None = None) -> ReplyForm:
    now = {"stage": demande.state, "seen": demande.state}
    now |= {"version": demande.version, "submission_key": uuid4()}
    return AgencyReplyForm(*sent, initial=now | (initial or {}), demande=demande)


_ACTS = Acts(
    find=_demande,
    show=_page,
    page="guichets:agency_demande",
    reply_form=_reply_form,
    answer=stages.answer,
)
agency_demande_assign = require_POST(only_for_agencies(_ACTS.assign))
agency_demande_come_back = require_POST(only_for_agencies(_ACTS.come_back))
agency_demande_note = require_POST(only_for_agencies(_ACTS.note))
agency_demande_reply = require_POST(only_for_agencies(_ACTS.reply))


# What an agency does from its desk: a word to an ambassador of its territory.


@transaction.atomic
def write_to_ambassadeur(
    *,
    actor: User,
    ambassadeur: Ambassadeur,
    message: str,
    submission_key: uuid.UUID,
    version: str = "",
) -> None:
    """Mail a word of the agency, which never sees the ambassador's address; the same
    `submission_key` again sends nothing, unless the text is another. The answer goes to the
    agency's own contact. `version` is that of the page (`version_of_word`; empty: of no page).

    Raises NotAllowed, ChangedMeanwhile for a word of a colleague that the page did not tell of.
    """
    agency = agency_that_writes(actor, ambassadeur)
    if agency is None:
        refusal = "Cet ambassadeur n’est pas de votre territoire."
        raise NotAllowed(refusal)
    held = Ambassadeur.objects.select_for_update(of=("self",)).select_related("agency_writer")
    row = held.get(pk=ambassadeur.pk)
    now, writer = version_of_word(row), row.agency_writer
    if writer is not None and writer != actor and version not in ("", now):
        day = date_format(timezone.localtime(row.agency_wrote_at), "j F Y à H:i")
        told = (
            f"{writer.public_name} lui a écrit le {day} : votre message n’est pas "
            "parti. Il est gardé ci-dessous ; envoyez-le de nouveau s’il reste utile."
        )
        raise ChangedMeanwhile(told, now)
    row.agency_wrote_at, row.agency_writer = timezone.now(), actor
    row.save(update_fields=["agency_wrote_at", "agency_writer"])
    tell(
        "guichets.word_of_agency",
        to=ambassadeur.user,
        key=f"agence-mot-{uuid.uuid5(submission_key, message)}",
        url="/mises-en-relation/?cote=recues",
        context={
            "agency": agency.name,
            "message": message,
            "email": agency.email,
            "phone": agency.phone,
        },
    )


def version_of_word(ambassadeur: Ambassadeur) -> str:
    """What the page tells of the last word of an agency, for `write_to_ambassadeur`."""
    return version_of(ambassadeur.agency_wrote_at)

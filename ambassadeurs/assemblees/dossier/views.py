"""The papers of an assembly, for the members of its building, and what they ask before the
information meeting, without a name."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from ambassadeurs.coproprietes.projects.services import NOT_YOURS, buildings_of
from socle import ics
from socle.calendar import date_format
from socle.errors import NoLonger, get_or_no_longer

from ..calendar import Due, dates_of
from ..enums import State
from ..errors import (
    AnsweredMeanwhile,
    CancelledAssembly,
    IndividualHeating,
    NotReady,
    TooManyQuestions,
)
from ..models import AskedBefore, Assemblee, Dossier
from ..perms import agency_reading
from ..selectors import says_cancelled
from . import services
from .exports import EDITED, WORD, as_docx, blocks_of
from .forms import AnswerForm, AskForm, DossierForm, offer_of_address
from .forms_lots import KEYS, LotsForm
from .lots import Key, cost_by_lot, printable, removed_from, total_of
from .papers import (
    LACKS,
    PAPERS,
    changed_since,
    counted_of,
    left_out_of,
    numbers_of,
    printed,
    tiles_for,
    told_by,
    witness_of,
)
from .resolutions import is_offer_old, is_too_late, steps_of
from .services import changed_figures, kept_with

WITHOUT_ANSWER = "C’est noté : cette question attend une réponse."
SAFE = ("GET", "HEAD")


def mine(
    request: HttpRequest, pk: int, assemblee: int, *, even_cancelled: bool = False
) -> tuple[Assemblee, Dossier | None]:
    """An assembly of one's building, and its papers if somebody began them. Raises NoLonger, and
    CancelledAssembly; `even_cancelled`: not when one reads what was said sent."""
    networks = ("copropriete__reseau__exploitant", "copropriete__nearest_reseau__exploitant")
    rows = Assemblee.objects.select_related("copropriete__commune", "dossier__pdf", *networks)
    rows = rows.defer("dossier__pdf__content")
    rows = rows.filter(copropriete__in=buildings_of(request.user), copropriete=pk)
    found = get_or_no_longer(rows, NOT_YOURS, "ambassadeurs:project_home", pk=assemblee)
    is_read = even_cancelled and request.method in SAFE and found.is_sent
    if found.state == State.CANCELLED and not is_read:
        raise CancelledAssembly(found)
    return found, getattr(found, "dossier", None)


@login_required
@says_cancelled(DossierForm)
def dossier(request: HttpRequest, pk: int, assemblee: int) -> HttpResponse:
    """The papers, each ready or with what it lacks, the calendar, and the numbers to type."""
    one, kept = mine(request, pk, assemblee, even_cancelled=True)
    posted = request.POST if request.method == "POST" else None
    # Of an offer read again at `/simuler/`, which leads here with what was typed there.
    offer = offer_of_address(request.GET)
    filled = replace(numbers_of(kept, one), **offer)
    form = DossierForm(posted, numbers=filled, assemblee=one, dossier=kept)

    def save(version: str, **numbers: Any) -> None:
        services.save_numbers(actor=request.user, assemblee=one, numbers=numbers, version=version)

    if form.saves(save):
        messages.success(request, "Les nombres sont enregistrés.")
        return redirect("assemblees:dossier", pk, assemblee)
    today, numbers = timezone.localdate(), numbers_of(kept, one)
    context = {
        "copropriete": one.copropriete,
        "assemblee": one,
        "is_cancelled": one.state == State.CANCELLED,
        "is_over": one.is_over,
        "dossier": kept,
        "pdf": getattr(kept, "pdf", None),
        "form": form,
        "is_taken_up": bool(offer),
        "steps": (steps := steps_of(one, numbers, today)),
        "has_dates": any(not step.is_past for step in steps),
        "too_late": not one.is_over and is_too_late(one, today),
        "notice_on": dates_of(one.held_on)[Due.NOTICE],
        "is_offer_old": is_offer_old(numbers, today),
        "set_aside": [] if one.is_over or form.errors else numbers.set_aside(one.held_on),
        "numbers": numbers,
        "changed": changed_since(kept) if kept and kept.sent_on else [],
        "moved": changed_figures(kept) if kept and kept.sent_on else [],
        "reading": agency_reading(kept) if kept else None,
        "asked": services.request_of(request.user, one.copropriete),
        "figures": kept_with(kept) if kept and kept.sent_on else [],
    }
    context["tiles"] = tiles_for(one, kept, numbers)
    context["is_individual"] = context["tiles"] is None
    return render(request, "assemblees/dossier/dossier.html", context, status=form.http_status)


@require_safe
@login_required
@says_cancelled()
def paper(request: HttpRequest, pk: int, assemblee: int, key: str) -> HttpResponse:
    """One paper, to print or to copy: as it was sent, or as it is now."""
    one, kept = mine(request, pk, assemblee, even_cancelled=True)
    if key not in PAPERS:
        raise Http404
    witness = None
    try:
        if key == "temoignage":
            witness = witness_of(one)
            text = told_by(witness)
        else:
            text = printed(key, one, kept)
    except IndividualHeating:
        return redirect("assemblees:dossier", pk, assemblee)
    shown = printable(text)
    context = {
        "copropriete": one.copropriete,
        "assemblee": one,
        "dossier": kept,
        "is_cancelled": one.state == State.CANCELLED,
        "is_over": one.is_over,
        "key": key,
        "title": PAPERS[key][0],
        "text": shown,
        "removed": removed_from(text),
        "blocks": list(blocks_of(shown)),
        "is_edited": key in EDITED and not text.startswith(LACKS),
        "left_out": left_out_of(key, one, kept),
        "sent_on": kept.sent_on if kept and key in kept.frozen.get("texts", {}) else None,
        "is_followed": kept is not None and kept.frozen.get("texts", {}).get(key) != text,
        "copies": "12" if key == "invitation" else "1",
        "invitation": witness.invitation_of(one.copropriete) if witness else "",
    }
    return render(request, "assemblees/dossier/paper.html", context)


@require_safe
@login_required
@says_cancelled()
def word(request: HttpRequest, pk: int, assemblee: int, key: str) -> HttpResponse:
    """One paper that a syndic edits, as a file for a word processor."""
    one, kept = mine(request, pk, assemblee, even_cancelled=True)
    if key not in EDITED:
        raise Http404
    try:
        text = printed(key, one, kept)
    except IndividualHeating:
        return redirect("assemblees:dossier", pk, assemblee)
    if text.startswith(LACKS):
        return redirect("assemblees:paper", pk, assemblee, key)
    return _file(as_docx(key, text, one), WORD, f"{key}.docx")


@require_POST
@login_required
@says_cancelled()
def pdf(request: HttpRequest, pk: int, assemblee: int) -> HttpResponse:
    """Have the PDF of all the papers made."""
    one, _ = mine(request, pk, assemblee)
    try:
        services.ask_pdf(actor=request.user, assemblee=one)
    except IndividualHeating as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('assemblees:dossier', args=[pk, assemblee])}#pdf")


@require_safe
@login_required
@says_cancelled()
def pdf_file(request: HttpRequest, pk: int, assemblee: int) -> HttpResponse:
    """The last PDF made."""
    _, kept = mine(request, pk, assemblee, even_cancelled=True)
    made = getattr(kept, "pdf", None)
    if made is None or made.made_at is None:
        raise Http404
    return _file(
        bytes(made.content),
        "application/pdf",
        f"dossier-fait-le-{timezone.localdate(made.made_at)}.pdf",
    )


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@login_required
@says_cancelled(LotsForm)
def lots(request: HttpRequest, pk: int, assemblee: int) -> HttpResponse:
    """What each lot pays, by the key voted; what is typed is shared, and never kept."""
    one, kept = mine(request, pk, assemblee)
    posted = request.POST if request.method == "POST" else None
    numbers = numbers_of(kept, one)
    counted = counted_of(one, numbers)
    form = LotsForm(posted, initial=counted.initial if counted else {})
    context: dict[str, object] = {"copropriete": one.copropriete, "assemblee": one, "form": form}
    context |= {"noted": numbers.key, "counted": counted}
    if form.is_valid():
        data = form.cleaned_data
        amounts = {
            "rate": (data["rate"] or Decimal(0)) / 100,
            "years": data["years"],
            "before": data["before"],
            "after": data["after"],
            "width": counted.width if counted else None,
        }
        context["lines"] = cost_by_lot(data["lots"], data["works"], **amounts)
        total = total_of(data["lots"], data["works"], **amounts)
        context["total"] = counted.with_ends(total) if counted else total
        context["key"] = KEYS[Key(data["key"])].lower()
    return render(request, "assemblees/dossier/lots.html", context, status=form.http_status)


@require_POST
@login_required
@says_cancelled()
def sent(request: HttpRequest, pk: int, assemblee: int) -> HttpResponse:
    """The request left for the syndic: the papers are kept as they are."""
    one, kept = mine(request, pk, assemblee)
    if kept is not None and kept.sent_on is not None:
        day = date_format(kept.sent_on, "j F Y")
        messages.info(request, f"L’envoi était déjà noté, le {day} : voici les documents d’alors.")
        return redirect("assemblees:dossier", pk, assemblee)
    try:
        services.say_sent(actor=request.user, assemblee=one)
    except (NotReady, IndividualHeating) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "C’est noté. Les documents sont gardés tels quels.")
    return redirect("assemblees:dossier", pk, assemblee)


@require_POST
@login_required
@says_cancelled()
def unsent(request: HttpRequest, pk: int, assemblee: int) -> HttpResponse:
    """It was not sent after all."""
    one, _ = mine(request, pk, assemblee)
    if services.take_back(actor=request.user, assemblee=one):
        messages.success(request, "C’est noté. Les documents suivent de nouveau les nombres.")
    else:
        messages.info(request, "L’envoi n’était plus noté : les documents suivent les nombres.")
    return redirect("assemblees:dossier", pk, assemblee)


@require_safe
@login_required
@says_cancelled()
def calendar(request: HttpRequest, pk: int, assemblee: int) -> HttpResponse:
    """The dates to come, as a file for calendars."""
    one, kept = mine(request, pk, assemblee)
    url = request.build_absolute_uri(reverse("assemblees:dossier", args=[pk, assemblee]))
    days = [
        ics.Day(
            uid=f"assemblee-{one.pk}-{step.due}@{request.get_host()}",
            stamped_at=one.created_at,
            on=step.day,
            summary=step.what,
            description=f"Fait par {step.who}." if step.who else "",
            url=url,
        )
        for step in steps_of(one, numbers_of(kept, one), timezone.localdate())
        if not step.is_past
    ]
    if not days:
        return redirect(f"{reverse('assemblees:dossier', args=[pk, assemblee])}#calendrier")
    return _file(ics.days(days), ics.CONTENT_TYPE, "assemblee.ics")


# After the meeting: our convention.
ANSWER_DAYS = 7


@login_required
@says_cancelled(AskForm)
def asked(request: HttpRequest, pk: int, assemblee: int) -> HttpResponse:
    """The questions of the members, and one more to ask."""
    one, kept = mine(request, pk, assemblee)
    if one.is_over and request.method == "POST":
        message = "L’assemblée a eu lieu : les questions d’avant ne se posent plus."
        raise NoLonger(message, request.path)
    form = AskForm(request.POST if request.method == "POST" else None)
    ask = partial(services.ask, actor=request.user, assemblee=one)
    if form.saves(ask, TooManyQuestions):
        messages.success(request, "Votre question est posée, sans votre nom.")
        return redirect("assemblees:asked", pk, assemblee)
    meeting = numbers_of(kept, one).at(one.held_on).meeting_on
    by = meeting and min(meeting + timedelta(days=ANSWER_DAYS), one.held_on - timedelta(days=1))
    context = {
        "copropriete": one.copropriete,
        "assemblee": one,
        "asked": list(one.asked.all()),
        "is_over": one.is_over,
        "answer_by": by if by and by >= timezone.localdate() else None,
        "form": form,
    }
    return render(request, "assemblees/dossier/asked.html", context, status=form.http_status)


@login_required
@says_cancelled(AnswerForm)
def answer_asked(request: HttpRequest, pk: int, assemblee: int, question: int) -> HttpResponse:
    """Answer one of them in writing, or take it off."""
    row = _question(request, pk, assemblee, question)
    form = AnswerForm(request.POST if request.method == "POST" else None, asked=row)
    if form.saves(partial(services.answer_asked, actor=request.user, asked=row)):
        is_answered = form.cleaned_data["answer"]
        kept = "La réponse est enregistrée." if is_answered else WITHOUT_ANSWER
        messages.success(request, kept)
        return redirect("assemblees:asked", pk, assemblee)
    one = row.assemblee
    context = {"copropriete": one.copropriete, "assemblee": one, "question": row, "form": form}
    return render(request, "assemblees/dossier/answer.html", context, status=form.http_status)


def _question(request: HttpRequest, pk: int, assemblee: int, question: int) -> AskedBefore:
    one, _ = mine(request, pk, assemblee)
    asked = AskedBefore.objects.filter(assemblee=one)
    gone = services.ASKED_NO_MORE
    row = get_or_no_longer(asked, gone, "assemblees:asked", pk, assemblee, pk=question)
    row.assemblee = one
    return row


@require_POST
@login_required
@says_cancelled()
def remove_asked(request: HttpRequest, pk: int, assemblee: int, question: int) -> HttpResponse:
    """It is not asked any more; again changes nothing."""
    row = _question(request, pk, assemblee, question)
    version = request.POST.get("version", "")
    try:
        services.remove_asked(actor=request.user, asked=row, version=version)
    except AnsweredMeanwhile as error:
        messages.error(request, f"{error} La question reste : lisez la réponse.")
        return redirect("assemblees:asked_answer", pk, assemblee, question)
    messages.success(request, "La question est retirée.")
    return redirect("assemblees:asked", pk, assemblee)

"""All that the service knows of somebody, shown to them; its copy, its correction, its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.numbers import PAGE_NUMBERS
from cms.pages.models import ContactMessage
from cms.site.feedback import finished
from communaute.comptes import closing
from communaute.comptes.errors import ClosingRefused
from communaute.comptes.models import User
from communaute.comptes.personal_data_registry import (
    Consent,
    Held,
    Room,
    counts_of,
    find,
    is_of_accounts,
    lines_of,
    rooms,
    rows_of,
    shown,
)
from communaute.comptes.reauthentication import confirmed_lately
from socle.ratelimit import allow

from . import account_closing, services
from .data_copy import link_of
from .enums import Right
from .forms import LeavingForm, RightForm
from .models import Export

FIRST: Final = 3


@dataclass(frozen=True)
class DataPart:
    """One kind of thing held: how many, and the first ones as words → values."""

    held: Held
    count: int
    first: list[dict[str, Any]]

    @property
    def more(self) -> bool:
        return self.count > len(self.first)


@dataclass(frozen=True)
class Agreement:
    """One agreement: what to, when, taken back when, and where one takes it back."""

    title: str
    wording: str
    given: bool
    at: datetime | None
    withdrawn_at: datetime | None
    how: str
    url: str


def parts_of(person: User) -> list[tuple[Room, list[DataPart]]]:
    """All that is held of this person, room by room; what is not there is left out."""
    counts = counts_of(person)
    found = []
    for room in rooms():
        parts = [
            DataPart(one, counts[one.key], first_lines(one, person))
            for one in room.held
            if is_of_accounts(one) and counts[one.key]
        ]
        if parts:
            found.append((room, parts))
    return found


def first_lines(one: Held, person: User) -> list[dict[str, Any]]:
    return list(lines_of(one, rows_of(one, person)[:FIRST], person, on_page=True))


def agreements_of(person: User, found: Iterable[tuple[Room, list[DataPart]]]) -> list[Agreement]:
    """What this person agreed to, last first in each kind; one query for each kind there is."""
    return [
        _agreement(part.held, part.held.consent, row)
        for _, parts in found
        for part in parts
        if part.held.consent
        for row in rows_of(part.held, person).filter(**{f"{part.held.consent.when}__isnull": False})
    ]


def _agreement(one: Held, told: Consent, row: Model) -> Agreement:
    own_page = getattr(row, "get_absolute_url", None)
    return Agreement(
        title=one.title,
        wording=str(shown(row, told.wording) or ""),
        given=shown(row, told.asked) != "non" if told.asked else True,
        at=shown(row, told.when),
        withdrawn_at=shown(row, told.withdrawn) if told.withdrawn else None,
        how=told.how,
        url=own_page() if told.page == "row" and own_page else told.page,
    )


PAGE_SIZE: Final = 20


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What is held, room by room, the agreements given, and what one may do."""
    found = parts_of(request.user)
    context = {"rooms": found, "agreements": agreements_of(request.user, found)}
    return render(request, "donnees/home.html", context)


@require_safe
def former(request: HttpRequest) -> HttpResponse:
    """Where this page was before: mails and bookmarks still lead there."""
    return redirect("donnees:home", permanent=True)


@require_safe
@login_required
def rows(request: HttpRequest, key: str) -> HttpResponse:
    """All the rows of one kind, page by page."""
    one = find(key)
    if one is None:
        raise Http404
    page = Paginator(rows_of(one, request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    lines = list(lines_of(one, page, request.user, on_page=True))
    context = {"held": one, "page_obj": page, "lines": lines}
    return render(request, "donnees/rows.html", context)


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Where the copy stands: not asked, in preparation, ready, erased."""
    last = Export.objects.filter(user=request.user).first()
    context = {
        "export": last,
        "state": last.state_at(timezone.now()) if last else "",
        "link": link_of(last) if last else "",
    }
    return render(request, "donnees/export.html", context)


@login_required
@confirmed_lately
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a copy; again, the one already asked for."""
    if request.method != "POST":
        return render(request, "donnees/ask.html")
    services.ask_export(actor=request.user)
    return redirect("donnees:export")


NOT_YOURS = (
    "Ce lien ne donne rien à ce compte : la copie est celle d’un autre compte, ou elle est effacée."
)


@require_safe
@login_required
def download(request: HttpRequest, token: str) -> HttpResponse | FileResponse:
    """The file, to its owner alone, by a signed address."""
    found = services.find_export(actor=request.user, token=token)
    if found is None:
        if not Export.objects.filter(user=request.user).exists():
            messages.info(request, NOT_YOURS)
        return redirect("donnees:export")
    try:
        opened = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(opened, as_attachment=True, filename="mes-donnees.zip")


@login_required
@confirmed_lately
def close(request: HttpRequest) -> HttpResponse:
    """Close one's account, after a page that says what is erased, what stays and what is kept."""
    user = request.user
    form = LeavingForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    obstacle = closing.obstacle_of(user)
    if form.is_valid():
        data = form.cleaned_data
        try:
            account_closing.leave(actor=user, texts=data["textes"], review=data["relire"])
        except ClosingRefused as error:
            obstacle, status = str(error), 409
        else:
            logout(request)
            return redirect("donnees:closed")
    context = {"form": form, "parts": closing.parts(), "obstacle": obstacle}
    context["left_alone"] = closing.left_alone(user)
    return render(request, "donnees/close.html", context, status=status)


@require_safe
def closed(request: HttpRequest) -> HttpResponse:
    """Said once the account is closed to others."""
    return render(request, "donnees/closed.html")


def take_back(request: HttpRequest, token: str) -> HttpResponse:
    """Keep one's account after all, by the link of the mail, signed out."""
    row = account_closing.find_departure(token)
    if row is None:
        return render(request, "donnees/taken_back.html", {"is_too_late": True}, status=404)
    if request.method != "POST":
        return render(request, "donnees/take_back.html", {"row": row})
    account_closing.take_back(person=row.user)
    return render(request, "donnees/taken_back.html")


TOO_MANY = (
    "Vous avez déjà envoyé plusieurs demandes. Renvoyez celle-ci plus tard : elle reste écrite "
    "ci-dessous."
)


@login_required
def ask_right(request: HttpRequest) -> HttpResponse:
    """Ask to correct or to object; then read the request, dated, among one’s own data."""
    form = RightForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if form.is_valid():
        rate = f"{PAGE_NUMBERS.messages_an_hour}/h,{PAGE_NUMBERS.messages_a_day}/d"
        if allow(request, action="data_right", rate=rate):
            right, text = Right(form.cleaned_data["droit"]), form.cleaned_data["texte"]
            services.ask_right(actor=request.user, right=right, text=text)
            finished(
                request,
                "Votre demande est enregistrée : la voici. Une personne y répond dans le mois, à "
                "l’adresse de votre compte.",
            )
            return redirect("donnees:rows", ContactMessage._meta.label_lower.replace(".", "-"))
        form.add_error(None, TOO_MANY)
        status = HTTPStatus.TOO_MANY_REQUESTS
    return render(request, "donnees/right.html", {"form": form}, status=status)

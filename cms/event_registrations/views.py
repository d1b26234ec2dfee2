"""Registering for an event, and the page of a registration, that its link opens."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from cms.pages.models import EventPage
from cms.pages.views import calendar_response
from socle.antispam import comes_from_elsewhere
from socle.ratelimit import allow

from ..forms import RegisterForm
from ..numbers import EVENT_NUMBERS
from . import services
from .enums import State
from .models import Registration
from .notify import token_of
from .perms import find_event, why_not_register
from .services import Closed, Gone

TOO_MANY = "Beaucoup d’inscriptions viennent de chez vous. Réessayez plus tard."


# No token, hence no session opened for who only reads: the browser says where the form comes from.
@csrf_exempt
@never_cache
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Register with one's account in one click, or ask for a link with one's address."""
    event = find_event(pk)
    if event is None:
        raise Http404
    if request.method != "POST":
        form = None if request.user.is_authenticated else RegisterForm.opened()
        return _form(request, event, form)
    if comes_from_elsewhere(request):
        raise PermissionDenied
    try:
        if request.user.is_authenticated:
            row = services.register(actor=request.user, event=event)
            return redirect("events:registration", token_of(row))
        return _ask(request, event)
    except Closed:
        return _form(request, event, None, HTTPStatus.CONFLICT)


def _ask(request: HttpRequest, event: EventPage) -> HttpResponse:
    form = RegisterForm(request.POST)
    if form.is_from_a_robot:
        return redirect("events:sent", event.pk)
    if not form.is_valid():
        return _form(request, event, form.reopened(), HTTPStatus.UNPROCESSABLE_ENTITY)
    rate = f"{EVENT_NUMBERS.an_hour}/h,{EVENT_NUMBERS.a_day}/d"
    if not allow(request, action="events", rate=rate):
        form.add_error(None, TOO_MANY)
        return _form(request, event, form, HTTPStatus.TOO_MANY_REQUESTS)
    email, name = form.cleaned_data["email"].lower(), form.cleaned_data["name"]
    if why := why_not_register(event, timezone.now()):
        raise Closed(why)
    # Nobody's mailbox is filled from here; who asks is told the same.
    daily = f"{EVENT_NUMBERS.mails_a_day}/d"
    if allow(request, action="events_mail", rate=daily, key=email):
        services.ask(event=event, email=email, name=name)
    return redirect("events:sent", event.pk)


def _form(
    request: HttpRequest,
    event: EventPage,
    form: RegisterForm | None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    mine = None
    if request.user.is_authenticated:
        mine = event.registrations.coming().of(request.user).first()
    context = {
        "event": event,
        "form": form,
        "why_not": why_not_register(event, timezone.now()),
        "is_full": services.is_full(event),
        "left": _left(event),
        "mine": token_of(mine) if mine else "",
        "waits": mine is not None and mine.state == State.WAITING,
    }
    return render(request, "cms/event_registrations/register.html", context, status=status)


def _left(event: EventPage) -> int | None:
    return None if event.places is None else max(0, event.places - services.taken(event))


@never_cache
@require_safe
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """What to do now: open one's mailbox."""
    event = find_event(pk)
    if event is None:
        raise Http404
    context = {"event": event, "is_full": services.is_full(event)}
    return render(request, "cms/event_registrations/sent.html", context)


@never_cache
@require_safe
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """Where a registration stands; to confirm it, or to give it up."""
    try:
        row = services.find(token)
    except Gone:
        return _gone(request)
    return _show(request, row, token)


@csrf_exempt
@never_cache
@require_POST
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm one's address: take a place."""
    if comes_from_elsewhere(request):
        raise PermissionDenied
    try:
        row = services.confirm(token=token)
    except Gone:
        return _gone(request)
    except Closed as refused:
        row = services.find(token)
        return _show(request, row, token, HTTPStatus.CONFLICT, why=str(refused))
    return redirect("events:registration", token_of(row))


@csrf_exempt
@never_cache
@require_POST
def give_up(request: HttpRequest, token: str) -> HttpResponse:
    """Give one's place to somebody else; a second click finds it done."""
    if comes_from_elsewhere(request):
        raise PermissionDenied
    try:
        services.give_up(token=token)
    except Gone:
        return _gone(request)
    return redirect("events:given_up")


@never_cache
@require_safe
def given_up(request: HttpRequest) -> HttpResponse:
    return render(request, "cms/event_registrations/given_up.html")


@never_cache
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The event in one's own calendar, with the address that only those registered have."""
    try:
        row = services.find(token)
    except Gone:
        return _gone(request)
    if row.event is None or row.state != State.CONFIRMED:
        raise Http404
    return calendar_response(row.event, online_url=row.event.online_url)


def _show(
    request: HttpRequest,
    row: Registration,
    token: str,
    status: HTTPStatus = HTTPStatus.OK,
    why: str = "",
) -> HttpResponse:
    now, event = timezone.now(), row.event
    is_over = (event.ends_at if event else row.told_ends_at) <= now
    # A page that goes once the event took place cancels nothing.
    is_gone = (event is None or not event.live) and (row.told_off or not is_over)
    context: dict[str, Any] = {
        "row": row,
        "event": event,
        "token": token,
        "is_off": is_gone or (event is not None and event.is_cancelled),
        "is_over": is_over,
        "why_not": why or (why_not_register(event, now) if event else ""),
        "is_public": event is not None and find_event(event.pk) is not None,
        "is_full": event is not None and row.state == State.ASKED and services.is_full(event),
    }
    return render(request, "cms/event_registrations/registration.html", context, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "cms/event_registrations/gone.html", status=HTTPStatus.NOT_FOUND)

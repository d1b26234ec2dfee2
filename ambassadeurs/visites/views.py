"""Pages of visits: mine, one slot, booking, who came, the calendar file, the agency's accord."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cms.site.feedback import finished
from socle import ics
from socle.errors import NoLonger

from . import pages, services
from .enums import BookingState, VisitState
from .errors import NotHost, SlotRefused, VisitChanged, VisitError
from .forms import (
    AttendanceForm,
    CancelForm,
    DecisionForm,
    MandateForm,
    NeighbourForm,
    SurveyForm,
    VisitForm,
)
from .models import Booking, Survey, Visit
from .notify import about, is_asker
from .pages import book_together, neighbours_of
from .perms import can_approve_any, has_adviser, is_host, why_no_roll, why_over
from .slots import asking_for_a_date
from .surveys import answer_survey, is_for_them


def _visible(request: HttpRequest, public_id: UUID) -> Visit:
    visits = Visit.objects.visible_to(request.user).for_list()
    return get_object_or_404(visits, public_id=public_id)


def _hosted(request: HttpRequest, public_id: UUID) -> Visit:
    """One's own slot: 404 when it may not be seen, 403 when it is somebody else's."""
    visit = _visible(request, public_id)
    if not is_host(request.user, visit):
        raise PermissionDenied
    return visit


def _not_now(request: HttpRequest, visit: Visit, why: str) -> HttpResponse | None:
    """To the page of the visit, told `why`, who opens the form of what is no longer possible; who
    sends it is told by the service."""
    if request.method == "POST" or not why:
        return None
    messages.info(request, why)
    return redirect(visit)


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The slots one hosts, and the visits one goes to."""
    return render(request, "visites/mine.html", pages.mine(request.user, timezone.now()))


@never_cache
@require_safe
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One slot, for whoever looks: to book, to come, to receive."""
    visit = _visible(request, public_id)
    return render(request, "visites/detail.html", pages.detail_context(request.user, visit))


@never_cache
@login_required
def open_slot(request: HttpRequest) -> HttpResponse:
    """Offer a visit. Somebody with several mandates chooses by `?mandat=`."""
    hosts = pages.hosts_of(request.user, timezone.now())
    if not hosts:
        return render(request, "visites/cannot_open.html", status=403)
    host = MandateForm(request.GET).choose(hosts)
    data = request.POST if request.method == "POST" else None
    form = VisitForm(data, max_visitors=host.max_visitors, has_adviser=has_adviser(host))
    if request.method == "POST" and form.is_valid():
        asked = asking_for_a_date(host, timezone.now()).exists()
        try:
            visit = services.open_visit(
                actor=request.user,  # type: ignore[arg-type]
                ambassadeur=host,
                **form.slot(),
            )
        except SlotRefused as error:
            form.say_refused(error)
        except VisitError as error:
            form.refuse(error)
        else:
            told = "Les personnes qui vous en ont demandé une sont prévenues. " if asked else ""
            messages.success(
                request, f"Votre visite est proposée. {told}Un courriel vous dira qui s’inscrit."
            )
            return redirect(visit)
    elif request.method == "POST":
        form.say_also(host)
    context = {"form": form, "hosts": hosts, "host": host}
    return render(request, "visites/open.html", context, status=form.http_status)


@never_cache
@login_required
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change a slot to come; people who hold a place are told."""
    visit = _hosted(request, public_id)
    if over := _not_now(request, visit, why_over(visit, timezone.now())):
        return over
    form = VisitForm(
        request.POST if request.method == "POST" else None,
        initial=VisitForm.initial_of(visit),
        max_visitors=max(visit.host.max_visitors, visit.places),
        has_adviser=has_adviser(visit.host),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_visit(
                actor=request.user,  # type: ignore[arg-type]
                visit=visit,
                sequence=form.cleaned_data["sequence"],
                **form.slot(),
            )
        except VisitChanged as error:
            visit.refresh_from_db()
            form.say_changed(error, visit)
        except SlotRefused as error:
            form.say_refused(error)
        except VisitError as error:
            form.refuse(error)
        else:
            messages.success(request, "La visite est modifiée.")
            return redirect(visit)
    elif request.method == "POST":
        form.say_also(visit.host, but=visit)
    context = {"form": form, "visit": visit}
    return render(request, "visites/change.html", context, status=form.http_status)


@never_cache
@login_required
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Cancel a slot, with a word for those who were to come."""
    visit = _hosted(request, public_id)
    if visit.state == VisitState.CANCELLED:
        raise NoLonger("Cette visite est déjà annulée.", visit.get_absolute_url())
    form = CancelForm(request.POST if request.method == "POST" else None)
    if over := _not_now(request, visit, why_over(visit, timezone.now())):
        return over
    if request.method == "POST" and form.is_valid():
        told = ", les inscrits sont prévenus" if pages.people_of(visit) else ""
        try:
            services.cancel_visit(
                actor=request.user,  # type: ignore[arg-type]
                visit=visit,
                note=form.cleaned_data["note"],
            )
        except VisitError as error:
            raise NoLonger(str(error), visit.get_absolute_url()) from error
        messages.success(request, f"La visite est annulée{told}.")
        return redirect(visit)
    waiting = visit.bookings.filter(state=BookingState.WAITING_LIST).count()
    context = {"form": form, "visit": visit, "waiting": waiting}
    return render(request, "visites/cancel.html", context, status=form.http_status)


@login_required
@require_POST
def book(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a place, or a rank on the waiting list; `avec`: and one for a neighbour."""
    visit, user = _visible(request, public_id), request.user
    form = NeighbourForm(request.POST, neighbours=neighbours_of(user))
    if not form.is_valid():
        context = pages.detail_context(user, visit) | {"form": form}
        return render(request, "visites/detail.html", context, status=422)
    neighbour = form.cleaned_data["avec"]
    booked = visit.bookings.exclude(state=BookingState.CANCELLED)
    was_booked = booked.filter(user=user).exists()
    try:
        if neighbour:
            booking = book_together(actor=user, visit=visit, neighbour=neighbour)
        else:
            booking = services.book_visit(actor=user, visit=visit)
    except VisitError as error:
        messages.error(request, str(error))
    else:
        finished(request, pages.said(booking, neighbour, was_booked=was_booked))
    return redirect(visit)


@login_required
@require_POST
def give_up(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give one's place back, or leave the waiting list."""
    visit = _visible(request, public_id)
    has_place = visit.bookings.holding_a_place().filter(user=request.user.pk).exists()
    try:
        services.give_up(actor=request.user, visit=visit)  # type: ignore[arg-type]
    except VisitError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, pages.GIVEN_BACK if has_place else pages.NO_LONGER_BOOKED)
    return redirect(visit)


@never_cache
@login_required
def attendance(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The host says who came."""
    visit = _hosted(request, public_id)
    people = pages.roll_of(visit)
    why = why_no_roll(visit, timezone.now(), people=bool(people))
    if not_now := _not_now(request, visit, why):
        return not_now
    data = request.POST if request.method == "POST" else None
    form = AttendanceForm(data, bookings=people, initial=pages.came(visit, people))
    if request.method == "POST" and form.is_valid():
        try:
            services.record_attendance(actor=request.user, visit=visit, **form.answer())  # type: ignore[arg-type]
        except VisitError as error:
            form.refuse(error)
        else:
            messages.success(request, "Merci : c’est enregistré.")
            return redirect(visit)
    context = {"form": form, "visit": visit, "people": people}
    return render(request, "visites/attendance.html", context, status=form.http_status)


@never_cache
@login_required
@require_safe
def calendar(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The visit for one's calendar: the host's and that of people who hold a place."""
    visit = _visible(request, public_id)
    booking = Booking.objects.filter(visit=visit, user=request.user).first()  # type: ignore[misc]
    event = pages.event(request.user, visit, booking, timezone.now(), settings.BASE_URL)
    if event is None:
        raise Http404
    return HttpResponse(
        ics.calendar(event),
        content_type=ics.CONTENT_TYPE,
        headers={"Content-Disposition": 'attachment; filename="visite.ics"'},
    )


@never_cache
@login_required
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """Places that wait for the agency, because of two absences."""
    if not can_approve_any(request.user):
        raise PermissionDenied
    found = pages.approvals(request.user, timezone.now())
    return render(request, "visites/approvals.html", found)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or not one of them."""
    asked = Booking.objects.approved_by(request.user)
    booking = get_object_or_404(asked.select_related("visit"), pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choisissez d’accepter ou de refuser.")
        return redirect("visites:approvals")
    try:
        accepted = form.cleaned_data["accepted"] == "oui"
        services.decide_booking(actor=request.user, booking=booking, accepted=accepted)  # type: ignore[arg-type]
    except NotHost:
        raise
    except VisitError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "C’est fait : la personne est prévenue.")
    return redirect("visites:approvals")


@never_cache
def survey(request: HttpRequest, token: UUID) -> HttpResponse:
    """Three questions for who holds the link of the mail, signed in or not."""
    surveys = Survey.objects.select_related(
        "user",
        "demande__requester",
        "demande__organisation",
        "demande__ambassadeur__copropriete",
        "visit__ambassadeur__copropriete",
    )
    asked = get_object_or_404(surveys, token=token)
    if not is_for_them(asked):
        return render(request, "visites/survey_over.html", status=404)
    data = request.POST if request.method == "POST" else None
    form = SurveyForm(data, by_asker=is_asker(asked), is_visit=asked.visit is not None)
    if request.method == "POST" and form.is_valid():
        if not answer_survey(survey=asked, **form.answers()):
            messages.info(request, "Vous aviez déjà répondu : votre première réponse reste.")
        return redirect("visites:survey", token=token)
    context = {"survey": asked, "form": form} | about(asked)
    return render(request, "visites/survey.html", context, status=form.http_status)

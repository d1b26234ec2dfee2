"""Who is told what about visits; the kinds of mails are in `mails`.

Never an address; the meeting point in one mail, to who may see it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.perms import deciders_of
from ambassadeurs.demandes.contact_details import mask
from ambassadeurs.demandes.enums import ClockStep
from ambassadeurs.demandes.names import asker_name, recipient_name
from ambassadeurs.demandes.perms import people_near
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import User
from communaute.notifications.channels import next_morning
from communaute.notifications.models import Mail
from communaute.notifications.services import tell

from .enums import BookingState, VisitState
from .models import Booking, Survey, Visit
from .numbers import NUMBERS
from .perms import times
from .querysets import HOLDING

# Said to who has just asked for a place, or sets out early in the morning: never kept for it.
AT_ONCE = ("booked", "waiting", "needs_approval", "cancelled", "changed", "where")
# Of a visit where an adviser is invited.
CHANGES = ("moved", "duration")
BOOKED = {
    BookingState.CONFIRMED: "booked",
    BookingState.WAITING_LIST: "waiting",
    BookingState.REQUESTED: "needs_approval",
}


def proposed(visit: Visit, person: User) -> None:
    """To somebody who asked this host for a visit."""
    _tell("proposed", person, f"visite-proposee-{visit.pk}", visit)


def booked(booking: Booking, *, brings: bool = False) -> None:
    """What became of the place just asked for: to the visitor, and to the host; of who `brings`
    somebody, the host is told with the place of the other."""
    visit, stamp = booking.visit, booking.booked_at.isoformat()
    kind = BOOKED[BookingState(booking.state)]
    taken_by = booking.taken_with.user.public_name if booking.taken_with else ""
    key = f"visite-place-{booking.pk}-{stamp}"
    _tell(kind, booking.user, key, visit, taken_by=taken_by, booking=booking.pk)
    if booking.state != BookingState.WAITING_LIST and not brings:
        comes(booking)


def comes(booking: Booking) -> None:
    """To the host, of who has a place, and of who took it for both in the same act."""
    first, comers = booking.taken_with, [booking]
    if first is not None and first.booked_at == booking.booked_at and first.state in HOLDING:
        comers = [first, booking]
    _tell_host(
        "new_visitor",
        booking.visit,
        _host_key(booking),
        booking=booking.pk,
        comers=[one.pk for one in comers],
        **coming(comers),
    )


def coming(comers: list[Booking]) -> dict[str, Any]:
    """Who comes, and for whom an accord is awaited (`asking`: for that one alone)."""
    asking = [one.user.public_name for one in comers if one.state == BookingState.REQUESTED]
    return {
        "visitor": " et ".join(one.user.public_name for one in comers),
        "are_two": len(comers) > 1,
        "needs_approval": bool(asking),
        "asking": asking[0] if 0 < len(asking) < len(comers) else "",
    }


def to_approve(booking: Booking) -> None:
    """Ask the agencies of the territory, most precise level first; else the national team."""
    copropriete = booking.visit.host.copropriete
    commune = copropriete.commune
    agencies = people_near(OrganisationKind.AGENCE, commune)
    for person in agencies or deciders_of(copropriete, exclude=booking.user):
        _tell(
            "to_approve",
            person,
            f"visite-accord-{booking.pk}-{booking.booked_at.isoformat()}",
            booking.visit,
            url=reverse("visites:approvals"),
            visitor=booking.user.public_name,
            place=commune.after_a,
            booking=booking.pk,
        )


def promoted(booking: Booking, *, was: datetime | None = None) -> None:
    _tell(
        "promoted",
        booking.user,
        f"visite-promue-{booking.pk}-{booking.booked_at.isoformat()}",
        booking.visit,
        needs_approval=booking.state == BookingState.REQUESTED,
        booking=booking.pk,
        was=was,
    )


def approved(booking: Booking) -> None:
    key = f"visite-accordee-{booking.pk}-{booking.booked_at.isoformat()}"
    _tell("approved", booking.user, key, booking.visit, booking=booking.pk)
    _tell_host(
        "new_visitor",
        booking.visit,
        f"visite-accordee-hote-{booking.pk}-{booking.booked_at.isoformat()}",
        booking=booking.pk,
        is_agreed=True,
        **coming([booking]),
    )


def refused(booking: Booking) -> None:
    key = f"visite-refusee-{booking.pk}-{booking.booked_at.isoformat()}"
    _tell("refused", booking.user, key, booking.visit)


def left_out(booking: Booking) -> None:
    """To who asked for a place: the visit is over, the agency never decided, or none came free."""
    _tell(
        "left_out",
        booking.user,
        f"visite-sans-place-{booking.pk}-{booking.booked_at.isoformat()}",
        booking.visit,
        url=reverse("visites:agenda"),
        booking=booking.pk,
        is_waiting=booking.state == BookingState.WAITING_LIST,
    )


def place_lost(booking: Booking, *, was_waiting: bool) -> None:
    """To whom the host no longer receives, or who `was_waiting` for a place."""
    _tell(
        "place_lost",
        booking.user,
        f"visite-perdue-{booking.pk}-{_stamp(booking.cancelled_at)}",
        booking.visit,
        url=reverse("visites:agenda"),
        was_waiting=was_waiting,
    )


def given_up(booking: Booking, *, instead: list[Booking], **why: bool) -> None:
    """To the host, and to who was to come with them; `instead`: who has the place now, from the
    waiting list; `why`, when it is not the person: `is_refused` by the agency, or `is_taken_back`
    from an account that is closed, which nobody is told."""
    _tell_host(
        "given_up",
        booking.visit,
        f"visite-renonce-{booking.pk}-{_stamp(booking.cancelled_at)}",
        visitor=booking.user.public_name,
        instead=", ".join(place.user.public_name for place in instead),
        instead_of=[place.pk for place in instead],
        booking=booking.pk,
        announced_by=[_host_key(one) for one in (booking, *booking.neighbours.all())],
        **why,
    )
    key, gone = f"visite-seul-{booking.pk}-{_stamp(booking.cancelled_at)}", BookingState.CANCELLED
    beside = booking.visit.bookings.filter(Q(taken_with=booking) | Q(pk=booking.taken_with_id))
    for other in beside.exclude(state=gone).select_related("user"):
        told = {"visitor": booking.user.public_name, "booking": booking.pk}
        _tell("alone", other.user, key, booking.visit, **told)


def cancelled(visit: Visit, booking: Booking, *, note: str) -> None:
    # The page of a host who left is gone.
    host = visit.ambassadeur
    stays = host is not None and host.is_public
    _tell(
        "cancelled",
        booking.user,
        f"visite-annulee-{visit.pk}-{visit.sequence}",
        visit,
        url=visit.host.copropriete.get_absolute_url() if stays else reverse("annuaire:list"),
        note=mask(note),
        stays=stays,
    )


def restored(booking: Booking) -> None:
    """Its host is back: the visit takes place after all."""
    visit = booking.visit
    _tell(
        "restored",
        booking.user,
        f"visite-retablie-{booking.pk}-{visit.sequence}",
        visit,
        booking=booking.pk,
        is_waiting=booking.state == BookingState.WAITING_LIST,
        needs_approval=booking.state == BookingState.REQUESTED,
    )


def changed(visit: Visit, booking: Booking, *, was: Visit, place: bool) -> None:
    """What is not as it `was`, and nothing else; `place`: the meeting point, which this person
    could see, is another one."""
    before = {name: getattr(was, name) for name in ("minutes", "places", "language")}
    _tell(
        "changed",
        booking.user,
        f"visite-changee-{visit.pk}-{visit.sequence}",
        visit,
        was=was.starts_at,
        moved=was.starts_at != visit.starts_at,
        before={name: old for name, old in before.items() if old != getattr(visit, name)},
        places=visit.places,
        language=visit.language,
        other_place=place,
        has_place=bool(visit.meeting_point),
        had_place=bool(was.meeting_point),
        booking=booking.pk,
        is_waiting=booking.state == BookingState.WAITING_LIST,
        needs_approval=booking.state == BookingState.REQUESTED,
    )


def reminder(booking: Booking) -> None:
    visit = booking.visit
    _tell("reminder", booking.user, f"visite-rappel-{booking.pk}-{visit.sequence}", visit)


def where(booking: Booking, now: datetime) -> None:
    """The place itself is read as the mail leaves (`mails.fill`): no line on the site keeps it."""
    visit = booking.visit
    key = f"visite-lieu-{booking.pk}-{visit.sequence}-{now.isoformat()}"
    _tell("where", booking.user, key, visit, expires_at=visit.ends_at, booking=booking.pk)


def host_reminder(visit: Visit, *, visitors: int) -> None:
    _tell_host(
        "host_reminder",
        visit,
        f"visite-rappel-hote-{visit.pk}-{visit.sequence}",
        visitors=visitors,
        has_place=bool(visit.meeting_point),
    )


def outcome(visit: Visit) -> None:
    url = reverse("visites:attendance", args=[visit.public_id])
    _tell_host("outcome", visit, f"visite-issue-{visit.pk}", url=url)


def adviser(visit: Visit, *, news: str, was: Visit | None = None) -> None:
    """To the agency of the place: its adviser is "invited", "uninvited", or the visit "moved" (as
    it `was`), has another "duration" or was "cancelled"."""
    if visit.ambassadeur is None:
        return
    commune = visit.ambassadeur.copropriete.commune
    is_on = visit.state == VisitState.PROPOSED
    for person in people_near(OrganisationKind.AGENCE, commune):
        change = _since_told(person, visit, was) if was and news in CHANGES else {}
        _tell(
            "adviser",
            person,
            f"visite-conseiller-{visit.pk}-{visit.sequence}",
            visit,
            # The page of a host whose mandate ended is not for the agency.
            url="" if is_on else "/agence/",
            moved_from=was,
            news=news,
            place=commune.after_a,
            is_on=is_on,
            **change,
        )


def _since_told(person: User, visit: Visit, was: Visit) -> dict[str, Any]:
    """When the visit `was` for this person: before the first change whose mail still waits, those
    being `passed`."""
    told = Mail.objects.filter(user=person, kind="visites.adviser", thread=thread_of(visit.pk))
    # One that left, or never will, keeps no context.
    last = told.filter(context__news__in=CHANGES).order_by("-pk").first()
    if last is None or "passed" not in last.context:
        return {"was_at": was.starts_at, "was_minutes": was.minutes, "passed": []}
    kept = {name: last.context[name] for name in ("was_at", "was_minutes")}
    return kept | {"passed": [*last.context["passed"], last.key]}


def thread_of(pk: int) -> str:
    """Where all that is told of a visit stays together."""
    return f"visite-{pk}"


def _is_early(visit: Visit, now: datetime) -> bool:
    """Whether it begins too soon for what is told of it to wait for the morning."""
    return visit.starts_at < next_morning(now) + timedelta(hours=NUMBERS.early_hours)


def _host_key(booking: Booking) -> str:
    """Of what tells the host that somebody comes."""
    return f"visite-inscrit-{booking.pk}-{booking.booked_at.isoformat()}"


def _stamp(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _tell_host(kind: str, visit: Visit, key: str, *, url: str = "", **context: Any) -> None:
    if visit.ambassadeur is not None:
        _tell(kind, visit.ambassadeur.user, key, visit, url=url, **context)


def _tell(
    kind: str,
    user: User,
    key: str,
    visit: Visit,
    *,
    url: str = "",
    expires_at: datetime | None = None,
    moved_from: Visit | None = None,
    **context: Any,
) -> None:
    host, now = visit.ambassadeur, timezone.now()
    tell(
        f"visites.{kind}",
        to=user,
        key=key,
        url=url or visit.get_absolute_url(),
        thread=thread_of(visit.pk),
        expires_at=expires_at,
        at_night=kind in AT_ONCE or _is_early(moved_from or visit, now) or _is_early(visit, now),
        context={
            "visit": visit.pk,
            "host": host.first_name if host else "",
            "residence": host.copropriete.name if host else "",
            "place_hours": NUMBERS.place_hours,
            "cancel_hours": NUMBERS.cancel_hours,
            "absences": NUMBERS.absences,
            "absence_months": NUMBERS.absence_months,
        }
        | times(visit, now)
        | context,
    )


def is_asker(survey: Survey) -> bool:
    """Whether it is for who asked or visited, rather than for who answered or received."""
    demande, visit = survey.demande, survey.visit
    if demande is not None:
        return survey.user_id == demande.requester_id
    if visit is None:
        return False
    return visit.ambassadeur is None or survey.user_id != visit.ambassadeur.user_id


def about(survey: Survey) -> dict[str, Any]:
    """What `visites/_survey_about.txt` says after « au sujet de »: `other` for an exchange,
    `residence` for a visit made ("" once its host is gone), the `day` of either."""
    demande, visit = survey.demande, survey.visit
    asked = is_asker(survey)
    if demande is not None:
        other = recipient_name(demande) if asked else asker_name(demande)
        return {"is_visit": False, "is_asker": asked, "other": other, "day": demande.created_at}
    assert visit is not None  # noqa: S101 - the database says: a thread or a visit
    residence = visit.ambassadeur.copropriete.name if asked and visit.ambassadeur else ""
    return {
        "is_visit": True,
        "is_asker": asked,
        "residence": residence,
        "day": visit.starts_at,
    }


def ask(survey: Survey) -> None:
    """Send it."""
    demande = survey.demande
    thing = f"demande-{demande.pk}" if demande else f"visite-{survey.visit_id}"
    tell(
        "visites.survey",
        to=survey.user,
        key=f"enquete-{thing}-{survey.step}",
        url=f"/enquetes/{survey.token}/",
        thread=demande.mail_thread if demande else thing,
        context=about(survey)
        | ({"demandes": [demande.pk]} if demande else {})
        | {
            "survey": survey.pk,
            "is_first": survey.step == ClockStep.SURVEY_J2,
            "months": NUMBERS.late_survey_months,
        },
    )

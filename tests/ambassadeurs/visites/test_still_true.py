"""What waits to leave about a visit leaves only while it is still so, with the figures of then."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.visites import notify, services
from ambassadeurs.visites.enums import BookingState
from ambassadeurs.visites.notify import ask
from ambassadeurs.visites.surveys import answer_survey
from communaute.comptes.models import Membership
from communaute.moderation.enums import ContentStatus
from communaute.notifications.models import Mail
from communaute.notifications.outbox import drain
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory
from tests.communaute.moderation.states import put_in_state
from tests.mails import leaves, says_now

from .acts import change
from .factories import BookingFactory, SurveyFactory, VisitFactory

pytestmark = pytest.mark.django_db


def planned(kind):
    return Mail.objects.filter(kind=f"visites.{kind}").latest("pk")


def cancel(visit):
    services.cancel_visit(actor=visit.host.user, visit=visit)


def give_up(visit):
    for booking in visit.bookings.all():
        services.give_up(actor=booking.user, visit=visit)


def move(visit):
    change(visit, starts_at=visit.starts_at + timedelta(days=1))


def uninvite(visit):
    change(visit, adviser_invited=False)


def come(visit):
    BookingFactory(visit=visit)


def agency_leaves(visit):
    Membership.objects.all().delete()


def say_who_came(visit):
    start = visit.starts_at
    services.record_attendance(
        actor=visit.host.user, visit=visit, present=set(), now=start + timedelta(hours=2)
    )


def close_the_request(visit):
    visit.host.demandes.update(state="close", closed_because="demandeur")


def remind_host(visit):
    notify.host_reminder(visit, visitors=visit.bookings.count())


def remind(visit):
    notify.reminder(visit.bookings.get())


def say_changed(visit):
    change(visit, minutes=90)
    visit.refresh_from_db()


def restore(visit):
    notify.restored(visit.bookings.get())


def propose(visit):
    demande = DemandeFactory(ambassadeur=visit.host, purpose="visite")
    notify.proposed(visit, demande.requester)


def refuse(visit):
    notify.refused(visit.bookings.get())
    visit.bookings.update(state=BookingState.CANCELLED)


def book_again(visit):
    services.book_visit(actor=visit.bookings.get().user, visit=visit)


def say_cancelled(visit):
    notify.cancelled(visit, visit.bookings.get(), note="")
    type(visit).objects.update(state="annule")


def plan_again(visit):
    type(visit).objects.update(state="propose")


def ask_outcome(visit):
    notify.outcome(visit)


def leave_out(visit):
    visit.bookings.update(state="demande")
    notify.left_out(visit.bookings.get())


def say_not_held(visit):
    type(visit).objects.update(state="annule")


def invite(visit):
    MembershipFactory(organisation=OrganisationFactory(covers=["38"]))
    change(visit, adviser_invited=True)
    visit.refresh_from_db()


@pytest.mark.parametrize(
    ("kind", "tell", "meanwhile"),
    [
        ("host_reminder", remind_host, cancel),
        ("host_reminder", remind_host, give_up),
        ("reminder", remind, cancel),
        ("reminder", remind, give_up),
        ("restored", restore, cancel),
        ("restored", restore, give_up),
        ("proposed", propose, cancel),
        ("proposed", propose, close_the_request),
        ("changed", say_changed, move),
        ("changed", say_changed, cancel),
        ("changed", say_changed, give_up),
        ("refused", refuse, book_again),
        ("cancelled", say_cancelled, plan_again),
        ("outcome", ask_outcome, say_who_came),
        ("left_out", leave_out, say_not_held),
        ("adviser", invite, uninvite),
        ("adviser", invite, cancel),
        ("adviser", invite, agency_leaves),
    ],
)
def test_it_leaves_only_while_it_is_true(kind, tell, meanwhile):
    visit = VisitFactory(ambassadeur=AmbassadeurFactory(copropriete__commune_id="38185"), places=3)
    BookingFactory(visit=visit)
    tell(visit)
    mail = planned(kind)
    assert leaves(mail)
    meanwhile(visit)
    assert not leaves(mail)


def test_the_host_reads_how_many_come_when_the_reminder_leaves(mailoutbox):
    visit = VisitFactory(places=3)
    bookings = BookingFactory.create_batch(3, visit=visit)
    remind_host(visit)
    services.give_up(actor=bookings[0].user, visit=visit)
    drain()
    (reminder,) = (one for one in mailoutbox if one.subject.startswith("Rappel"))
    assert "2 places confirmées" in reminder.body
    assert reminder.to == [visit.host.user.email]


def test_what_is_booked_gives_the_date_of_when_it_leaves(mailoutbox):
    visit = VisitFactory(starts_at=timezone.now() + timedelta(days=10))
    booking = BookingFactory(visit=visit)
    notify.booked(booking)
    visit.starts_at = later = visit.starts_at + timedelta(days=2)
    visit.save()
    drain()
    (told,) = (one for one in mailoutbox if one.to == [booking.user.email])
    day = f"{timezone.localtime(later).day} "
    assert f" {day}" in told.body.partition("Rendez-vous")[2].partition(",")[0]


def test_a_survey_that_was_answered_is_not_asked():
    survey = SurveyFactory()
    ask(survey)
    mail = planned("survey")
    assert leaves(mail)
    answer_survey(survey=survey, helpful=True, stage="")
    assert not leaves(mail)


def booked_visit(**fields):
    host = AmbassadeurFactory(copropriete__commune_id="38185")
    return BookingFactory(visit=VisitFactory(ambassadeur=host, places=3), **fields)


def begin(visit):
    type(visit).objects.update(starts_at=timezone.now() - timedelta(minutes=1))


@pytest.mark.parametrize("meanwhile", [cancel, begin])
@pytest.mark.parametrize(
    ("kind", "tell", "state"),
    [
        ("needs_approval", notify.booked, BookingState.REQUESTED),
        ("new_visitor", notify.booked, BookingState.CONFIRMED),
        ("to_approve", notify.to_approve, BookingState.REQUESTED),
        ("promoted", notify.promoted, BookingState.CONFIRMED),
        ("approved", notify.approved, BookingState.CONFIRMED),
        ("waiting", notify.booked, BookingState.WAITING_LIST),
    ],
)
def test_no_place_is_told_at_a_visit_that_was_cancelled_or_has_begun(kind, tell, state, meanwhile):
    MembershipFactory(organisation=OrganisationFactory(covers=["38"]))
    booking = booked_visit(state=state, needs_approval=state == BookingState.REQUESTED)
    tell(booking)
    mail = planned(kind)
    assert leaves(mail)
    meanwhile(booking.visit)
    assert not leaves(mail)


@pytest.mark.parametrize(
    ("kind", "tell"),
    [
        ("promoted", notify.promoted),
        ("new_visitor", notify.booked),
        ("restored", notify.restored),
        ("changed", lambda booking: move(booking.visit)),
    ],
)
def test_an_agreement_given_meanwhile_is_waited_for_no_more(kind, tell):
    booking = booked_visit(state=BookingState.REQUESTED)
    tell(booking)
    mail = planned(kind)
    assert "doit encore donner son accord" in says_now(mail, "body")
    type(booking).objects.update(state=BookingState.CONFIRMED)
    assert "accord" not in says_now(mail, "body")


def test_a_place_had_meanwhile_is_not_said_waited_for():
    booking = booked_visit(state=BookingState.WAITING_LIST)
    notify.restored(booking)
    mail = planned("restored")
    assert "toujours sur la liste d’attente" in says_now(mail, "body")
    type(booking).objects.update(state=BookingState.CONFIRMED)
    assert "Votre place est gardée" in says_now(mail, "body")


def test_an_adviser_no_longer_counted_on_is_not_told_that_a_cancelled_visit_is_on():
    visit = booked_visit().visit
    invite(visit)
    uninvite(visit)
    mail = planned("adviser")
    assert "reçoit" in says_now(mail, "body")
    cancel(visit)
    assert "devait recevoir" in says_now(mail, "body")


def test_a_place_given_up_goes_to_who_has_it_as_the_mail_leaves():
    booking = booked_visit(state=BookingState.CANCELLED)
    instead = BookingFactory(visit=booking.visit)
    notify.given_up(booking, instead=[instead])
    mail = planned("given_up")
    assert f"Sa place va à {instead.user.public_name}" in says_now(mail, "body")
    type(instead).objects.filter(pk=instead.pk).update(state=BookingState.CANCELLED)
    assert "La place est de nouveau libre" in says_now(mail, "body")
    BookingFactory.create_batch(3, visit=booking.visit)
    assert "libre" not in says_now(mail, "body")


def test_who_has_booked_since_or_may_not_is_not_offered_a_date():
    visit = VisitFactory(places=3)
    propose(visit)
    mail = planned("proposed")
    assert leaves(mail)
    booking = BookingFactory(visit=visit, user=mail.user)
    assert not leaves(mail)
    booking.delete()
    put_in_state(visit, ContentStatus.HIDDEN)
    assert not leaves(mail)

"""What waits to leave about a visit leaves only while it is still so, with the figures of then."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.visites import services, tells
from ambassadeurs.visites.enums import BookingState
from ambassadeurs.visites.surveys import answer_survey
from ambassadeurs.visites.tells import ask
from communaute.comptes.models import Membership
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail
from communaute.notifications.outbox import drain
from communaute.notifications.outbox.worth import is_worth_sending
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory

from .factories import BookingFactory, SurveyFactory, VisitFactory

pytestmark = pytest.mark.django_db


def planned(kind):
    return Mail.objects.filter(kind=f"visites.{kind}").latest("pk")


def leaves(mail):
    return is_worth_sending(Mail.objects.get(pk=mail.pk), kind_of(mail.kind))


def change(visit, **fields):
    as_it_is = ("starts_at", "minutes", "places", "meeting_point", "language", "adviser_invited")
    values = {name: getattr(visit, name) for name in as_it_is} | fields
    services.change_visit(actor=visit.host.user, visit=visit, **values)


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
    tells.host_reminder(visit, visitors=visit.bookings.count())


def remind(visit):
    tells.reminder(visit.bookings.get())


def say_changed(visit):
    change(visit, minutes=90)
    visit.refresh_from_db()


def restore(visit):
    tells.restored(visit.bookings.get())


def propose(visit):
    demande = DemandeFactory(ambassadeur=visit.host, purpose="visite")
    tells.proposed(visit, demande.requester)


def refuse(visit):
    tells.refused(visit.bookings.get())
    visit.bookings.update(state=BookingState.CANCELLED)


def book_again(visit):
    services.book_visit(actor=visit.bookings.get().user, visit=visit)


def say_cancelled(visit):
    tells.cancelled(visit, visit.bookings.get(), note="")
    type(visit).objects.update(state="annule")


def plan_again(visit):
    type(visit).objects.update(state="propose")


def ask_outcome(visit):
    tells.outcome(visit)


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
    assert "2 personnes inscrites" in reminder.body
    assert reminder.to == [visit.host.user.email]


def test_what_is_booked_gives_the_date_of_when_it_leaves(mailoutbox):
    visit = VisitFactory(starts_at=timezone.now() + timedelta(days=10))
    booking = BookingFactory(visit=visit)
    tells.booked(booking)
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

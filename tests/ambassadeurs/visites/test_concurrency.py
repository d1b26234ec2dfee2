"""Two ticks, and two people at the last place, at the very same moment, each with a connection.

A database in memory has one connection only; a SQLite file and PostgreSQL run this for real.
"""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ambassadeurs.coproprietes.models import Ambassadeur, Copropriete
from ambassadeurs.mises_en_relation.enums import ClockStep
from ambassadeurs.mises_en_relation.models import ClockEvent, Demande
from ambassadeurs.reseaux.models import Reseau
from ambassadeurs.visites.enquetes import services as surveys
from ambassadeurs.visites.enums import BookingState, VisitState
from ambassadeurs.visites.models import Booking, Visit
from ambassadeurs.visites.services import book_visit
from communaute.notifications.models import Notification
from socle.clock.models import StepRun
from tests.ambassadeurs.mises_en_relation.factories import DemandeFactory
from tests.clock import FAILED, tick
from tests.communaute.comptes.factories import UserFactory

from .factories import BookingFactory, VisitFactory

ASKED = datetime(2026, 9, 8, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def db(django_db_setup, django_db_blocker):
    """The library's without its transaction; under this name, even alone in a run, these tests
    get the test database, never the true one."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def committed(db):
    """Rows that other connections see; what was added is removed, the geography stays."""
    people = get_user_model()
    models = (Demande, Visit, Ambassadeur, Copropriete, Reseau, people, DBTaskResult, StepRun)
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("SQLite en mémoire : une seule connexion")
    before = {model: set(model.objects.values_list("pk", flat=True)) for model in models}
    try:
        yield
    finally:
        for model in models:
            model.objects.exclude(pk__in=before[model]).delete()


def at_once(*calls):
    """Run the calls together; returns what each gave."""
    gate = threading.Barrier(len(calls))
    results = []

    def run(call):
        try:
            gate.wait()
            results.append(call())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def test_two_ticks_at_once_send_once(committed):
    demande = DemandeFactory(created_at=ASKED)
    booking = BookingFactory(visit=VisitFactory(starts_at=ASKED + timedelta(days=5)))
    now = ASKED + timedelta(days=3)
    done = at_once(lambda: tick(now), lambda: tick(now))
    assert len(done) == 2
    assert not any(FAILED in one for one in done)
    assert sum(one.get(ClockStep.REMINDER_3D, 0) for one in done) == 1
    assert sum(one.get("visit_reminders", 0) for one in done) == 1
    assert ClockEvent.objects.filter(demande=demande).count() == 1
    assert Notification.objects.filter(user=booking.user).count() == 1


def test_two_ticks_at_once_ask_about_a_visit_once(committed):
    held = VisitFactory.create_batch(3, starts_at=ASKED, state=VisitState.HELD)
    bookings = [BookingFactory(visit=visit, state=BookingState.ATTENDED) for visit in held]
    now = ASKED + timedelta(days=3)

    def ask():
        return [surveys.ask_visit(visit.pk, now) for visit in held]

    one, two = at_once(ask, ask)
    sent = [first or second for first, second in zip(one, two, strict=True)]
    assert sent == [{ClockStep.SURVEY_J2: 2}] * 3
    assert [first and second for first, second in zip(one, two, strict=True)] == [{}] * 3
    guests = {booking.user_id for booking in bookings}
    assert Notification.objects.filter(user__in=guests).count() == 3


def test_two_people_at_the_last_place(committed):
    visit = VisitFactory(places=1, starts_at=timezone.now() + timedelta(days=5))
    one, two = UserFactory(), UserFactory()
    at_once(
        lambda: book_visit(actor=one, visit=visit).state,
        lambda: book_visit(actor=two, visit=visit).state,
    )
    assert sorted(Booking.objects.filter(visit=visit).values_list("state", flat=True)) == [
        BookingState.CONFIRMED,
        BookingState.WAITING_LIST,
    ]

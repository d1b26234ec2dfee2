"""Two acts at the very same moment, each with a connection: ticks, the last place of a visit, a
desk and a person who leaves, a question and another.

A database in memory has one connection only; a SQLite file and PostgreSQL run this for real.
"""

import threading
import time
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from ambassadeurs.coproprietes.services import lock_buildings
from ambassadeurs.demandes.enums import ClockStep, DeskStatus
from ambassadeurs.demandes.enums import State as DemandeState
from ambassadeurs.demandes.errors import ActedMeanwhile, DemandeError, NotAllowed, ThreadClosed
from ambassadeurs.demandes.models import ClockEvent, Demande
from ambassadeurs.demandes.services.messages import post_message
from ambassadeurs.guichets.agence import stages
from ambassadeurs.guichets.exploitant.services import answer, change_status
from ambassadeurs.visites import surveys
from ambassadeurs.visites.enums import BookingState, VisitState
from ambassadeurs.visites.models import Booking
from ambassadeurs.visites.services import book_visit
from cms.event_registrations.enums import State
from cms.event_registrations.models import Registration
from cms.event_registrations.notify import token_of
from cms.event_registrations.services import confirm, register
from communaute.comptes.closing import close_account
from communaute.comptes.services import add_member, lock_accounts, remove_member
from communaute.notifications.models import Mail, Notification
from communaute.questions.routing.answerers import Candidate
from communaute.questions.services import ask_question
from socle.errors import Refused
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.visites.factories import BookingFactory, VisitFactory
from tests.clock import FAILED, tick
from tests.cms.event_registrations.factories import asked, make_open
from tests.commits import committing
from tests.communaute.comptes.factories import MembershipFactory, UserFactory
from tests.communaute.questions.factories import SpaceFactory
from tests.hooks import hook

ASKED = datetime(2026, 9, 8, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def db(django_db_setup, django_db_blocker):
    """The library's without its transaction; under this name, even alone in a run, these tests
    get the test database, never the true one."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def committed(db):
    """Rows that other connections see; what was added is removed, the rest stays."""
    with committing():
        yield


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


def test_two_people_at_the_last_place_of_an_event(committed):
    event = make_open(places=1)
    one, two = UserFactory(), asked(event)
    token = token_of(two)
    at_once(
        lambda: register(actor=one, event=event),
        lambda: confirm(token=token),
    )
    states = Registration.objects.filter(event=event).values_list("state", flat=True)
    assert sorted(states) == [State.WAITING, State.CONFIRMED]


@pytest.fixture
def postgres(committed):
    """SQLite writes one at a time: nobody there waits for a row."""
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL seulement : verrous de ligne")


def beside(call):
    """Start `call` in a thread of its own; returns the thread, and the list its result goes to."""
    results = []

    def run():
        try:
            results.append(call())
        except (Refused, DemandeError) as error:
            results.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, results


def wait_until_it_waits():
    """Until another connection to this database waits for a lock."""
    until = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            # What is told of activity is read once in a transaction, unless asked anew.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    pytest.fail("Personne n’attend.")


def test_a_desk_waits_for_the_building_before_it_holds_the_demande(postgres):
    """Whoever leaves a building holds it, then takes it away from its demandes."""
    demande = DemandeFactory(exploitant=True)
    with transaction.atomic():
        lock_buildings(demande.copropriete_id)
        thread, results = beside(
            lambda: change_status(
                actor=None, demande=demande, status=DeskStatus.RACCORDE, by_partner_api=True
            )
        )
        wait_until_it_waits()
        # Held already, this would raise at once.
        Demande.objects.select_for_update(nowait=True).get(pk=demande.pk)
    thread.join(timeout=30)
    assert results[0].desk_status == DeskStatus.RACCORDE


def test_two_colleagues_who_answer_at_once_write_once(committed):
    demande = DemandeFactory(exploitant=True)
    people = [MembershipFactory(organisation=demande.organisation).user for _ in range(2)]

    def answer_of(person):
        def call():
            try:
                return answer(
                    actor=person,
                    demande=demande,
                    body=f"Réponse de {person.pk}",
                    files=(),
                    submission_key=uuid.uuid4(),
                    version=0,
                )
            except ActedMeanwhile as refused:
                return refused

        return call

    done = at_once(*(answer_of(person) for person in people))
    assert sorted(type(one).__name__ for one in done) == ["ActedMeanwhile", "DeskAct"]
    (written,) = demande.messages.filter(from_requester=False)
    (refused,) = (one for one in done if isinstance(one, ActedMeanwhile))
    assert refused.act.message == written
    assert Mail.objects.filter(user=demande.requester).count() == 1


def test_two_colleagues_who_move_a_demande_at_once_move_it_once(committed):
    demande = DemandeFactory(agence=True)
    people = [MembershipFactory(organisation=demande.organisation).user for _ in range(2)]

    def move_of(person, stage):
        def call():
            try:
                return stages.move(actor=person, demande=demande, stage=stage, version=0)
            except ActedMeanwhile as refused:
                return refused

        return call

    done = at_once(
        move_of(people[0], DemandeState.CLOSED), move_of(people[1], DemandeState.ANSWERED)
    )
    assert sorted(type(one).__name__ for one in done) == ["ActedMeanwhile", "DeskAct"]
    assert demande.acts.count() == 1


def test_a_lead_removes_a_member_who_is_answering(committed):
    """Either the answer came first, and the demande is given back, or it never was."""
    demande = DemandeFactory(exploitant=True)
    lead, member = (
        add_member(organisation=demande.organisation, user=UserFactory(), role=role).user
        for role in ("responsable", "membre")
    )

    def write():
        try:
            return answer(
                actor=member,
                demande=demande,
                body="Bonjour, voici notre réponse.",
                files=(),
                submission_key=uuid.uuid4(),
                version=0,
            )
        except NotAllowed as refused:
            return refused

    done = at_once(
        write,
        lambda: remove_member(actor=lead, organisation=demande.organisation, member=member),
    )
    assert len(done) == 2
    demande.refresh_from_db()
    assert demande.assigned_to is None


def test_an_account_that_closes_while_somebody_writes_to_it(postgres):
    demande = DemandeFactory()
    asker, host = demande.requester, demande.ambassadeur.user

    def answer():
        return post_message(
            actor=host, demande=demande, body="Venez voir.", submission_key=uuid.uuid4()
        )

    with transaction.atomic():
        lock_accounts(asker.pk)
        thread, results = beside(answer)
        wait_until_it_waits()
        assert close_account(actor=asker)
    thread.join(timeout=30)
    # Told in words that the exchange is over, and nothing fails at the end of a transaction.
    assert [type(one) for one in results] == [ThreadClosed]
    assert not Notification.objects.filter(user_id=asker.pk).exists()


@pytest.mark.usefixtures("trusted")
def test_whom_another_question_is_asking_is_left_for_the_next_time(postgres, monkeypatch):
    people = UserFactory.create_batch(3)
    found = [Candidate(one, "Paul, Les Tilleuls", "même réseau") for one in people]
    hook(monkeypatch, "questions.answerers", lambda *args, **kwargs: found)
    asker, space = UserFactory(display_name="Monique D."), SpaceFactory()
    with transaction.atomic():
        lock_accounts(people[1].pk)
        thread, results = beside(
            lambda: ask_question(
                actor=asker,
                space=space,
                title="Combien coûte le raccordement ?",
                body="Notre chaudière au gaz a vingt-cinq ans.",
                submission_key=uuid.uuid4(),
            )
        )
        thread.join(timeout=30)
    asked = results[0].asked.values_list("user", flat=True)
    assert set(asked) == {people[0].pk, people[2].pk}

"""The clock of requests: each step exactly at its edge, once."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.demandes import steps as tells
from ambassadeurs.demandes.enums import ClockStep, DeskStatus, State
from ambassadeurs.demandes.models import ClockEvent, Demande
from ambassadeurs.demandes.services import demandes as demandes_services
from communaute.comptes.enums import OrganisationKind
from communaute.notifications.models import Mail, Notification
from tests import clock
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory, UserFactory

from .factories import DemandeFactory

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
SECOND = timedelta(seconds=1)
# A Monday, far from any clock change or holiday.
ASKED = datetime(2026, 9, 7, 10, 0, tzinfo=PARIS)
STEPS = {str(step) for step in ClockStep}


@pytest.fixture
def told():
    """(person, title) of the notifications since the last look."""
    seen = set()

    def look():
        rows = Notification.objects.exclude(pk__in=seen).select_related("user").order_by("pk")
        found = [(row.user, row.title) for row in rows]
        seen.update(row.pk for row in rows)
        return found

    return look


def ask(**fields):
    demande = DemandeFactory(created_at=ASKED, last_act_at=ASKED, **fields)
    demande.messages.create(author=demande.requester, from_requester=True, body="Combien ?")
    return demande


def tick(now):
    """What the clock of requests did at `now`."""
    done = clock.tick(now, "demandes", "coproprietes")
    assert clock.FAILED not in done
    return {name: count for name, count in done.items() if name in STEPS}


@pytest.mark.parametrize(
    ("days", "step", "title"),
    [
        (3, ClockStep.REMINDER_3D, "attend votre réponse, depuis le 7 septembre"),
        (7, ClockStep.REMINDER_7D, "attend toujours votre réponse, depuis le 7 septembre"),
    ],
)
def test_reminders_of_the_ambassador(told, days, step, title):
    demande = ask()
    at = ASKED + timedelta(days=days)
    tick(at - SECOND)
    told()
    assert tick(at) == {step: 1}
    assert told() == [(demande.ambassadeur.user, f"{demande.requester.public_name} {title}")]
    reminder = demande.ambassadeur.user.notifications.latest("pk")
    assert demande.copropriete.name not in reminder.title + reminder.body
    assert tick(at) == {}
    assert told() == []


def test_the_agency_of_the_ambassador_is_alerted_at_ten_days(told):
    # The person lives in Nantes, the ambassador in Grenoble.
    ask(commune_id="44109", departement_id="44")
    near, far = UserFactory(agence=True), UserFactory(agence_ailleurs=True)
    at = ASKED + timedelta(days=10)
    tick(at - SECOND)
    told()
    assert tick(at) == {ClockStep.AGENCY_ALERT: 1}
    (alert,) = told()
    assert alert == (near, "Un ambassadeur ne répond pas depuis 10 jours, à Grenoble")
    assert not far.notifications.exists()
    assert tick(at + SECOND) == {}


def test_offered_again_at_fourteen_days_to_the_next_best():
    demande = ask()
    other = AmbassadeurFactory(copropriete__reseau=demande.reseau)
    at = ASKED + timedelta(days=14)
    tick(at - SECOND)
    assert Demande.objects.count() == 1
    assert tick(at) == {ClockStep.REOFFER: 1}
    demande.refresh_from_db()
    assert demande.state == State.CLOSED
    renewed = Demande.objects.get(reoffered_from=demande)
    assert renewed.ambassadeur == other
    assert tick(at) == {}
    assert Demande.objects.count() == 2


def test_the_mail_says_the_delay_that_the_rule_has(settings):
    def last_reminder_of(demande):
        tick(ASKED + timedelta(days=7))
        return demande.ambassadeur.user.notifications.latest("pk").body

    # It may be that nobody is found.
    said = "Sans réponse 14 jours après la demande, nous chercherons qui d’autre peut y répondre."
    assert said in last_reminder_of(ask())
    settings.NUMBERS = {"demandes": {"reoffer_days": 21}}
    assert "Sans réponse 21 jours après la demande" in last_reminder_of(ask())
    assert tick(ASKED + timedelta(days=21) - SECOND).get(ClockStep.REOFFER) is None
    assert tick(ASKED + timedelta(days=21))[ClockStep.REOFFER] == 2


@pytest.mark.parametrize("is_paused", [False, True])
def test_a_pause_is_offered_to_who_has_none(is_paused):
    host = ask().ambassadeur
    if is_paused:
        Ambassadeur.objects.update(paused_until=date(2026, 12, 31))
    tick(ASKED + timedelta(days=7))
    assert ("en pause" in host.user.notifications.latest("pk").body) is not is_paused


def test_a_late_tick_sends_one_reminder_only(told):
    demande = ask()
    assert tick(ASKED + timedelta(days=9)) == {ClockStep.REMINDER_7D: 1}
    assert [person for person, _ in told()] == [demande.ambassadeur.user]
    assert ClockEvent.objects.count() == 2


def test_a_very_late_tick_offers_again_without_reminding(told):
    demande = ask()
    UserFactory(agence=True)
    done = tick(ASKED + timedelta(days=20))
    assert done == {ClockStep.AGENCY_ALERT: 1, ClockStep.REOFFER: 1}
    assert demande.ambassadeur.user not in [person for person, _ in told()]


def test_two_unanswered_in_a_row_pause_for_thirty_days(told):
    demande = ask()
    ambassadeur = demande.ambassadeur
    ask(ambassadeur=ambassadeur)
    at = ASKED + timedelta(days=14)
    clock.tick(at, "demandes")
    ambassadeur.refresh_from_db()
    assert ambassadeur.paused_until == (at + timedelta(days=30)).date()
    assert ambassadeur.unanswered_in_a_row == 0
    titles = [title for person, title in told() if person == ambassadeur.user]
    assert "Votre mandat est en pause jusqu’au 21 octobre 2026" in titles


def test_one_unanswered_does_not_pause():
    demande = ask()
    clock.tick(ASKED + timedelta(days=14), "demandes")
    demande.ambassadeur.refresh_from_db()
    assert demande.ambassadeur.paused_until is None
    assert demande.ambassadeur.unanswered_in_a_row == 1


def test_an_answer_stops_the_clock():
    ask(state=State.ANSWERED, first_answer_at=ASKED + timedelta(days=1))
    assert {ClockStep.REMINDER_3D, ClockStep.REOFFER}.isdisjoint(tick(ASKED + timedelta(days=14)))


def test_an_operator_is_reminded_after_five_working_days(told):
    # 11 November 2026 is a Wednesday: five working days end on Tuesday 17.
    asked = datetime(2026, 11, 9, 9, 30, tzinfo=PARIS)
    demande = DemandeFactory(exploitant=True, created_at=asked)
    colleague = MembershipFactory(organisation=demande.organisation).user
    due = datetime(2026, 11, 17, 9, 30, tzinfo=PARIS)
    assert tick(due - SECOND) == {}
    told()
    assert tick(due) == {ClockStep.WORKING_DAYS_REMINDER: 1}
    assert [person for person, _ in told()] == [colleague]
    assert tick(due) == {}


def test_the_reminder_of_a_clock_that_stopped_says_how_long_they_waited(told):
    demande = DemandeFactory(exploitant=True, created_at=datetime(2026, 11, 9, 9, 30, tzinfo=PARIS))
    MembershipFactory(organisation=demande.organisation)
    tick(datetime(2026, 11, 19, 10, 0, tzinfo=PARIS))
    assert "attend votre réponse depuis 7 jours ouvrés" in " ".join(title for _, title in told())


def test_an_organisation_without_accounts_is_reminded_by_mail():
    demande = ask(agence=True)
    tick(ASKED + timedelta(days=7))
    assert Mail.objects.get(user=None).email == demande.organisation.email


def test_the_colleague_in_charge_is_reminded_alone(told):
    demande = ask(agence=True)
    MembershipFactory(organisation=demande.organisation)
    demande.assigned_to = MembershipFactory(organisation=demande.organisation).user
    demande.save()
    tick(ASKED + timedelta(days=7))
    assert [person for person, _ in told()] == [demande.assigned_to]


@pytest.mark.parametrize(
    ("kind", "asked", "whom"),
    [("exploitant", "de raccordement", "à l’exploitant"), ("agence", "de conseil", "à l’agence")],
)
def test_collectivite_at_14_days_then_national_team_at_30(told, kind, asked, whom):
    demande = ask(**{kind: True})
    local, team = UserFactory(collectivite=True), UserFactory(equipe=True)
    elsewhere = MembershipFactory(
        organisation=OrganisationFactory(kind=OrganisationKind.COLLECTIVITE, covers=["44"])
    ).user
    tick(ASKED + timedelta(days=14) - SECOND)
    told()
    assert tick(ASKED + timedelta(days=14)) == {ClockStep.COLLECTIVITE_ALERT: 1}
    title = f"Une demande {asked} sans réponse depuis 14 jours, à {demande.commune.name}"
    assert told() == [(local, title)]
    body = local.notifications.get().body
    assert f"Vous pouvez en parler {whom}." in body
    person = (
        demande.requester.public_name,
        demande.requester.email,
        demande.copropriete.name,
        "Combien ?",
    )
    assert not [word for word in person if word in title + body]
    assert tick(ASKED + timedelta(days=30) - SECOND) == {}
    assert tick(ASKED + timedelta(days=30)) == {ClockStep.NATIONAL_ALERT: 1}
    assert [person for person, _ in told()] == [team]
    assert not elsewhere.notifications.exists()


def test_a_demande_moved_at_the_desk_waits_no_more():
    ask(exploitant=True, desk_status=DeskStatus.RECONTACTE)
    assert tick(ASKED + timedelta(days=30)) == {}


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        # Night of 24 to 25 October 2026 (25 hours), of 28 to 29 March 2026 (23 hours).
        ((2026, 10, 22, 10, 0), datetime(2026, 10, 25, 9, 0, tzinfo=UTC)),
        ((2026, 3, 26, 10, 0), datetime(2026, 3, 29, 8, 0, tzinfo=UTC)),
    ],
)
def test_three_days_across_a_clock_change(asked, due):
    DemandeFactory(created_at=datetime(*asked, tzinfo=PARIS))
    assert tick(due - SECOND) == {}
    assert tick(due) == {ClockStep.REMINDER_3D: 1}


def test_what_fails_is_tried_again_and_stops_nothing(monkeypatch, capsys):
    bad, good = ask(), ask()
    say = tells.SAY[ClockStep.REMINDER_3D]

    def break_once(demande, now):
        if demande.pk == bad.pk:
            raise ValueError
        say(demande, now)

    monkeypatch.setitem(tells.SAY, ClockStep.REMINDER_3D, break_once)
    done = clock.tick(ASKED + timedelta(days=3), "demandes")
    assert (done[clock.FAILED], done[ClockStep.REMINDER_3D]) == (1, 1)
    assert set(ClockEvent.objects.values_list("demande", flat=True)) == {good.pk}
    monkeypatch.setitem(tells.SAY, ClockStep.REMINDER_3D, say)
    assert tick(ASKED + timedelta(days=3)) == {ClockStep.REMINDER_3D: 1}


def test_one_request_that_fails_keeps_no_other_from_being_offered_again(monkeypatch):
    gone = [ask(ambassadeur__withdrawn=True) for _ in range(2)]
    reoffer = demandes_services.reoffer

    def fail_first(demande, *args, **kwargs):
        if demande == gone[0]:
            raise ValueError
        return reoffer(demande, *args, **kwargs)

    monkeypatch.setattr(demandes_services, "reoffer", fail_first)
    done = clock.tick(ASKED, "demandes")
    assert (done[clock.FAILED], done["orphans_reoffered"]) == (1, 1)
    assert list(Demande.objects.open().filter(reoffered_from=None)) == gone[:1]
    monkeypatch.setattr(demandes_services, "reoffer", reoffer)
    assert clock.tick(ASKED, "demandes")["orphans_reoffered"] == 1


def test_the_command_says_what_it_did(capsys):
    call_command("tick")
    assert capsys.readouterr().out == "Rien à faire.\n"


def test_queries_do_not_grow_with_what_is_not_due():
    def queries():
        with CaptureQueriesContext(connection) as done:
            clock.tick(ASKED + timedelta(days=1), "demandes")
        return len(done)

    ask(state=State.ANSWERED, first_answer_at=ASKED)
    clock.tick(ASKED + timedelta(days=1), "demandes")
    one = queries()
    for _ in range(5):
        ask(state=State.ANSWERED, first_answer_at=ASKED)
    assert queries() == one

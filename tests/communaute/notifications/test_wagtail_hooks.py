"""The team's page of mails and of the clock: who sees it, what its buttons do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.notifications import outbox
from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail
from communaute.notifications.outbox.pending import let_go, to_leave
from socle.calendar import date_format
from socle.scheduler.models import StepRun
from tests.clock import stop
from tests.communaute.comptes.factories import UserFactory
from tests.conftest import ROLES

URL = "/gestion/courriels/"
RETRY = f"{URL}reessayer/"


@pytest.fixture
def failed(say):
    mail = say("monique@example.org").mail
    Mail.objects.update(state=MailState.FAILED, ended_at=timezone.now(), error="550 inconnue")
    mail.refresh_from_db()
    return mail


@pytest.fixture
def team(db):
    """Somebody of the team to whom the back office was opened."""
    return UserFactory(intendance=True)


def test_the_team_reads_what_failed_and_why(client, team, failed):
    StepRun.objects.create(key="notifications.send", finished_at=timezone.now(), errors=2)
    client.force_login(team)

    page = client.get(URL).text

    for said in ("monique@example.org", "550 inconnue", "1 en échec", "notifications.send"):
        assert said in page
    assert "1 en échec" in client.get("/gestion/").text


def test_nobody_else_sees_nor_acts(client, person, failed):
    for role in (None, *ROLES):
        if role:
            client.force_login(person(role))
        statuses = [client.get(URL).status_code, client.post(RETRY).status_code]
        assert (role, statuses) == (role, [302] * 2)
    failed.refresh_from_db()
    assert failed.state == MailState.FAILED


def test_all_that_failed_is_tried_again(client, team, failed):
    client.force_login(team)
    assert client.get(RETRY).status_code == 405
    assert client.post(RETRY).url == URL
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.error) == (MailState.WAITING, 0, "")


def test_what_waits_to_be_gathered_has_not_left_and_the_page_holds_its_budget(
    client, team, say, django_assert_max_num_queries
):
    client.force_login(team)
    assert "Aucun courriel n’attend." in client.get(URL).text
    for number in range(25):
        say("a@example.org", key=f"k{number}")
    with django_assert_max_num_queries(20):
        client.get(URL)
    Mail.objects.exclude(key="k0").delete()
    Mail.objects.update(state=MailState.HELD)
    page = client.get(URL).text
    assert "1 nouvelle à réunir" in page
    assert "Tous les courriels sont partis" not in page


def test_what_may_still_be_undone_leaves_by_no_button(client, team, say, mailbox, monkeypatch):
    until = stop(monkeypatch) + timedelta(minutes=5)
    say("monique@example.org", not_before=until)
    client.force_login(team)
    page = client.get(URL).content.decode()
    said = date_format(timezone.localtime(until), r"j F \à H:i")
    assert f"peut encore être annulé : il ne part pas avant le {said}" in page

    client.post(RETRY)
    assert outbox.drain() == {}
    assert let_go() == 0
    assert outbox.drain() == {}

    stop(monkeypatch, until)
    assert outbox.drain() == {"sent": 1}


def test_a_mail_to_a_closed_account_is_not_said_to_leave(client, team, say):
    mail = say(UserFactory()).mail
    mail.user.is_active = False
    mail.user.save()
    client.force_login(team)
    page = client.get(URL).content.decode()
    assert "Ce compte est fermé : le courriel ne partira pas" in page
    assert not to_leave(timezone.now()).exists()

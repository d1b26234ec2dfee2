"""The team's page of mails and of the clock: who sees it, what its buttons do."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communaute.notifications import outbox
from communaute.notifications.enums import MailState
from communaute.notifications.models import BouncingAddress, Mail
from communaute.notifications.numbers import NUMBERS
from communaute.notifications.outbox.waiting import let_go, to_leave
from socle.calendar import date_format
from socle.scheduler.models import StepRun
from tests.clock import NOON, stop
from tests.communaute.comptes.factories import UserFactory
from tests.conftest import ROLES

URL = "/gestion/courriels/"


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


def addresses(mail):
    return [
        reverse("notifications_outbox_retry_all"),
        reverse("notifications_outbox_retry", args=[mail.pk]),
        reverse("notifications_outbox_give_up", args=[mail.pk]),
    ]


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
        statuses = [client.get(URL).status_code]
        statuses += [client.post(address).status_code for address in addresses(failed)]
        assert (role, statuses) == (role, [302] * 4)
    failed.refresh_from_db()
    assert failed.state == MailState.FAILED


def test_try_one_or_all_again_or_give_one_up(client, team, failed):
    client.force_login(team)
    every, one, give_up = addresses(failed)
    assert [client.get(address).status_code for address in (every, one, give_up)] == [405] * 3
    assert client.post(one).url == URL
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.error) == (MailState.WAITING, 0, "")
    Mail.objects.update(state=MailState.FAILED, error="550 inconnue")
    client.post(every)
    assert Mail.objects.waiting().get() == failed
    Mail.objects.update(state=MailState.FAILED, error="550 inconnue")
    assert "Son contenu est effacé" in client.post(give_up, follow=True).text
    # What a colleague gave up is said so.
    for address in (give_up, one):
        again = client.post(address, follow=True)
        assert again.redirect_chain == [(URL, 302)]
        assert "Ce courriel n’attend plus" in again.text
    failed.refresh_from_db()
    assert (failed.state, failed.context) == (MailState.GIVEN_UP, {})
    assert failed.error == "550 inconnue"


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
    mail = say("monique@example.org", not_before=until).mail
    client.force_login(team)
    page = client.get(URL).content.decode()
    said = date_format(timezone.localtime(until), r"j F \à H:i")
    assert f"peut encore être annulé : il ne part pas avant le {said}" in page
    assert "Réessayer<" not in page

    said = client.post(addresses(mail)[1], follow=True).content.decode()
    assert "il partira à son heure" in said
    assert "repart dans un instant" not in said
    assert outbox.drain() == {}
    assert let_go() == 0
    assert outbox.drain() == {}

    stop(monkeypatch, until)
    assert outbox.drain() == {"sent": 1}


def test_what_waits_for_the_morning_is_not_offered_to_try_again(
    client, team, say, settings, monkeypatch
):
    settings.QUIET_HOURS = True
    stop(monkeypatch, NOON.replace(hour=22))
    mails = Mail.objects.filter(pk=say("monique@example.org").mail.pk)
    client.force_login(team)
    assert "Réessayer<" not in client.get(URL).text
    mails.update(attempts=1, error="450 plus tard")
    assert "Réessayer<" in client.get(URL).text
    # Tried again at night, it is said to leave in the morning.
    page = client.post(addresses(mails.get())[1], follow=True).text
    assert "Le courriel repart à 7 h." in page.replace("\u00a0", " ")
    mails.update(attempts=0)
    stop(monkeypatch, NOON + timedelta(days=1))
    assert "Réessayer<" in client.get(URL).text


def test_a_mail_to_a_closed_account_is_not_said_to_leave(client, team, say):
    mail = say(UserFactory()).mail
    mail.user.is_active = False
    mail.user.save()
    client.force_login(team)
    page = client.get(URL).content.decode()
    assert "Ce compte est fermé : le courriel ne partira pas" in page
    assert "Réessayer<" not in page
    assert not to_leave(timezone.now()).exists()


def tried_again(client, mail):
    page = client.post(addresses(mail)[1], follow=True).content.decode()
    assert "Le courriel repart" not in page
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    return page


def test_what_cannot_leave_is_not_said_to_leave(client, team, failed):
    client.force_login(team)
    rows = Mail.objects.filter(pk=failed.pk)

    rows.update(expires_at=timezone.now())
    assert "Ce courriel est périmé : le courriel ne partira pas." in tried_again(client, failed)

    rows.update(expires_at=None)
    BouncingAddress.objects.create(
        email=failed.address, score=NUMBERS.bounce_stop, last_at=timezone.now()
    )
    assert "Cette adresse refuse nos courriels" in tried_again(client, failed)

    BouncingAddress.objects.all().delete()
    rows.update(kind="test.gone")
    assert "Cette sorte de courriel n’existe plus" in tried_again(client, failed)

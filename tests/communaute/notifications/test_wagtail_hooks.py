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
from socle.clock.models import StepRun
from tests.clock import NOON, stop
from tests.communaute.comptes.factories import UserFactory

URL = "/gestion/courriels/"
ROLES = ("membre", "ambassadeur", "agence", "exploitant", "collectivite", "editeur", "equipe")


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

    page = client.get(URL).content.decode()

    assert "monique@example.org" in page
    assert "550 inconnue" in page
    assert "1 en échec" in page
    assert "notifications.send" in page


@pytest.mark.parametrize("role", ROLES)
def test_nobody_else_sees_nor_acts(client, person, failed, role):
    client.force_login(person(role))

    assert client.get(URL).status_code == 302
    for address in addresses(failed):
        assert client.post(address).status_code == 302
    failed.refresh_from_db()
    assert failed.state == MailState.FAILED


def test_a_visitor_is_sent_to_sign_in(client, failed):
    assert client.get(URL).status_code == 302
    assert client.post(addresses(failed)[0]).status_code == 302
    assert Mail.objects.failed().count() == 1


def test_try_again_and_give_up_are_posts(client, team, failed):
    client.force_login(team)
    for address in addresses(failed):
        assert client.get(address).status_code == 405


def test_try_one_again(client, team, failed):
    client.force_login(team)
    assert client.post(addresses(failed)[1]).url == URL
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.error) == (MailState.WAITING, 0, "")


def test_try_all_again(client, team, failed):
    client.force_login(team)
    client.post(addresses(failed)[0])
    assert Mail.objects.waiting().count() == 1


def test_give_one_up(client, team, failed):
    client.force_login(team)
    client.post(addresses(failed)[2])
    failed.refresh_from_db()
    assert (failed.state, failed.context) == (MailState.GIVEN_UP, {})


def test_the_home_of_the_team_tells_it(client, team, failed):
    client.force_login(team)
    assert "1 en échec" in client.get("/gestion/").content.decode()


@pytest.mark.parametrize("rows", [1, 40])
def test_query_budget(client, team, say, rows, django_assert_max_num_queries):
    for number in range(rows):
        say("a@example.org", key=f"k{number}")
    client.force_login(team)
    client.get(URL)
    with django_assert_max_num_queries(20):
        client.get(URL)


def test_what_may_still_be_undone_leaves_by_no_button(client, team, say, mailbox, monkeypatch):
    until = stop(monkeypatch) + timedelta(minutes=5)
    mail = say("monique@example.org", not_before=until).mail
    client.force_login(team)
    page = client.get(URL).content.decode()
    assert "peut encore être annulé : il ne part pas avant" in page
    assert "Réessayer<" not in page

    said = client.post(addresses(mail)[1], follow=True).content.decode()
    assert "il partira à son heure" in said
    assert "repart dans un instant" not in said
    assert outbox.drain() == {}
    assert let_go() == 0
    assert outbox.drain() == {}

    stop(monkeypatch, until)
    assert outbox.drain() == {"sent": 1}


def test_tried_again_at_night_it_is_said_to_leave_in_the_morning(
    client, team, failed, settings, monkeypatch
):
    settings.QUIET_HOURS = True
    stop(monkeypatch, NOON.replace(hour=22))
    client.force_login(team)
    page = client.post(addresses(failed)[1], follow=True).content.decode()
    assert "Le courriel repart à 7 h." in page.replace("\u00a0", " ")


def test_what_waits_for_the_morning_is_not_offered_to_try_again(
    client, team, say, settings, monkeypatch
):
    settings.QUIET_HOURS = True
    stop(monkeypatch, NOON.replace(hour=22))
    mail = say("monique@example.org").mail
    client.force_login(team)
    assert "Réessayer<" not in client.get(URL).content.decode()
    Mail.objects.filter(pk=mail.pk).update(attempts=1, error="450 plus tard")
    assert "Réessayer<" in client.get(URL).content.decode()
    Mail.objects.filter(pk=mail.pk).update(attempts=0)
    stop(monkeypatch, NOON + timedelta(days=1))
    assert "Réessayer<" in client.get(URL).content.decode()


def test_what_waits_to_be_gathered_has_not_left(client, team, say):
    client.force_login(team)
    assert "Tous les courriels sont partis" in client.get(URL).content.decode()
    say(UserFactory())
    Mail.objects.update(state=MailState.HELD)
    page = client.get(URL).content.decode()
    assert "1 nouvelle à réunir" in page
    assert "Tous les courriels sont partis" not in page


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


def test_what_a_colleague_gave_up_is_said_so(client, team, failed):
    client.force_login(team)
    _, retry, give_up = addresses(failed)
    assert "Son contenu est effacé" in client.post(give_up, follow=True).text
    for address in (give_up, retry):
        again = client.post(address, follow=True)
        assert again.redirect_chain == [(URL, 302)]
        assert "Ce courriel n’attend plus" in again.text
    failed.refresh_from_db()
    assert failed.state == MailState.GIVEN_UP

"""Mails that come back: points, an address that stops, codes that still leave, the way back."""

from email import message_from_bytes

import pytest
from django.urls import reverse
from django.utils import timezone

from communaute.notifications import outbox
from communaute.notifications.enums import MailState, ReceivedState
from communaute.notifications.inbound.services import receive
from communaute.notifications.models import BouncingAddress, Mail, Notification
from communaute.notifications.outbox.bounces import (
    forget,
    is_hard,
    is_stopped,
    note_refusal,
    resume,
)
from communaute.notifications.reply_addresses import return_path
from communaute.notifications.services import tell
from socle.scheduler.runner import run
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.comptes.test_signin import code_of_last_mail

EMAIL = "monique@example.org"


def refused(times=2, *, hard=True, email=EMAIL):
    for _ in range(times):
        note_refusal(email=email, hard=hard)


def test_an_address_that_is_gone_is_told_from_one_that_refuses():
    gone = (
        "550 5.1.1 no such person",
        "5.1.10",
        "550 no such user here",
        "553 unknown",
        "5.2.1 disabled",
    )
    refuses = ("552 5.2.2 mailbox full", "550 5.7.1 not wanted here", "554 rejected", "4.2.2", "")
    assert [said for said in (*gone, *refuses) if is_hard(said)] == [*gone]


@pytest.mark.parametrize(
    ("hard", "soft", "stopped"), [(1, 1, False), (2, 0, True), (0, 3, False), (0, 4, True)]
)
def test_four_points_stop_an_address(db, hard, soft, stopped):
    refused(hard)
    refused(soft, hard=False)
    assert is_stopped(EMAIL.upper(), timezone.now()) is stopped


@pytest.mark.parametrize(("seconds", "stopped"), [(-1, True), (0, False)])
def test_thirty_days_without_any_forget_them(db, clock, seconds, stopped):
    refused()
    now = clock(days=30, seconds=seconds)
    assert is_stopped(EMAIL, now) is stopped
    # One more: points begin again, or add up.
    refused(1)
    row = BouncingAddress.objects.get()
    assert row.score == (6 if stopped else 2)
    later = clock(days=30, seconds=-1)
    assert forget(row.pk, later) == 0
    assert forget(row.pk, clock(seconds=1)) == 1


def test_nothing_leaves_for_a_stopped_address_but_codes(mailbox, say):
    user = UserFactory(email=EMAIL)
    refused()
    mail = say(user).mail
    tell("essai.code", to=EMAIL, key="c", context={"code": "12", "at": timezone.now()})

    assert outbox.drain() == {"sent": 1, "dropped": 1}

    mail.refresh_from_db()
    assert (mail.state, mail.context) == (MailState.STOPPED, {})
    assert mailbox.recipients == [EMAIL]


def test_one_mail_counts_once_however_often_it_is_tried_and_the_second_stops(mailbox, say):
    user = UserFactory(email="inconnu@example.org")
    say(user)
    outbox.drain()
    outbox.retry_failed()
    outbox.drain()
    assert BouncingAddress.objects.get().score == 2
    for number in (2, 3):
        say(user, key=f"reponse-{number}")
        outbox.drain()
    states = list(Mail.objects.order_by("pk").values_list("state", flat=True))
    assert states == [MailState.FAILED, MailState.FAILED, MailState.STOPPED]


def test_an_address_busy_for_two_days_counts_as_a_soft_refusal(mailbox, say, clock):
    say("occupe@example.org")
    Mail.objects.update(attempts=20)
    clock(hours=47)
    Mail.objects.update(due_at=timezone.now())
    assert outbox.drain() == {"failed": 1}
    assert BouncingAddress.objects.get().score == 1


# --- Reports that come back ----------------------------------------------------------------------


REPORT = """From: MAILER-DAEMON@example.org
Return-Path: <>
To: {to}
Message-ID: <{number}@mx.example.org>
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

Adresse inconnue.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; monique@example.org
Action: {action}
Status: {status}

--b
Content-Type: {kind}

Message-ID: {message_id}
Subject: Une réponse

--b--
"""


@pytest.fixture
def came_back(say, settings):
    """`came_back()` receives the report of a new mail to Monique; what became of it."""
    user = UserFactory(email=EMAIL)
    numbers = iter(range(1, 20))

    def came_back(*, action="failed", status="5.1.1", kind="message/rfc822", **fields):
        number = next(numbers)
        mail = say(user, key=f"reponse-{number}").mail
        known = {"message_id": mail.message_id, "to": "contact@chauffage.example"} | fields
        raw = REPORT.format(action=action, status=status, kind=kind, number=number, **known)
        assert message_from_bytes(raw.encode())
        return receive(raw.encode())

    return came_back


@pytest.mark.parametrize(
    ("report", "state", "score"),
    [
        ({}, ReceivedState.BOUNCED, 2),
        ({"kind": "text/rfc822-headers"}, ReceivedState.BOUNCED, 2),
        ({"status": "5.2.2"}, ReceivedState.BOUNCED, 1),
        # Forged, or only late.
        ({"message_id": "<inconnu@x>"}, ReceivedState.IGNORED, None),
        ({"action": "delayed", "status": "4.4.1"}, ReceivedState.IGNORED, None),
    ],
    ids=["whole", "headers", "full", "forged", "late"],
)
def test_a_report_that_names_our_mail_counts(came_back, report, state, score):
    assert came_back(**report) == state
    assert BouncingAddress.objects.values_list("score", flat=True).first() == score


def test_a_report_to_the_address_of_the_mail_counts(came_back, say, settings):
    settings.INBOUND_EMAIL = "reponse+{token}@chauffage.example"
    mail = say(UserFactory(email="gerard@example.org"), key="autre").mail
    to = return_path(mail, timezone.now())
    assert came_back(message_id="<inconnu@x>", to=to) == ReceivedState.BOUNCED
    assert BouncingAddress.objects.get().email == "gerard@example.org"


# --- What the person and the team see ------------------------------------------------------------


def test_the_person_is_told_once_and_a_button_starts_again_for_nobody_else(client, db):
    user, profile = UserFactory(email=EMAIL), "/mon-compte/profil/"
    again = "/mon-compte/notifications/reprendre-les-courriels/"
    client.force_login(user)
    assert "reprendre les envois" not in client.get(profile).text
    refused()
    refused(1, email="sans-compte@example.org")
    for _ in range(2):
        run(only=["notifications.tell_stopped"])
    [line] = Notification.objects.filter(user=user)
    assert line.label == "Courriels refusés par votre messagerie"
    assert EMAIL in line.body
    page = client.get(profile).text
    assert "Mon adresse fonctionne, reprendre les envois" in page
    assert "30 jours" in page.replace("\u00a0", " ")
    # Nor does the page where « Aussitôt » is chosen let one believe that mails come.
    assert "reprendre les envois" in client.get("/mon-compte/notifications/").text

    client.force_login(UserFactory(intendance=True))
    assert "refusent nos courriels : 1." in client.get("/gestion/courriels/").text
    client.post(again)
    assert is_stopped(EMAIL, timezone.now())
    client.force_login(user)
    done = client.post(again, follow=True).text

    assert "nous vous écrivons de nouveau" in done
    assert "reprendre les envois" not in done
    assert not is_stopped(EMAIL, timezone.now())
    assert not Notification.objects.filter(user=user).exists()
    assert resume(actor=user) is False


def test_who_changes_their_address_reads_no_more_that_mails_do_not_arrive(client, db):
    user = UserFactory(email=EMAIL)
    client.force_login(user)
    refused()
    run(only=["notifications.tell_stopped"])
    mine = Notification.objects.filter(user=user)
    client.post(reverse("account_email"), {"email": "neuve@example.org", "action_add": "1"})
    assert mine.exists()
    client.post(reverse("account_email_verification_sent"), {"code": code_of_last_mail()})
    user.refresh_from_db()
    assert user.email == "neuve@example.org"
    assert not mine.exists()

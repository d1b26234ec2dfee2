"""The outbox against a real SMTP server: nothing unsent, nothing twice, nothing kept."""

import threading
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest
from django.core.mail import mailers as django_mailers
from django.db import connections, transaction
from django.urls import reverse
from django.utils import timezone

from communaute.notifications import outbox
from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail, Notification
from communaute.notifications.numbers import NUMBERS, pause
from communaute.notifications.outbox.delivery import Postman
from communaute.notifications.outbox.message import Message, build_message
from communaute.notifications.querysets import CLAIM
from communaute.notifications.services import tell, withdraw
from tests.clock import NOON
from tests.commits import committing
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.notifications.smtp import Mailbox, free_port, mailers, serving


def test_a_mail_arrives_whole_and_leaves_nothing_personal(mailbox, say):
    told = say(UserFactory(email="monique@example.org"))

    assert outbox.drain() == {"sent": 1}

    [(recipients, message)] = mailbox.messages
    assert recipients == ["monique@example.org"]
    assert message["Subject"] == "L’ALEC a répondu à « Quel coût ? »"
    assert "ChauffageUrbain" in message["From"]
    assert message["Reply-To"] == "contact@chauffage-urbain.example"
    assert "notifications.chauffage.example" in message["List-Id"]
    assert message["Message-ID"].endswith("@chauffage.example>")
    assert message["References"] == message["In-Reply-To"]
    text, html = (
        message.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html")
    )
    assert "Bonjour <b>," in text
    assert "> Mille\n> euros" in text
    assert "Bonjour &lt;b&gt;," in html
    assert "<blockquote><p>Mille<br>euros</p></blockquote>" in html
    assert "<ul><li>un</li><li>deux</li></ul>" in html
    for part in (text, html):
        assert "https://chauffage.example/communaute/#reponse-1" in part
        assert "Lire" in part
        assert "Vous avez posé cette question." in part
    mail = Mail.objects.get()
    assert (mail.state, mail.context) == (MailState.SENT, {})
    assert mail.ended_at is not None
    assert told.notification.title == "L’ALEC a répondu à « Quel coût ? »"
    assert told.notification.body.startswith("Bonjour <b>,")


@pytest.mark.parametrize("day", range(1, 32))
def test_a_long_subject_with_accents_is_encoded_as_every_mailbox_reads_it(day):
    said = f"Nous avons masqué votre réponse du {day} septembre 2026\u00a0: voici pourquoi, " * 2
    raw = Message(subject=said.strip(), body="Bonjour").message(policy=SMTP).as_bytes()
    subject = raw.partition(b"Subject: ")[2].partition(b"\r\nFrom")[0]
    assert b"?==?" not in subject, "two encoded words stand apart (RFC 2047)"
    assert max(len(line) for line in subject.split(b"\r\n")) <= 76
    assert message_from_bytes(raw, policy=SMTP)["Subject"] == said.strip()


def test_the_same_key_is_told_and_mailed_once_and_a_kind_without_mail_on_the_site(mailbox, say):
    user = UserFactory()
    assert say(user).mail == say(user).mail
    assert say("a@example.org").mail == say("a@example.org").mail
    # Those of one thread stay together, with ids of their own.
    say(user, key="reponse-2")
    told = tell("essai.site", to=user, key="merci", context={"author": "Léa"})
    assert told.mail is None
    assert (told.notification.title, told.notification.label) == ("Merci Léa", "Merci")
    outbox.drain()
    messages = [message for _, message in mailbox.messages]
    assert len(messages) == len({message["Message-ID"] for message in messages}) == 3
    assert len({message["References"] for message in messages}) == 1
    assert Notification.objects.count() == 3


@pytest.mark.parametrize(("length", "end"), [(179, "mmm"), (180, "mm…")])
def test_a_line_too_long_for_the_site_says_that_it_goes_on(own_kinds, user, length, end):
    author = f"{'a' * 15} {'m' * (length - 1)}"
    title = tell("essai.site", to=user, key="k", context={"author": author}).notification.title
    assert (len(title), title[-3:]) == (200, end)


def test_a_subject_cannot_carry_headers(mailbox, say):
    say(UserFactory(), context={"title": "Bonjour\r\nBcc: tous@example.org"})
    outbox.drain()
    [(recipients, message)] = mailbox.messages
    assert len(recipients) == 1
    assert message["Bcc"] is None


# --- Nothing is lost ----------------------------------------------------------------------------


def test_what_is_rolled_back_was_never_told_and_what_is_committed_leaves(mailbox, say):
    """No step between COMMIT and the outbox: the row itself is committed."""

    class Boom(Exception):
        pass

    with pytest.raises(Boom), transaction.atomic():
        say("a@example.org")
        raise Boom
    assert not Mail.objects.exists()

    with transaction.atomic():
        say("a@example.org")
    assert outbox.drain() == {"sent": 1}


def test_a_server_down_then_up_gets_every_mail_once(port, say, clock):
    people = [f"personne{number}@example.org" for number in range(10)]
    for person in people:
        say(person)
    # No server: one pass each minute.
    for _ in range(3):
        outbox.drain()
        clock(minutes=1)
    assert Mail.objects.waiting().count() == 10

    box = Mailbox()
    with serving(box, port):
        for _ in range(5):
            outbox.drain()
            clock(minutes=1)

    assert sorted(box.recipients) == sorted(people)
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.SENT}


def test_a_server_that_refuses_the_first_tries_gets_it_at_last(mailbox, say, clock):
    mailbox.refusals = 3
    say("a@example.org")
    for number in range(1, 4):
        assert outbox.drain() == {"retried": 1}
        clock(minutes=NUMBERS.retry_minutes[number - 1], seconds=-1)
        assert outbox.drain() == {}
        clock(seconds=1)
    assert outbox.drain() == {"sent": 1}
    assert mailbox.recipients == ["a@example.org"]


def test_a_worker_killed_after_acceptance_sends_again_under_the_same_id(mailbox, say, clock):
    mail = say("a@example.org").mail
    sent = build_message(mail)
    assert Mail.objects.claim(mail.pk, timezone.now())
    assert not Mail.objects.claim(mail.pk, timezone.now())
    django_mailers.default.send_messages([sent])  # the server took it; the worker died here

    clock(seconds=CLAIM.total_seconds() - 1)
    assert outbox.drain() == {}
    clock(seconds=1)
    assert outbox.drain() == {"sent": 1}
    first, second = (message["Message-ID"] for _, message in mailbox.messages)
    assert first == second


def test_pauses_grow_then_stay():
    minutes = {1: 1, 2: 2, 6: 60, 7: 120, 30: 120}
    assert {one: pause(one) for one in minutes} == {
        one: timedelta(minutes=many) for one, many in minutes.items()
    }


@pytest.mark.parametrize(("late", "state"), [(0, MailState.WAITING), (1, MailState.FAILED)])
def test_a_mail_is_tried_for_48_hours_then_failed(port, say, clock, caplog, late, state):
    """The last try is the one whose next would still come within 48 hours."""
    mail = say("a@example.org").mail
    clock(hours=46, seconds=late)
    Mail.objects.update(attempts=20, due_at=timezone.now())

    outbox.drain()

    mail.refresh_from_db()
    assert mail.state == state
    if state == MailState.FAILED:
        assert "ConnectionRefusedError" in mail.error
        assert "a@example.org" not in mail.error + caplog.text


def test_what_is_refused_or_no_longer_known_stops_no_other(mailbox, say, caplog):
    refused = say("inconnu@example.org").mail
    say("occupe@example.org")
    say("ancien@example.org")
    Mail.objects.filter(email="ancien@example.org").update(kind="essai.ancien")
    say("connu@example.org")

    assert outbox.drain() == {"failed": 1, "sent": 1, "retried": 2}

    refused.refresh_from_db()
    assert refused.state == MailState.FAILED
    assert "550" in refused.error
    assert "inconnu@example.org" not in refused.error
    assert mailbox.recipients == ["connu@example.org"]


# --- Codes first, and for their time only --------------------------------------------------------


def code(to="a@example.org", **fields):
    return tell("essai.code", to=to, key="c", context={"code": "123", "at": NOON}, **fields).mail


def test_codes_leave_first_offer_no_choice_of_mails_and_are_not_kept(mailbox, say):
    say(UserFactory(email="lente@example.org"))
    code("pressee@example.org")
    outbox.drain()
    assert mailbox.recipients == ["pressee@example.org", "lente@example.org"]
    message = mailbox.messages[0][1]
    assert "Le 26 novembre 2026." in message.get_body(("plain",)).get_content()
    assert "<h1>123</h1>" in message.get_body(("html",)).get_content()
    where = reverse("notifications:preferences")
    bodies = [one.get_body(("plain",)).get_content() for _, one in mailbox.messages]
    assert [where in body for body in bodies] == [False, True]
    assert not Mail.objects.filter(email="pressee@example.org").exists()


@pytest.mark.parametrize(("seconds", "leaves"), [(899, True), (900, False)])
def test_a_code_expires_with_its_mail(mailbox, own_kinds, clock, seconds, leaves):
    until = timezone.now() + timedelta(minutes=15)
    mail = code(UserFactory(), expires_at=until)
    code(expires_at=until)
    clock(seconds=seconds)
    # Erased even while the server is down.
    assert outbox.forget_expired(timezone.now()) == (0 if leaves else 2)
    outbox.drain()
    mail.refresh_from_db()
    assert bool(mailbox.messages) is leaves
    assert mail.state == (MailState.SENT if leaves else MailState.EXPIRED)
    assert mail.context == {}
    assert Mail.objects.get() == mail


# --- What must not leave any more ----------------------------------------------------------------


def test_withdrawn_before_the_postman_passes_never_leaves(mailbox, say):
    told = say(UserFactory())
    assert withdraw(key="reponse-1") == 1
    assert outbox.drain() == {}
    told.mail.refresh_from_db()
    assert (told.mail.state, told.mail.context) == (MailState.WITHDRAWN, {})
    assert not Notification.objects.visible_to(told.mail.user).exists()


def test_nothing_is_told_before_its_time_and_all_of_it_at_that_time(mailbox, say, clock):
    person, other = UserFactory.create_batch(2)
    say(person, not_before=NOON + timedelta(minutes=5))
    say(other, key="autre", not_before=NOON + timedelta(minutes=5))
    lines = Notification.objects.visible_to(person)

    clock(minutes=4, seconds=59)
    assert outbox.drain() == {}
    assert not lines.exists()
    # What waits for its time is taken back whole.
    assert withdraw(key="autre") == 1

    clock(seconds=1)
    assert outbox.drain() == {"sent": 1}
    assert Notification.objects.visible_to(person).exists()
    assert not Notification.objects.filter(user=other).exists()
    assert not Mail.objects.filter(user=other).exists()


def test_an_account_closed_or_erased_meanwhile_gets_nothing(mailbox, say):
    user, gone = UserFactory.create_batch(2)
    mail = say(user).mail
    say(gone)
    say("autre@example.org", key="vers-une-adresse", account=gone)
    gone.delete()
    user.is_active = False
    user.save()
    assert outbox.drain() == {"dropped": 1}
    assert Mail.objects.get() == mail
    mail.refresh_from_db()
    assert (mail.state, mail.context) == (MailState.WITHDRAWN, {})
    assert mailbox.messages == []
    # Closed already, it is told on the site only.
    assert say(user, key="reponse-2").mail is None


def test_the_address_is_that_of_the_day_the_mail_leaves(mailbox, say):
    user = UserFactory(email="ancienne@example.org")
    say(user)
    user.email = "nouvelle@example.org"
    user.save()
    outbox.drain()
    assert mailbox.recipients == ["nouvelle@example.org"]


# --- Several workers empty one outbox -------------------------------------------------------------


MAILS = 20


@pytest.fixture
def committed(django_db_setup, django_db_blocker, settings):
    """Mails really committed, seen by every connection; erased at the end."""
    with django_db_blocker.unblock(), committing():
        yield


def test_two_workers_send_each_mail_once(committed, settings):
    box, port = Mailbox(), free_port()
    settings.MAILERS = mailers(port)
    expected = [f"personne{number}@example.org" for number in range(MAILS)]
    for address in expected:
        tell("comptes.password_set", to=address, key="at-once", context={"timestamp": None})
    gate = threading.Barrier(3)

    def work():
        try:
            gate.wait()
            while outbox.drain():
                pass
        finally:
            connections.close_all()

    with serving(box, port):
        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)

    assert sorted(box.recipients) == sorted(expected)


def test_the_postman_sends_what_is_committed_and_stops_when_told(committed, settings, monkeypatch):
    monkeypatch.setattr("communaute.notifications.outbox.delivery.IDLE_S", 0.05)
    box, port = Mailbox(), free_port()
    settings.MAILERS = mailers(port)
    with serving(box, port):
        with Postman() as postman:
            tell(
                "comptes.password_set",
                to="a@example.org",
                key="postman",
                context={"timestamp": None},
            )
            for _ in range(200):
                if box.messages:
                    break
                threading.Event().wait(0.05)
        assert not postman._thread.is_alive()
    assert box.recipients == ["a@example.org"]

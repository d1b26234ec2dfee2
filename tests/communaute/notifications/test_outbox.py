"""The outbox against a real SMTP server: nothing unsent, nothing twice, nothing kept."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import mailers as django_mailers
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from communaute.notifications import outbox
from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail, Notification
from communaute.notifications.numbers import NUMBERS, pause
from communaute.notifications.outbox.message import build_message
from communaute.notifications.querysets import CLAIM
from communaute.notifications.services import tell, withdraw
from tests.communaute.comptes.factories import UserFactory

from .smtp import Mailbox, serving

START = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """`clock(hours=1)` moves the time of the whole service forward; nothing else does."""
    moment = [START]

    def forward(**delta):
        moment[0] += timedelta(**delta)
        return moment[0]

    monkeypatch.setattr(timezone, "now", lambda: moment[0])
    return forward


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


def test_the_same_key_is_told_and_mailed_once(mailbox, say):
    user = UserFactory()
    assert say(user).mail == say(user).mail
    assert say("a@example.org").mail == say("a@example.org").mail
    outbox.drain()
    assert len(mailbox.messages) == 2
    assert Notification.objects.count() == 1


def test_a_kind_without_mail_is_told_on_the_site_only(own_kinds, db):
    told = tell("essai.site", to=UserFactory(), key="merci", context={"author": "Léa"})
    assert told.mail is None
    assert told.notification.title == "Merci Léa"
    assert told.notification.label == "Merci"


def test_an_unknown_kind_is_refused(own_kinds, db):
    with pytest.raises(LookupError, match=r"essai\.autre"):
        tell("essai.autre", to="a@example.org", key="x")


def test_dates_are_written_by_the_template(mailbox, own_kinds):
    tell("essai.code", to="a@example.org", key="c", context={"code": "12", "at": START})
    outbox.drain()
    [(_, message)] = mailbox.messages
    assert "Le 25 novembre 2026." in message.get_body(("plain",)).get_content()
    assert "<h1>12</h1>" in message.get_body(("html",)).get_content()


def test_messages_of_one_thread_stay_together_with_ids_of_their_own(mailbox, say):
    user = UserFactory()
    say(user, key="reponse-1")
    say(user, key="reponse-2")
    outbox.drain()
    first, second = (message for _, message in mailbox.messages)
    assert first["References"] == second["References"]
    assert first["Message-ID"] != second["Message-ID"]


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
    people = [f"personne{number}@example.org" for number in range(40)]
    for person in people:
        say(person)
    # Two minutes without any server: one pass each five seconds.
    for _ in range(24):
        outbox.drain()
        clock(seconds=5)
    assert Mail.objects.waiting().count() == 40

    box = Mailbox()
    with serving(box, port):
        for _ in range(10):
            outbox.drain()
            clock(minutes=1)

    assert sorted(box.recipients) == sorted(people)
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.SENT}


def test_a_server_that_refuses_the_first_tries_gets_it_at_last(mailbox, say, clock):
    mailbox.refusals = 3
    say("a@example.org")
    for number in range(1, 4):
        assert outbox.drain() == {"retried": 1}
        assert outbox.drain() == {}
        clock(minutes=NUMBERS.retry_minutes[number - 1])
    assert outbox.drain() == {"sent": 1}
    assert mailbox.recipients == ["a@example.org"]


def test_a_worker_killed_after_acceptance_sends_again_under_the_same_id(mailbox, say, clock):
    mail = say("a@example.org").mail

    class Killed(BaseException):
        pass

    def killed(*args, **kwargs):
        raise Killed

    sent = build_message(mail)
    assert Mail.objects.claim(mail.pk, timezone.now())
    django_mailers.default.send_messages([sent])  # the server took it; the worker died here

    clock(seconds=CLAIM.total_seconds() - 1)
    assert outbox.drain() == {}
    clock(seconds=1)
    assert outbox.drain() == {"sent": 1}
    first, second = (message["Message-ID"] for _, message in mailbox.messages)
    assert first == second


def test_a_mail_being_sent_is_left_to_who_sends_it(mailbox, say):
    mail = say("a@example.org").mail
    now = timezone.now()
    assert Mail.objects.claim(mail.pk, now)
    assert not Mail.objects.claim(mail.pk, now)
    assert outbox.drain() == {}


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (6, 60), (7, 120), (30, 120)])
def test_pauses_grow_then_stay(attempts, minutes):
    assert pause(attempts) == timedelta(minutes=minutes)


def test_the_pause_is_kept_to_the_second(port, say, clock):
    say("a@example.org")
    outbox.drain()
    clock(seconds=59)
    assert outbox.drain() == {}
    clock(seconds=1)
    assert outbox.drain() == {"retried": 1}


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


def test_an_address_refused_for_good_fails_at_once_and_stops_no_other(mailbox, say):
    refused = say("inconnu@example.org").mail
    say("connu@example.org")

    assert outbox.drain() == {"failed": 1, "sent": 1}

    refused.refresh_from_db()
    assert refused.state == MailState.FAILED
    assert "550" in refused.error
    assert "inconnu@example.org" not in refused.error
    assert mailbox.recipients == ["connu@example.org"]


def test_an_address_busy_for_now_is_tried_again(mailbox, say):
    say("occupe@example.org")
    assert outbox.drain() == {"retried": 1}


def test_a_kind_no_longer_known_stops_no_other(mailbox, say, caplog):
    say("a@example.org")
    Mail.objects.update(kind="essai.ancien")
    say("b@example.org")
    assert outbox.drain() == {"retried": 1, "sent": 1}
    assert mailbox.recipients == ["b@example.org"]


# --- Codes first, and for their time only --------------------------------------------------------


def code(to="a@example.org", **fields):
    return tell("essai.code", to=to, key="c", context={"code": "123", "at": START}, **fields).mail


def test_a_code_offers_no_choice_of_mails(mailbox, say):
    say(UserFactory())
    code(UserFactory())
    outbox.drain()
    where = reverse("notifications:preferences")
    bodies = [one.get_body(("plain",)).get_content() for _, one in mailbox.messages]
    offers = [where in body for body in bodies]
    assert offers == [False, True]


def test_codes_leave_first(mailbox, say):
    say("lente@example.org")
    code("pressee@example.org")
    outbox.drain()
    assert mailbox.recipients == ["pressee@example.org", "lente@example.org"]


@pytest.mark.parametrize(("seconds", "leaves"), [(899, True), (900, False)])
def test_a_code_expires_with_its_mail(mailbox, own_kinds, clock, seconds, leaves):
    user = UserFactory()
    mail = code(user, expires_at=timezone.now() + timedelta(minutes=15))
    clock(seconds=seconds)
    outbox.drain()
    mail.refresh_from_db()
    assert bool(mailbox.messages) is leaves
    assert mail.state == (MailState.SENT if leaves else MailState.EXPIRED)
    assert mail.context == {}


def test_an_address_typed_by_anybody_is_not_kept_once_its_mail_left(mailbox, own_kinds):
    code()
    outbox.drain()
    assert len(mailbox.messages) == 1
    assert not Mail.objects.exists()


def test_an_expired_code_is_erased_even_while_the_server_is_down(port, own_kinds, clock):
    code(expires_at=timezone.now() + timedelta(minutes=15))
    assert outbox.forget_expired(clock(minutes=14)) == 0
    assert outbox.forget_expired(clock(minutes=1)) == 1
    assert not Mail.objects.exists()


# --- What must not leave any more ----------------------------------------------------------------


def test_withdrawn_before_the_postman_passes_never_leaves(mailbox, say):
    told = say(UserFactory())
    assert withdraw(key="reponse-1") == 1
    assert outbox.drain() == {}
    told.mail.refresh_from_db()
    assert (told.mail.state, told.mail.context) == (MailState.WITHDRAWN, {})
    assert not Notification.objects.visible_to(told.mail.user).exists()


def test_nothing_is_told_before_its_time_and_all_of_it_at_that_time(mailbox, say, clock):
    person = UserFactory()
    say(person, not_before=START + timedelta(minutes=5))
    lines = Notification.objects.visible_to(person)

    clock(minutes=4, seconds=59)
    assert outbox.drain() == {}
    assert not lines.exists()

    clock(seconds=1)
    assert outbox.drain() == {"sent": 1}
    assert Notification.objects.visible_to(person).exists()


def test_what_waits_for_its_time_is_taken_back_whole(mailbox, say, clock):
    person = UserFactory()
    say(person, not_before=START + timedelta(minutes=5))
    assert withdraw(key="reponse-1") == 1
    clock(minutes=10)
    assert outbox.drain() == {}
    assert not Notification.objects.filter(user=person).exists()
    assert not Mail.objects.filter(user=person).exists()


def test_an_account_closed_meanwhile_gets_nothing(mailbox, say):
    user = UserFactory()
    mail = say(user).mail
    user.is_active = False
    user.save()
    assert outbox.drain() == {"dropped": 1}
    mail.refresh_from_db()
    assert (mail.state, mail.context) == (MailState.WITHDRAWN, {})
    assert mailbox.messages == []


def test_a_closed_account_is_told_on_the_site_only(say):
    assert say(UserFactory(is_active=False)).mail is None


def test_an_account_erased_meanwhile_gets_nothing(mailbox, say):
    user = UserFactory()
    say(user)
    say("autre@example.org", key="vers-une-adresse", account=user)
    user.delete()
    assert outbox.drain() == {}
    assert not Mail.objects.exists()


def test_the_address_is_that_of_the_day_the_mail_leaves(mailbox, say):
    user = UserFactory(email="ancienne@example.org")
    say(user)
    user.email = "nouvelle@example.org"
    user.save()
    outbox.drain()
    assert mailbox.recipients == ["nouvelle@example.org"]


# --- What the team does --------------------------------------------------------------------------


def test_the_team_tries_again_a_mail_that_failed(mailbox, say):
    mail = say("inconnu@example.org").mail
    outbox.drain()
    Mail.objects.update(email="connu@example.org")
    mail.refresh_from_db()

    outbox.retry(mail=mail)

    assert outbox.drain() == {"sent": 1}
    assert mailbox.recipients == ["connu@example.org"]


def test_the_team_gives_up(mailbox, say):
    mail = say("inconnu@example.org").mail
    outbox.drain()
    outbox.give_up(mail=mail)
    mail.refresh_from_db()
    assert (mail.state, mail.context) == (MailState.GIVEN_UP, {})
    assert "550" in mail.error
    outbox.retry(mail=mail)
    mail.refresh_from_db()
    assert mail.state == MailState.GIVEN_UP

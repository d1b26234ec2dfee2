"""What becomes of a mail received: published once, refused with a reason, or ignored."""

import gzip
from datetime import timedelta

import pytest
from django.core.management.base import CommandError
from django.utils import timezone

from communaute.notifications.enums import ReceivedState
from communaute.notifications.inbound.services import receive
from communaute.notifications.inbound.steps import _erase, _old
from communaute.notifications.models import Mail, Received
from communaute.notifications.reply_addresses import TryLater, make_address
from communaute.questions.models import Answer
from tests.clock import NOON, stop
from tests.communaute.comptes.factories import MembershipFactory, UserFactory
from tests.communaute.moderation.factories import hidden_case
from tests.mails import sent_mails

from .conftest import TEXT


def told(user):
    """The mails that wait for this person: kind, reason."""
    rows = Mail.objects.filter(user=user).order_by("pk")
    return [(row.kind.partition(".")[2], row.context.get("reason", "")) for row in rows]


def nothing(user=None):
    assert not Answer.objects.exists()
    assert not Mail.objects.exists() if user is None else told(user) == []


@pytest.mark.usefixtures("trusted")
def test_an_answer_by_mail_is_published_and_told_once_at_night_too(
    letter, question, monique, monkeypatch
):
    now = stop(monkeypatch, NOON + timedelta(hours=11))
    # A person who says so is not a machine.
    raw = letter(Auto_Submitted="no", Precedence="normal")
    assert receive(raw) == ReceivedState.DONE

    answer = question.answers.get()
    assert (answer.author, answer.body) == (monique, TEXT)
    assert told(monique) == [("reply_done", "")]
    assert told(question.author) == [("first_answer", "")]
    mail = Mail.objects.get(user=monique)
    assert mail.planned_at == now
    row = Received.objects.get()
    assert (row.state, row.user, row.thread) == (ReceivedState.DONE, monique, "question")
    # Neither the same mail again, nor ours coming back, changes anything.
    assert receive(raw) == ReceivedState.AGAIN
    assert receive(letter(Message_ID=mail.message_id)) == ReceivedState.IGNORED
    assert (question.answers.count(), len(told(monique))) == (1, 1)
    done = next(mail for mail in sent_mails() if mail.to == ["monique@example.org"])
    assert "Votre réponse à « Combien coûte le raccordement ? » est publiée." in done.body
    assert answer.get_absolute_url() in done.body


@pytest.mark.usefixtures("trusted")
def test_a_mail_without_id_to_the_address_that_the_server_says_is_received_once(letter, address):
    raw = letter(Message_ID=None, To="moi@example.org")
    assert receive(raw, recipients=[address]) == ReceivedState.DONE
    assert receive(raw, recipients=[address]) == ReceivedState.AGAIN


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; owner-email=x"},
        {"Precedence": "Bulk"},
        {"X_Auto_Response_Suppress": "All"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
        {"Subject": "Réponse automatique : Re: Une question"},
        {"Subject": "=?UTF-8?B?QWJzZW5jZSBkdSBidXJlYXU=?="},
        {"From": "MAILER-DAEMON@example.org"},
        {"From": "ChauffageUrbain <contact@chauffage-urbain.example>"},
        {"Message_ID": "<0123@chauffage.example>"},
        {"List_Id": "Notifications <notifications.chauffage.example>"},
    ],
    ids=lambda headers: next(iter(headers.items())),
)
def test_machines_and_loops_are_ignored(letter, headers):
    assert receive(letter(**headers)) == ReceivedState.IGNORED
    nothing()


def test_another_sender_publishes_nothing_and_the_account_is_told_once_a_day(
    letter, question, monique
):
    for _ in range(3):
        assert receive(letter(From="pirate@example.org")) == ReceivedState.REFUSED
    nothing(question.author)
    assert told(monique) == [("reply_refused", "other_sender")]
    [mail] = sent_mails()
    assert mail.to == ["monique@example.org"]
    assert TEXT not in mail.body


@pytest.mark.parametrize(
    "sender",
    ['"monique@example.org" <pirate@example.org>', "monique@example.org, pirate@example.org"],
)
def test_a_sender_hidden_in_a_name_is_not_believed(letter, sender):
    assert receive(letter(From=sender)) == ReceivedState.REFUSED


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("age", "state"),
    [
        (timedelta(days=90) - timedelta(seconds=1), ReceivedState.DONE),
        (timedelta(days=90), ReceivedState.REFUSED),
    ],
)
def test_an_address_is_worth_something_for_ninety_days(
    letter, question, monique, monkeypatch, age, state
):
    now = stop(monkeypatch)
    old = make_address(code="q", pk=question.pk, user_pk=monique.pk, now=now - age)
    if state == ReceivedState.REFUSED:
        # Used by somebody else, it is ignored.
        assert receive(letter(To=old, From="pirate@example.org")) == ReceivedState.IGNORED
        nothing()
    assert receive(letter(To=old)) == state
    if state == ReceivedState.REFUSED:
        assert told(monique) == [("reply_refused", "expired")]


def test_a_tampered_address_is_told_to_a_known_account_only_and_that_of_another_to_them(
    letter, address, question, monique
):
    changed = address.replace("reponse+q", "reponse+m")
    assert receive(letter(To=changed, From="inconnu@example.org")) == ReceivedState.IGNORED
    nothing()
    assert receive(letter(To=changed)) == ReceivedState.REFUSED
    assert told(monique) == [("reply_refused", "tampered")]
    gerard = UserFactory(email="gerard@example.org")
    his = make_address(code="q", pk=question.pk, user_pk=gerard.pk, now=timezone.now())
    assert receive(letter(To=his)) == ReceivedState.REFUSED
    assert told(gerard) == [("reply_refused", "other_sender")]
    assert len(told(monique)) == 1
    # A closed account is ignored.
    monique.is_active = False
    monique.save()
    assert receive(letter()) == ReceivedState.IGNORED


def test_a_question_hidden_meanwhile_takes_nothing_and_shows_nothing(letter, question, monique):
    hidden_case(content=question)
    assert receive(letter()) == ReceivedState.REFUSED
    assert told(monique) == [("reply_refused", "gone")]
    [mail] = [one for one in sent_mails() if one.to == [monique.email]]
    assert question.title not in mail.subject + mail.body
    assert TEXT in mail.body


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-- \nMonique Durand\n06 00 00 00 00", "empty"),
        ("\n\n", "empty"),
        ("x" * 10_001, "rule"),
        ("mot " * 55_001, "too_long"),
    ],
    ids=["signature", "nothing", "long", "over 220 kB"],
)
def test_what_the_page_would_refuse_is_refused_with_its_reason(letter, monique, text, reason):
    assert receive(letter(text)) == ReceivedState.REFUSED
    assert told(monique) == [("reply_refused", reason)]
    assert not Answer.objects.exists()


def test_a_refusal_gives_the_reason_the_text_and_the_way(letter, question):
    receive(letter("Merci !"))
    [mail] = sent_mails()
    assert "Écrivez au moins 20 caractères." in mail.body
    assert "> Merci !" in mail.body
    assert question.get_absolute_url() in mail.body
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    assert mail.reply_to == ["contact@chauffage-urbain.example"]


@pytest.mark.parametrize("lacks", ["name", "second factor"])
def test_a_name_is_chosen_and_an_account_under_a_badge_protected_first(
    letter, question, monique, settings, lacks
):
    if lacks == "name":
        monique.display_name = ""
    else:
        settings.SECOND_FACTOR_REQUIRED = True
        MembershipFactory(user=monique)
        monique.second_factor_due = timezone.now()
    monique.save()
    assert receive(letter()) == ReceivedState.REFUSED
    assert not question.answers.exists()
    said = {"name": "Choisissez d’abord le nom", "second factor": "seconde preuve"}
    assert said[lacks] in Mail.objects.get(user=monique).context["said"]


@pytest.mark.usefixtures("trusted")
def test_just_after_another_answer_the_mail_is_given_again_or_refused(
    letter, piped, question, monique
):
    receive(letter())
    second, third = (letter(f"Une autre réponse, la n° {number} aussitôt.") for number in (2, 3))
    with pytest.raises(TryLater):
        receive(second)
    with pytest.raises(CommandError) as refused:
        piped(second)
    assert refused.value.returncode == 75
    # One that cannot be given again.
    assert receive(third, may_wait=False) == ReceivedState.REFUSED
    assert told(monique)[-1] == ("reply_refused", "too_soon")
    Answer.objects.update(created_at=timezone.now() - timedelta(seconds=10))
    assert receive(second) == ReceivedState.DONE
    assert question.answers.count() == 2


# --- Piped by a mail server ----------------------------------------------------------------------


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(("size", "words"), [(25_000_000, "Publié"), (25_000_001, "Refusé")])
def test_a_mail_may_weigh_25_million_bytes(letter, piped, monique, size, words):
    raw = letter(files=[("photo.jpg", "image/jpeg", b"x")])
    end = raw.rindex(b"\n--")
    padding = (b"A" * 75 + b"\n") * (size // 76)
    raw = raw[:end] + padding[: size - len(raw)] + raw[end:]
    assert len(raw) == size
    assert piped(raw).startswith(words)
    if words == "Refusé":
        assert told(monique) == [("reply_refused", "too_heavy")]


HOSTILE = {
    "nothing": b"",
    "noise": b"\x00\xff" * 1_000,
    "broken headers": b"From: =?utf-8?q?\nTo: <<<>>>\n\n",
    "no boundary": b"Content-Type: multipart/mixed\n\nrien",
    "unknown charset": b"Content-Type: text/plain; charset=inconnu\nFrom: a@b\n\n\xe9",
    "empty report": b"Content-Type: multipart/report; report-type=delivery-status\n\n",
    "broken words": b"Subject: =?iso-8859-1?b?====?=\nMessage-ID: \n <x\n\n",
    "empty lines": b"\n" * 1_000_001,
    "parts in parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (depth, depth)
        for depth in range(5_000)
    ),
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_nothing_broken_nor_hostile_stops_the_way_in(raw, piped, db):
    assert piped(raw) == "Ignoré"


@pytest.mark.usefixtures("trusted")
def test_a_piped_mail_is_received(letter, piped, question, address):
    assert piped(letter(To="x@example.org"), "--recipient", address) == "Publié ou transmis"
    assert question.answers.count() == 1


def test_headers_that_hide_others_add_none_to_what_we_send(letter):
    hidden = b"=?utf-8?q?Re=0D=0ABcc:_pirate@example.org=0D=0A=0D=0AVoici?="
    raw = letter("Merci !").replace(b"Re: Une question", hidden)
    receive(raw.replace(b"Monique Durand", b"=?utf-8?q?a=0D=0ABcc:_pirate@example.org?="))
    [mail] = sent_mails()
    assert mail.recipients() == ["monique@example.org"]
    raw = mail.message().as_bytes()
    assert b"pirate" not in raw
    assert raw.lower().count(b"\nbcc:") == 0


@pytest.mark.usefixtures("trusted")
def test_an_answer_under_three_hundred_parts_is_found_or_refused_never_an_error(letter, question):
    raw = letter()
    head, _, body = raw.partition(b"\n\n")
    for depth in range(300):
        mark = b"part%d" % depth
        body = b'Content-Type: multipart/mixed; boundary="%b"\n\n--%b\n%b\n--%b--\n' % (
            mark,
            mark,
            b"Content-Type: text/plain\n\n" + body if not depth else body,
            mark,
        )
    kept = b"\n".join(line for line in head.split(b"\n") if not line.startswith(b"Content-"))
    assert receive(kept + b"\n" + body) in ReceivedState.values
    assert question.answers.count() <= 1


@pytest.mark.usefixtures("trusted")
def test_files_are_neither_taken_nor_opened_and_it_is_said(letter, monique):
    files = [
        ("devis.pdf", "application/pdf", b"%PDF-1.4 essai"),
        ("bombe.zip", "application/zip", b"PK\x03\x04" + bytes(1_000)),
        ("bombe.gz", "application/gzip", gzip.compress(bytes(10_000_000))),
        ("dessin.svg", "image/svg+xml", b"<svg><script>alert(1)</script></svg>"),
    ]
    assert receive(letter(files=files)) == ReceivedState.DONE
    left_out = Mail.objects.get(user=monique).context["left_out"]
    assert left_out == [f"« {name} »" for name, _, _ in files]


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    "charset", ["inconnu", "unicode_escape", "punycode", "undefined", "rot13", "utf-16", "idna"]
)
def test_a_strange_charset_or_sign_is_no_error(letter, question, charset):
    raw = letter("Une réponse \\ud800 \\x00 assez longue pour être publiée.")
    raw = raw.replace(b'charset="utf-8"', f'charset="{charset}"'.encode())
    raw = raw.replace(b"Subject: ", b"Subject: =?utf-8?q?=00=ED=A0=80?= \x00")
    assert receive(raw) in {ReceivedState.DONE, ReceivedState.REFUSED}
    for answer in question.answers.all():
        assert answer.body.encode()
        assert "\x00" not in answer.body


@pytest.mark.usefixtures("trusted")
def test_lines_are_kept_90_days(letter):
    receive(letter())
    row = Received.objects.get()
    assert _old(row.received_at + timedelta(days=90) - timedelta(seconds=1)) == []
    now = row.received_at + timedelta(days=90)
    assert _old(now) == [row.pk]
    _erase(row.pk, now)
    assert not Received.objects.exists()

"""Fetching mails by IMAP: dealt with once, erased or moved after, never before."""

import io
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError
from django.utils import timezone

from communaute.notifications.inbound import steps
from communaute.notifications.models import Received
from socle.scheduler.runner import run
from tests.communaute.notifications.smtp import free_port

from .imap import Folder, serving


@pytest.fixture
def served(settings):
    """`served(folder)`: the mailbox of the service, until the end of the test."""
    with ExitStack() as opened:

        def served(folder, query="", user="reponse:secret"):
            port = opened.enter_context(serving(folder))
            settings.IMAP_URL = f"imap://{user}@127.0.0.1:{port}/INBOX{query}"

        yield served


def fetched():
    return steps.fetch(steps.configured_mailbox())


@pytest.mark.usefixtures("trusted")
def test_a_mail_dealt_with_is_erased_or_moved_an_ignored_one_read_and_one_too_soon_left(
    served, letter, question
):
    again = letter("Une seconde réponse, tout aussitôt après.")
    folder = Folder(letter(), letter(Auto_Submitted="auto-replied"), again)
    served(folder)
    assert fetched() == {"done": 1, "ignored": 1, "later": 1}
    assert question.answers.count() == 1
    assert list(folder.mails) == [2, 3]
    assert folder.flags[2] == {"\\Seen"}
    assert folder.unseen() == [3]
    question.answers.update(created_at=timezone.now() - timedelta(minutes=1))
    folder = Folder(again)
    served(folder, query="?garder=Trait%C3%A9s")
    assert fetched() == {"done": 1}
    assert [uid for _, uid in folder.kept] == [1]
    assert folder.mails == {}
    assert fetched() == {}


@pytest.mark.usefixtures("trusted")
def test_the_clock_and_the_command_fetch(served, letter):
    served(Folder(letter()))
    tick = run(only=["notifications.receive"])
    assert (tick.counts, tick.errors) == ({"mails_received_done": 1}, 0)
    out = io.StringIO()
    call_command("receive_mail", stdout=out)
    assert out.getvalue() == "rien\n"


def test_a_mail_too_heavy_is_never_downloaded(served, letter):
    folder = Folder(letter() + b"A" * 25_000_001)
    served(folder)
    assert fetched() == {"refused": 1}
    assert folder.fetched == ["1 HEADER"]


@pytest.mark.usefixtures("trusted")
def test_a_mail_that_breaks_us_is_starred_and_one_without_database_left_unread(
    served, letter, monkeypatch
):
    folder = Folder(letter(), letter("Une seconde réponse, plus heureuse que la première."))
    served(folder)
    known = steps.receive
    errors = iter([OperationalError, KeyError])

    def broken(*args, **kwargs):
        if error := next(errors, None):
            raise error
        return known(*args, **kwargs)

    monkeypatch.setattr(steps, "receive", broken)
    with pytest.raises(OperationalError):
        fetched()
    assert folder.unseen() == [1, 2]
    assert fetched() == {"failed": 1, "done": 1}
    assert folder.flags[1] == {"\\Seen", "\\Flagged"}


@pytest.mark.parametrize("trouble", ["closed", "password"])
def test_a_mailbox_that_does_not_answer_is_told(served, settings, db, trouble):
    if trouble == "closed":
        settings.IMAP_URL = f"imap://a:b@127.0.0.1:{free_port()}"
    else:
        served(Folder(), user="reponse:faux")
    with pytest.raises(CommandError) as refused:
        call_command("receive_mail")
    assert refused.value.returncode == 75


def test_without_mailbox_there_is_nothing_to_fetch(settings, db):
    settings.IMAP_URL = ""
    assert run(only=["notifications.receive"]).counts == {}
    with pytest.raises(CommandError, match="IMAP_URL"):
        call_command("receive_mail")
    assert not Received.objects.exists()


@pytest.mark.parametrize(
    ("url", "host", "port", "is_encrypted", "folder"),
    [
        ("imaps://a%40b.fr:p%2Fw@mail.fr", "mail.fr", 993, True, "INBOX"),
        ("imap://a%40b.fr:p%2Fw@mail.fr:1143/R%C3%A9ponses", "mail.fr", 1143, False, "Réponses"),
    ],
)
def test_the_address_of_the_mailbox_is_read(settings, url, host, port, is_encrypted, folder):
    settings.IMAP_URL = url
    place = steps.configured_mailbox()
    assert (place.host, place.port, place.is_encrypted) == (host, port, is_encrypted)
    assert (place.user, place.password, place.folder) == ("a@b.fr", "p/w", folder)

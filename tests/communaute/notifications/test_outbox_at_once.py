"""Several workers empty one outbox: each mail leaves once."""

import threading

import pytest
from django.db import connections

from communaute.notifications import outbox
from communaute.notifications.outbox.delivery import Postman
from communaute.notifications.services import tell
from tests.commits import committing

from .smtp import Mailbox, free_port, mailers, serving

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

"""Contesting while the account closes: one waits for the other, and nothing is half done."""

import threading

import pytest
from django.db import connections

from communaute.comptes.closing import close_account
from communaute.moderation.appeals import appeal
from communaute.moderation.errors import ModerationNotAllowed
from communaute.moderation.models import Appeal
from tests.commits import committing
from tests.communaute.moderation.factories import hidden_case, statement_of


@pytest.fixture
def db(django_db_setup, django_db_blocker):
    """The library's without its transaction: this test commits."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def committed(db):
    with committing():
        yield


def test_contesting_while_the_account_closes(committed):
    statement = statement_of(hidden_case())
    author = statement.recipient
    gate, results = threading.Barrier(2), []

    def run(call):
        try:
            gate.wait()
            results.append(call())
        except Exception as error:  # noqa: BLE001 -- told to the test, whatever it is
            results.append(error)
        finally:
            connections.close_all()

    calls = (
        lambda: close_account(actor=author),
        lambda: appeal(actor=author, statement=statement, text="Je ne vends rien."),
    )
    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    filed = Appeal.objects.first()
    refused = [one for one in results if isinstance(one, Exception)]
    if filed is None:
        assert [type(one) for one in refused] == [ModerationNotAllowed]
    else:
        assert refused == []
        assert filed.statement.recipient is None

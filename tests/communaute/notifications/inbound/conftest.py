"""A question whose first answer was told by mail, and replies as a mailbox writes them."""

import io
import itertools
from email.message import EmailMessage

import pytest
from django.core.management import call_command
from django.utils import timezone

from communaute.notifications.reply_addresses import make_address
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import QuestionFactory

DOMAIN = "chauffage.example"
TEXT = "Chez nous, 1 500 € par lot en 2024, sous-station comprise."


@pytest.fixture(autouse=True)
def configured(settings):
    settings.INBOUND_EMAIL = f"reponse+{{token}}@{DOMAIN}"
    settings.BASE_URL = f"https://{DOMAIN}"


@pytest.fixture
def monique(db):
    return UserFactory(email="monique@example.org", display_name="Monique D.")


@pytest.fixture
def question(monique):
    return QuestionFactory(title="Combien coûte le raccordement ?")


@pytest.fixture
def address(question, monique):
    """Where Monique answers the question."""
    return make_address(code="q", pk=question.pk, user_pk=monique.pk, now=timezone.now())


@pytest.fixture
def letter(address):
    """A mail of Monique's to that address; headers and text may be changed, None removes one."""
    numbers = itertools.count(1)

    def letter(text=TEXT, *, files=(), **headers):
        message = EmailMessage()
        known = {
            "From": "Monique Durand <Monique@example.org>",
            "To": f"ChauffageUrbain <{address}>",
            "Subject": "Re: Une question",
            "Message-ID": f"<{next(numbers)}@example.org>",
            "Return-Path": "<monique@example.org>",
        }
        known |= {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in known.items():
            if value is not None:
                message[name] = value
        message.set_content(text)
        for name, kind, data in files:
            main, _, sub = kind.partition("/")
            message.add_attachment(data, maintype=main, subtype=sub, filename=name)
        return message.as_bytes()

    return letter


@pytest.fixture
def piped(monkeypatch):
    """`piped(raw)` gives a mail to `manage.py receive_mail --stdin`, as a mail server does."""

    def piped(raw, *arguments):
        class Input:
            buffer = io.BytesIO(raw)

        monkeypatch.setattr("sys.stdin", Input())
        out = io.StringIO()
        call_command("receive_mail", "--stdin", *arguments, stdout=out)
        return out.getvalue().strip()

    return piped

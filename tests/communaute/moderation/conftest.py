from contextlib import contextmanager

import pytest
from django.core import mail
from django.utils import timezone

from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail
from tests.mails import sent_mails


@pytest.fixture
def sent(db):
    """`with sent() as outbox:` — the mails told in the block, once the postman has passed."""

    @contextmanager
    def capture():
        Mail.objects.unended().end(MailState.WITHDRAWN, now=timezone.now())
        yield mail.outbox
        sent_mails()

    return capture


@pytest.fixture
def desk(client, agence):
    """The browser of a moderator of the agency of Isère."""
    client.force_login(agence)
    return client


@pytest.fixture
def told_at_once(settings):
    """Nobody may undo a decision: it is told, and read by whom it is about, as it is taken."""
    settings.NUMBERS = settings.NUMBERS | {"moderation": {"undo_minutes": 0}}

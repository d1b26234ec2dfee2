from contextlib import contextmanager

import pytest
from django.core import mail


@pytest.fixture
def sent(settings, django_capture_on_commit_callbacks):
    """`with sent() as outbox:` — the mails that leave once the transaction is committed."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}

    @contextmanager
    def capture():
        with django_capture_on_commit_callbacks(execute=True):
            yield mail.outbox

    return capture

"""Data of connection: written with a text, seen by nobody, erased a year later."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from wagtail.snippets.models import get_snippet_models

from communaute.comptes.closing import close_account
from communaute.comptes.connection_log import OriginMiddleware, current_origin, note_published
from communaute.comptes.models import Connection
from communaute.comptes.numbers import NUMBERS
from communaute.donnees.data_copy import build
from communaute.donnees.services import ask_export
from communaute.questions.models import Answer
from socle.scheduler.runner import run
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.donnees.test_export import opened
from tests.communaute.questions.factories import QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trusted")]
STEP = ["donnees.purge_connections"]


@pytest.fixture
def person():
    return UserFactory(display_name="Zoé M.")


def answer(client, person, **origin):
    question = QuestionFactory()
    client.force_login(person)
    data = {"body": "Chez nous, tout va bien.", "submission_key": str(uuid.uuid4())}
    client.post(f"/communaute/questions/{question.pk}/repondre/", data, **origin)
    return Answer.objects.get()


def test_where_a_text_came_from_is_written_once(client, person):
    written = answer(client, person, REMOTE_ADDR="192.0.2.7", REMOTE_PORT="50123")
    row = Connection.objects.get()
    assert (row.account_number, row.object_id) == (person.pk, written.pk)
    assert (row.ip, row.port) == ("192.0.2.7", 50123)
    assert row.content_type.model_class() is Answer


def test_only_our_own_proxies_are_believed(client, person, settings):
    forged = {"REMOTE_ADDR": "192.0.2.7", "REMOTE_PORT": "1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    answer(client, person, **forged)
    assert Connection.objects.get().ip == "192.0.2.7"
    Connection.objects.all().delete()
    Answer.objects.all().delete()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answer(client, person, **forged)
    row = Connection.objects.get()
    assert (row.ip, row.port) == ("203.0.113.9", None)


def test_outside_of_a_request_nothing_is_written(person):
    note_published(QuestionFactory(), account=person.pk, now=timezone.now())
    assert not Connection.objects.exists()


def test_it_outlives_the_account_until_its_term(client, person):
    answer(client, person, REMOTE_ADDR="192.0.2.7")
    close_account(actor=person)
    end = Connection.objects.get().at + timedelta(days=NUMBERS.connection_days)
    assert run(end - timedelta(seconds=1), only=STEP).counts == {}
    assert run(end, only=STEP).counts == {"connections_erased": 1}


def test_nobody_reads_it_through_the_site(client, person):
    """No permission, no snippet; not in one’s own copy."""
    answer(client, person, REMOTE_ADDR="192.0.2.7")
    assert not Permission.objects.filter(content_type__model="connection").exists()
    assert Connection not in get_snippet_models()
    assert client.get("/mon-compte/donnees/comptes-connection/").status_code == 404
    export = ask_export(actor=person)
    build(export.pk)
    export.refresh_from_db()
    archive = opened(export)
    assert not any(b"192.0.2.7" in archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize(
    ("path", "is_told"), [("/courriels-recus/x/inbound/", False), ("/communaute/x/", True)]
)
def test_a_provider_that_brings_a_mail_is_not_its_author(rf, path, is_told):
    seen = OriginMiddleware(lambda request: current_origin() is not None)
    assert seen(rf.post(path)) is is_told

"""The matrices once more, with a password alone and the time to protect the account over.

Whatever a role opens, to read or to write, is refused to a session that proved no second factor:
the answer is the page that says how to protect the account. What everybody has stays open.
"""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.architecture import test_permissions_matrix as reading
from tests.architecture import test_posts_matrix as writing
from tests.architecture.test_permissions_matrix import (
    apart,
    lay_foundation,
    session_of,
    use_session,
)
from tests.communaute.comptes.factories import UserFactory
from tests.conftest import ROLES
from tests.personas import make_person

WAITS = "attente"
WORKERS = tuple(role for role in ROLES if role not in {"membre", "ambassadeur"})
# Roles that have no column: what they open is what their own session opens in time.
OTHERS = ("syndic", "auditeur", "signaleur", "autorite", "intendance", "is_superuser")
ASKED = "Votre espace attend une seconde preuve que c’est vous"

# Forms, pages and rights: nothing of them is the database’s own.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def late(role):
    """Somebody of this role who has a password alone, a week too late."""
    user = make_person(role)
    user.second_factor_due = timezone.now() - timedelta(days=7)
    user.save(update_fields=["second_factor_due"])
    return user


def in_time(role):
    return UserFactory(**{role: True})


def told(response):
    """The status, or that it waits for a second factor."""
    if response.status_code == 302:
        path = urlsplit(response.url).path
        return WAITS if path == reverse("second_factor_wait") else 302
    if response.status_code == 403 and ASKED in response.content.decode():
        return WAITS
    return response.status_code


def is_opened(status, to_member):
    """Whether a role opens what a member is refused."""
    refused = (*range(400, 500), writing.REFUSED)
    return status not in refused and to_member in refused


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("room", sorted(reading.ROOMS))
def test_nothing_that_a_role_opens_is_read(room):
    sessions = {role: session_of(late(role)) for role in WORKERS}
    lay_foundation(room)
    client = Client()
    wrong = []
    for name, row in sorted(reading.ROOMS[room].items()):
        if name == "second_factor_wait":
            continue
        with apart():
            address = row["url"]()
            for role, session in sessions.items():
                use_session(client, session)
                found = told(client.get(address))
                if is_opened(row[role], row["membre"]):
                    allowed = {WAITS}
                else:
                    allowed = {row["membre"], row[role], WAITS}
                if found not in allowed:
                    wrong.append(f"{name} ({address}), {role}: {found}, not {allowed}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("room", sorted(reading.ROOMS))
def test_nothing_that_another_role_opens_is_read(room):
    people = {role: (session_of(in_time(role)), session_of(late(role))) for role in OTHERS}
    lay_foundation(room)
    client = Client()
    wrong = []
    for name, row in sorted(reading.ROOMS[room].items()):
        if row["membre"] < 400:
            continue
        with apart():
            address = row["url"]()
            for role, (worker, waiting) in people.items():
                use_session(client, worker)
                opened = client.get(address).status_code
                if is_opened(opened, row["membre"]):
                    use_session(client, waiting)
                    found = told(client.get(address))
                    if found != WAITS:
                        wrong.append(f"{name} ({address}), {role}: {found}, not {WAITS}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("room", sorted(writing.ROOMS))
def test_nothing_that_a_role_allows_is_written(room):
    people = {role: late(role) for role in WORKERS}
    sessions = {role: session_of(user) for role, user in people.items()}
    client = Client(raise_request_exception=False)
    wrong = []
    for name, row in writing.ROOMS[room].items():
        for whose, scene, statuses in row.cases():
            for role, user in people.items():
                if not is_opened(statuses[role], statuses["membre"]):
                    continue
                before = transaction.savepoint_create()
                cache.clear()
                given = scene() if whose == "other" else scene(user)
                address, data = given if isinstance(given, tuple) else (given, row.data)
                use_session(client, sessions[role])
                found = told(client.post(address, data))
                transaction.savepoint_rollback(before)
                if found != WAITS:
                    wrong.append(f"{name}, {whose}, {role}: {found}, not {WAITS}")
    assert not wrong, "\n".join(wrong)

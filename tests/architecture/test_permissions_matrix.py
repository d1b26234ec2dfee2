"""Every role × every address: who gets 200, who is sent to sign in, who is refused.

Each room keeps its rows beside its tests (`tests/<room>/matrix.py`, name `MATRIX`); an address that
has no row fails here, and a row that has no address.
"""

import importlib
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.architecture.routes import url_names
from tests.conftest import ROLES
from tests.personas import make_person

TESTS = Path(__file__).resolve().parent.parent
COLUMNS = {"url", "anonymous", *ROLES}
BACKEND = "django.contrib.auth.backends.ModelBackend"


def load_matrix():
    """The rows of each room, by its folder of tests."""
    rooms = {}
    for path in sorted(TESTS.rglob("matrix.py")):
        parts = path.relative_to(TESTS.parent).with_suffix("").parts
        rows = importlib.import_module(".".join(parts)).MATRIX
        for name in rows:
            assert not any(name in others for others in rooms.values()), f"{name} is repeated"
        rooms["/".join(parts[1:-1])] = rows
    return rooms


ROOMS = load_matrix()
MATRIX = {name: row for rows in ROOMS.values() for name, row in rows.items()}


def test_every_address_has_its_row():
    assert set(MATRIX) == set(url_names())


def test_every_row_is_whole():
    assert {
        name: COLUMNS ^ row.keys() for name, row in MATRIX.items() if COLUMNS ^ row.keys()
    } == {}


def lay_foundation(room):
    """Make what the addresses of a room all stand on: `FOUNDATION` of its `matrix.py`."""
    module = importlib.import_module(f"tests.{room.replace('/', '.')}.matrix")
    getattr(module, "FOUNDATION", lambda: None)()


@contextmanager
def apart():
    """What is made in the block is taken back at its end; nothing is kept in the cache."""
    before = transaction.savepoint_create()
    cache.clear()
    yield
    transaction.savepoint_rollback(before)


def session_of(user):
    """The cookie of somebody signed in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def use_session(client, session):
    """Make a client that of somebody else, without a cookie of what came before."""
    client.cookies.clear()
    client.cookies[settings.SESSION_COOKIE_NAME] = session


@pytest.mark.usefixtures("trusted")
@pytest.mark.django_db
@pytest.mark.parametrize("room", sorted(ROOMS))
def test_rights(room):
    """People are made once for the room; each address starts from there again."""
    sessions = {"anonymous": ""} | {role: session_of(make_person(role)) for role in ROLES}
    lay_foundation(room)
    # One for all: each new one would prepare the whole service again.
    client = Client()
    wrong = []
    for name, row in sorted(ROOMS[room].items()):
        with apart():
            address = row["url"]()
            for role, session in sessions.items():
                use_session(client, session)
                found = client.get(address).status_code
                if found != row[role]:
                    wrong.append(f"{name} ({address}), {role}: {found}, not {row[role]}")
    assert not wrong, "\n".join(wrong)

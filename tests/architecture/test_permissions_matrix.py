"""Every role × every address: who gets 200, who is sent to sign in, who is refused.

Each room keeps its rows beside its tests (`tests/<room>/matrix.py`, name `MATRIX`); an address that
has no row fails here.
"""

import importlib
from pathlib import Path

import pytest

from tests.architecture.routes import url_names
from tests.conftest import ROLES

TESTS = Path(__file__).resolve().parent.parent
COLUMNS = {"url", "anonymous", *ROLES}


def load_matrix():
    rows = {}
    for path in sorted(TESTS.rglob("matrix.py")):
        dotted = ".".join(path.relative_to(TESTS.parent).with_suffix("").parts)
        room = importlib.import_module(dotted).MATRIX
        assert not rows.keys() & room.keys(), f"{dotted} repeats {rows.keys() & room.keys()}"
        rows |= room
    return rows


MATRIX = load_matrix()


def test_every_address_has_its_row():
    assert [name for name in url_names() if name not in MATRIX] == []


def test_every_row_is_whole():
    assert {
        name: COLUMNS ^ row.keys() for name, row in MATRIX.items() if COLUMNS ^ row.keys()
    } == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(MATRIX))
def test_rights(name, client, person):
    row = MATRIX[name]
    address = row["url"]()
    found = {}
    for role in ("anonymous", *ROLES):
        client.logout()
        if role != "anonymous":
            client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
        found[role] = client.get(address).status_code
    assert found == {role: row[role] for role in found}, address

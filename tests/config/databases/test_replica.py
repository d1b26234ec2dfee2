"""Who reads from the replica, and when the primary answers in its place. Two real databases:
tests/faults/test_together.py."""

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import (
    InterfaceError,
    OperationalError,
    connections,
    transaction,
)
from django.http import HttpResponse
from environ import Env

from config.databases import replica
from config.databases.databases import databases
from socle.public_pages import Version

URL = "postgres://qui@primaire:5432/base"
COPY = "postgres://qui@copie:5432/base"


def read(monkeypatch, tmp_path, **variables):
    for name in ("DATABASE_URL", "DATABASE_REPLICA_URL", "DATABASE_OPTIONS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return databases(Env(), tmp_path)


def test_without_the_variable_there_is_one_database(monkeypatch, tmp_path):
    assert list(read(monkeypatch, tmp_path, DATABASE_URL=URL)) == ["default"]
    # SQLite has no replica.
    assert list(read(monkeypatch, tmp_path, DATABASE_REPLICA_URL=COPY)) == ["default"]


def test_the_replica_is_read_only(monkeypatch, tmp_path):
    found = read(monkeypatch, tmp_path, DATABASE_URL=URL, DATABASE_REPLICA_URL=COPY)
    assert [one["HOST"] for one in found.values()] == ["primaire", "copie"]
    assert "default_transaction_read_only=on" in found["replica"]["OPTIONS"]["options"]
    assert "read_only" not in found["default"]["OPTIONS"]["options"]
    assert found["replica"]["OPTIONS"]["connect_timeout"] == 2


def test_without_a_replica_the_middleware_is_not_there():
    with pytest.raises(MiddlewareNotUsed):
        replica.ReplicaMiddleware(lambda request: HttpResponse())


@pytest.fixture
def asked(settings, monkeypatch, rf):
    """Ask for a page: where its view would read, then where it would read after writing."""
    router, versions = replica.ReplicaRouter(), [Version(3, 1)]

    def view(request):
        found = [router.db_for_read(None)]
        router.db_for_write(None)
        return HttpResponse(",".join([*found, router.db_for_read(None)]))

    def read_version(using):
        if isinstance(versions[0], Exception):
            raise versions[0]
        return versions[0]

    monkeypatch.setattr(replica, "version_of", lambda request: Version(3, 1))
    monkeypatch.setattr(replica, "read_version", read_version)
    monkeypatch.setattr(
        replica,
        "connections",
        {"default": connections["default"], "replica": connections["default"]},
    )
    monkeypatch.setattr(connections["default"], "close", lambda: None)
    middleware = replica.ReplicaMiddleware(view)

    def ask(path="/reseaux/", method="get", cookie="", version=None):
        versions[0] = version or Version(3, 1)
        request = getattr(rf, method)(path)
        if cookie:
            request.COOKIES[settings.SESSION_COOKIE_NAME] = cookie
        return middleware(request).content.decode().split(",")

    ask.middleware = middleware
    yield ask
    assert router.db_for_read(None) == "default"


def test_a_visitor_reads_from_the_replica_until_something_is_written(asked):
    assert asked() == ["replica", "default"]


@pytest.mark.parametrize(
    "given",
    [
        {"cookie": "x"},
        {"method": "post"},
        {"path": "/mon-compte/"},
        {"path": "/mon-adresse/resultat/0b6f2f5e-6c0e-4b6e-9b1f-2d1f6a0c9f10/"},
        # What the primary hid, the replica may still show.
        {"version": Version(2, 1)},
        {"version": Version(3, 0)},
    ],
)
def test_others_read_from_the_primary(asked, given):
    assert asked(**given) == ["default", "default"]


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_replica_away_is_left_alone_for_a_moment(asked, monkeypatch, error):
    now = [100.0]
    monkeypatch.setattr(replica.time, "monotonic", lambda: now[0])
    assert asked(version=error()) == ["default", "default"]
    now[0] += replica.RETRY_S - 0.1
    assert asked() == ["default", "default"]
    now[0] += 0.1
    assert asked() == ["replica", "default"]


@pytest.mark.django_db
def test_inside_of_a_transaction_the_primary_answers(monkeypatch):
    monkeypatch.setattr(replica._reading, "replica", True, raising=False)
    with transaction.atomic():
        assert replica.ReplicaRouter().db_for_read(None) == "default"


def test_nothing_is_migrated_there():
    router = replica.ReplicaRouter()
    assert router.allow_migrate("replica", "socle") is False
    assert router.allow_migrate("default", "socle") is None
    assert router.allow_relation(None, None)

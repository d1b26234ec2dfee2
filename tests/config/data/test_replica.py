"""Who reads from the replica, and when the primary answers in its place. Two real databases:
tests/faults/test_together.py."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import (
    InterfaceError,
    OperationalError,
    ProgrammingError,
    connections,
    transaction,
)
from django.http import HttpResponse
from django.urls import path
from environ import Env

from config.data import replica
from config.data.databases import databases
from socle.models import PublicVersion
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
        {"path": "/mon-adresse/abc/"},
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


@pytest.fixture
def served(settings, monkeypatch, client):
    """The site is one page; `served.made` tells where each of its makings would read."""
    made, router = [], replica.ReplicaRouter()
    lines = {"default": SimpleNamespace(in_atomic_block=False), "replica": connections["default"]}

    def view(request):
        made.append(router.db_for_read(None))
        if "wrong" in request.GET or made[-1] == "replica":
            if "written" in request.GET:
                router.db_for_write(None)
            if "midway" in request.GET:
                # Between two rows of a cursor: no query fails.
                raise OperationalError
            fails = ProgrammingError if "query" in request.GET else OperationalError
            with lines["replica"].execute_wrapper(failing(fails)):
                PublicVersion.objects.first()
        return HttpResponse("la page")

    class Urls:
        urlpatterns = (path("", view),)
        handler500 = staticmethod(lambda request: HttpResponse(status=500))

    settings.ROOT_URLCONF = Urls
    settings.MIDDLEWARE = ["config.data.replica.ReplicaMiddleware"]
    monkeypatch.setattr(replica, "connections", lines)
    monkeypatch.setattr(replica, "version_of", lambda request: Version(3, 1))
    monkeypatch.setattr(replica, "read_version", lambda using: Version(3, 1))
    monkeypatch.setattr(connections["default"], "close", lambda: None)
    client.made = made
    return client


def failing(error):
    def wrapper(execute, sql, params, many, context):
        raise error

    return wrapper


@pytest.mark.django_db
def test_a_page_whose_replica_fails_midway_is_made_once_more_by_the_primary(served):
    # The client raises what the site would tell of as an error: nothing is.
    assert served.get("/").content.decode() == "la page"
    assert served.made == ["replica", "default"]
    # Then left alone for a moment.
    assert served.get("/").status_code == 200
    assert served.made == ["replica", "default", "default"]


@pytest.mark.django_db
def test_so_is_one_whose_rows_stop_coming(served):
    assert served.get("/?midway").content.decode() == "la page"
    assert served.made == ["replica", "default"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "error", "made"),
    [
        # The primary fails too: told once, never a third time.
        ("?wrong", OperationalError, ["replica", "default"]),
        ("?wrong&midway", OperationalError, ["replica", "default"]),
        ("?query", ProgrammingError, ["replica"]),
        ("?written&midway", OperationalError, ["replica"]),
        ("?written", OperationalError, ["replica"]),
    ],
)
def test_a_page_is_never_made_again_in_vain(served, asked, error, made):
    with pytest.raises(error):
        served.get(f"/{asked}")
    assert served.made == made


@pytest.mark.django_db
def test_inside_of_a_transaction_the_primary_answers(monkeypatch):
    monkeypatch.setattr(replica._reading, "replica", True)
    with transaction.atomic():
        assert replica.ReplicaRouter().db_for_read(None) == "default"


def test_nothing_is_migrated_there():
    router = replica.ReplicaRouter()
    assert router.allow_migrate("replica", "socle") is False
    assert router.allow_migrate("default", "socle") is None
    assert router.allow_relation(None, None)

"""What every test stands on: clean cache, loud templates, one person per role."""

import gc
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLiteDatabase
from django.http import HttpRequest
from django.template import engines
from django.template.base import FilterExpression, Node
from django.utils import timezone

from ambassadeurs.guichets.models import KEPT as ACCOUNT_ACTS
from cms.site import selectors as site
from cms.site.frame import Frame
from communaute.comptes.sessions.services import BEGUN
from communaute.moderation.audit_log import append_only
from communaute.moderation.prescreening import services as screening
from communaute.moderation.prescreening.services import Standing
from socle.facts_registry.citations import first_facts
from socle.public_pages import NUMBER_KEY, forget_held
from tests.clock import NOON, be_followed_by_columns, start, stop
from tests.database import copy_into, postgres_template

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
# Who may look at a page: the columns of the permission matrix, besides "anonymous".
ROLES = (
    "membre",
    "ambassadeur",
    "agence",
    "agence_ailleurs",
    "exploitant",
    "collectivite",
    "editeur",
    "equipe",
)
LONGEST_NAME = 200
INSTALLED = Frame()
# The fixtures by which a test asks the database; the others may not (pytest-django sees to it).
DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}
ASKS_NOTHING = pytest.StashKey[bool]()
_places = count(1)
# Tables of ours that hold a broken reference, in one statement. The official geography has 70 000
# rows and came by migration: no test writes it, and PostgreSQL checks it too.
BROKEN = """
    SELECT DISTINCT broken."table"
    FROM sqlite_schema AS one, pragma_foreign_key_check(one.name) AS broken
    WHERE one.type = 'table' AND one.sql NOT LIKE 'CREATE VIRTUAL%'
        AND one.name NOT IN ('territoires_commune', 'territoires_communepostcode')
"""


class UndefinedVariable(str):
    """The engine's `string_if_invalid`: raises when one of our own templates misspells a name.

    Django asks for its truth value at each undefined variable, and only then. Templates of
    libraries keep Django's silence; so does a variable of ours followed by `|default`.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        frame = sys._getframe(1)
        expression = frame.f_locals.get("self")
        while frame and not isinstance(frame.f_locals.get("self"), Node):
            frame = frame.f_back
        if not frame or not isinstance(expression, FilterExpression):
            return False
        origin = getattr(frame.f_locals["self"], "origin", None)
        filters = {function.__name__ for function, _ in expression.filters}
        if origin and str(origin.name).startswith(str(TEMPLATES)) and "default" not in filters:
            raise AssertionError(f"Variable inconnue « {expression.token} » dans {origin.name}")
        return False


def pytest_configure(config: pytest.Config) -> None:
    # Tests read texts as they are typed; tests/config/test_typography.py reads them as shown.
    django_settings.TYPOGRAPHY = False
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if os.environ.get("REQUIRE_SERVICES"):
        kinds = (
            django_settings.DATABASES["default"]["ENGINE"],
            django_settings.CACHES["default"]["BACKEND"],
        )
        if "postgresql" not in kinds[0] or "redis" not in kinds[1].lower():
            pytest.exit(f"REQUIRE_SERVICES : PostgreSQL et Redis attendus, pas {kinds}", 3)
    worker = getattr(config, "workerinput", {}).get("workerid", "gw0")
    default = django_settings.CACHES["default"]
    if "redis" in default["BACKEND"].lower():
        # Each xdist worker empties its cache before each test: a Redis database of its own, from
        # the one given on.
        address = default["LOCATION"]
        address = urlsplit(address if isinstance(address, str) else address[0])
        number = int(address.path.strip("/") or 0) + int(worker[2:])
        default["LOCATION"] = address._replace(path=f"/{number}").geturl()


def pytest_make_parametrize_id(val: object) -> str | None:
    """A text of 20 000 characters or a file of 30 MB is no name: workers send names to each other
    at each step of a test."""
    if isinstance(val, str | bytes) and len(val) > LONGEST_NAME:
        return f"{val[:20]!r}-{len(val)}"
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks no database proves nothing of it: `.ci/run` does it once. Those that ask another
    program, or a cache that other machines share, are marked `both_databases` by hand."""
    for item in items:
        asks = any(map(item.get_closest_marker, ("django_db", "both_databases", "browser")))
        if not asks and DATABASE.isdisjoint(item.fixturenames):
            item.add_marker(pytest.mark.one_database)
            item.stash[ASKS_NOTHING] = True


def pytest_collection_finish() -> None:
    # Code, models and templates live until the end: collecting garbage need not read them again,
    # nor look so often at what a test is still using.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Start from the migrated template: `migrate` then finds nothing to do."""
    name = connection.creation._get_test_db_name()
    if connection.vendor == "postgresql":
        template = postgres_template(os.environ["DATABASE_URL"])
        connection.settings_dict["TEST"]["TEMPLATE"] = template
    if connection.vendor != "sqlite" or "mode=memory" not in name:
        yield
        return
    # The shared memory lives as long as one connection is open: this one.
    held = sqlite3.connect(name, uri=True)
    copy_into(held)
    yield
    held.close()


@pytest.fixture(scope="session", autouse=True)
def loud_templates() -> None:
    engines["django"].engine.string_if_invalid = UndefinedVariable()


@pytest.fixture(scope="session", autouse=True)
def flush_empties_what_is_append_only() -> Iterator[None]:
    """Tests that commit end by emptying every table, which the triggers of moderation refuse."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def without_triggers(operations: BaseDatabaseOperations, sql_list: list[str]) -> None:
        vendor = operations.connection.vendor
        kept = (*append_only.KEPT, ACCOUNT_ACTS)
        with operations.connection.cursor() as cursor:
            for sql in (*append_only.drop_head_sql(vendor), *append_only.drop_sql(vendor, kept)):
                cursor.execute(sql)
            flush(operations, sql_list)
            for sql in (
                *append_only.create_sql(vendor, kept),
                *append_only.create_head_sql(vendor),
            ):
                cursor.execute(sql)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", without_triggers)
        yield


@pytest.fixture(scope="session", autouse=True)
def broken_references_are_looked_for_where_tests_write() -> Iterator[None]:
    """At the end of each test SQLite reads every row that refers to another: those of the official
    geography would cost more than the median test."""
    check = SQLiteDatabase.check_constraints

    def check_ours(database: SQLiteDatabase, table_names: list[str] | None = None) -> None:
        if table_names is None:
            with database.cursor() as cursor:
                table_names = [name for (name,) in cursor.execute(BROKEN).fetchall()]
        check(database, table_names)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLiteDatabase, "check_constraints", check_ours)
        yield


def _refuse(*_: object, **__: object) -> str:
    message = "Ce test interroge le cache : Redis aussi, donc à marquer `both_databases`."
    raise AssertionError(message)


@pytest.fixture(autouse=True)
def clean_cache(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    cache.clear()
    forget_held()
    # The frame of a new installation: tests/cms/site reads those that people made.
    monkeypatch.setattr(site, "held_in_process", lambda key, make: INSTALLED)
    # With the number that what is held is known by.
    cache.set(NUMBER_KEY, 0)
    if ASKS_NOTHING not in request.node.stash:
        yield
        return
    # Done on SQLite only: what another server keeps for all machines is not its to ask.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseCache, "make_and_validate_key", _refuse)
        yield


@pytest.fixture(scope="session", autouse=True)
def columns_follow_the_clock() -> None:
    be_followed_by_columns()


@pytest.fixture(autouse=True)
def steady_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on when it runs. Those of another program, whose clock is the machine's, have
    a fixture of this name that does nothing."""
    start(monkeypatch)


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """People of the test are trusted: what they write is public at once."""
    earned = screening.standing
    monkeypatch.setattr(screening, "standing", lambda user: max(earned(user), Standing.TRUSTED))


@user_logged_in.connect
def begin_session(request: HttpRequest, **_: object) -> None:
    """`client.force_login` signs in now, as the pages do: see `tests.sessions` for long ago."""
    request.session.setdefault(BEGUN, int(time.time()))


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    # A name, not a folder: it is made by the few tests that store a file.
    place = tmp_path_factory.getbasetemp() / f"files-{next(_places)}"
    settings.MEDIA_ROOT = place / "media"
    settings.PRIVATE_ROOT = place / "private"
    settings.ERASURES_ROOT = place / "erasures"
    settings.CACHE_ROOT = place / "cache"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[..., datetime]:
    """`clock(hours=1)` moves the time of the whole service forward; nothing else does."""
    moment = [NOON]
    monkeypatch.setattr(timezone, "now", lambda: moment[0])

    def forward(**delta: float) -> datetime:
        moment[0] += timedelta(**delta)
        return moment[0]

    return forward


@pytest.fixture
def after_every_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day after a figure that is shipped was last read at its source: the form of figures takes
    no day to come."""
    last = max(fact.checked for fact in first_facts().values())
    stop(monkeypatch, max(NOON, NOON + (last + timedelta(days=1) - NOON.date())))


@pytest.fixture
def person(db: None) -> Callable[[str], object]:
    """Give the person of one role, made at the first call; see `ROLES`."""
    from tests.personas import make_person

    made: dict[str, object] = {}

    def give(role: str) -> object:
        if role not in made:
            made[role] = make_person(role)
        return made[role]

    return give


def _persona(role: str) -> Callable[..., object]:
    @pytest.fixture(name=role)
    def fixture(person: Callable[[str], object]) -> object:
        return person(role)

    return fixture


membre = _persona("membre")
ambassadeur = _persona("ambassadeur")
agence = _persona("agence")
agence_ailleurs = _persona("agence_ailleurs")
exploitant = _persona("exploitant")
collectivite = _persona("collectivite")
editeur = _persona("editeur")
equipe = _persona("equipe")

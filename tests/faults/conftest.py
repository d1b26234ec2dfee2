"""The service is started once: each test leaves it whole."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.communaute.notifications.smtp import free_port
from tests.faults.house import environment, furnish, house
from tests.faults.services import Postgres, RedisServer
from tests.faults.stage import WITH_SERVICES, Stage

PEOPLE = 1500


@pytest.fixture(autouse=True)
def steady_clock() -> None:
    """The service has a clock of its own: that of the machine."""


@pytest.fixture(scope="package")
def stage() -> Iterator[Stage]:
    with ExitStack() as stack:
        # Not pytest's folder, which PostgreSQL's own user could not enter.
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="faults-")))
        place.chmod(0o755)
        mail_port = free_port()
        more = {"EMAIL_URL": f"smtp://127.0.0.1:{mail_port}", "WEB_BODY_S": "2"}
        postgres = redis = None
        if WITH_SERVICES:
            postgres, redis = Postgres(place), RedisServer(place)
            stack.callback(postgres.stop)
            stack.callback(redis.stop)
            more |= {"DATABASE_URL": postgres.url, "CACHE_URL": redis.url}
        variables = environment(place, **more)
        if postgres:
            postgres.fill(os.environ["DATABASE_URL"])
            furnish(place, engine="django.db.backends.postgresql", name="faults")
        else:
            furnish(place)
        running = stack.enter_context(house(variables))
        people = running.people(f"write {PEOPLE}")
        yield Stage(running, people, mail_port, postgres, redis)

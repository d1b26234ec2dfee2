"""The task worker: starts the heartbeat that `/healthz` listens to, then takes tasks for ever.
A thread of it, the postman, sends the mails of the outbox.

`python -m config.worker`, in development and in production; extra arguments go to `db_worker`.
It outlives its database: while PostgreSQL is away, or the disk full, it waits and tries again.
"""

import logging
import os
import sys
import time

import django
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connections
from django.utils.crypto import get_random_string

logger = logging.getLogger(__name__)

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 15.0
# Of work without trouble, after which the next trouble is a new one.
CALM_S = 60.0


def work_for_ever(arguments: list[str]) -> None:
    """Take tasks until told to stop; alone, the library's worker ends with its connection."""
    from django_tasks_db.management.commands.db_worker import Command

    from config.health import start_heartbeat, take_up_lost

    class Worker(Command):
        """The library's worker, told by `settings.LOGGING` what to log: failures, not beats."""

        def configure_logging(self, verbosity: int) -> None:
            # "Press Ctrl+C again" would be said each time the service stops normally.
            logging.getLogger("django_tasks_db").setLevel(logging.ERROR)

    worker_id = get_random_string(32)
    pause = FIRST_PAUSE_S
    while True:
        begun = time.monotonic()
        try:
            take_up_lost(of_worker=worker_id)
            start_heartbeat()
            call_command(Worker(), "--no-reload", "--worker-id", worker_id, *arguments)
        except (InterfaceError, OperationalError) as error:
            connections.close_all()
            if time.monotonic() - begun > CALM_S:
                pause = FIRST_PAUSE_S
            logger.warning("the database does not answer; next try in %.0f s: %s", pause, error)
            time.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)
        else:
            return


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from communaute.notifications.outbox.delivery import Postman

    with Postman():
        work_for_ever(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])

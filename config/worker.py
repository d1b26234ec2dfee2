"""The task worker: starts the heartbeat that `/healthz` listens to, then takes tasks for ever.
A thread of it, the postman, sends the mails of the outbox.

`python -m config.worker`, in development and in production; extra arguments go to `db_worker`.
"""

import logging
import os
import sys

import django
from django.core.management import call_command


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from django_tasks_db.management.commands.db_worker import Command

    from communaute.notifications.postman import Postman
    from config.health import start_heartbeat

    class Worker(Command):
        """The library's worker, told by `settings.LOGGING` what to log: failures, not beats."""

        def configure_logging(self, verbosity: int) -> None:
            # "Press Ctrl+C again" would be said each time the service stops normally.
            logging.getLogger("django_tasks_db").setLevel(logging.ERROR)

    start_heartbeat()
    with Postman():
        call_command(Worker(), "--no-reload", *arguments)


if __name__ == "__main__":
    main(sys.argv[1:])

"""`manage.py`, started once: walks run dozens of commands, and starting takes two seconds each.

`python -m tests.e2e.commands` reads a command a line (a list in JSON), runs it in a child of its
own as `manage.py` would, and answers a line: the exit status, and the end of what the child said.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

# Long past what a loaded machine takes.
LIMIT_S = 900


class Commands:
    """The process that runs commands in an environment; closed by `stop`."""

    def __init__(self, environment: dict[str, str], root: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.commands"],
            cwd=root,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> None:
        """Run `manage.py` with these arguments; what fails says why."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(arguments) + "\n")
        self._process.stdin.flush()
        status, said = json.loads(self._process.stdout.readline())
        assert status == 0, f"{arguments}: {said}"

    def stop(self) -> None:
        assert self._process.stdin is not None
        # Leaving waits for its end and closes both pipes.
        with self._process:
            self._process.stdin.close()


def run_in_child(arguments: list[str]) -> tuple[int, str]:
    """The exit status of the command, and the end of what it wrote. The child inherits no
    connection: nothing here reads the database."""
    from django.core.management import execute_from_command_line

    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            signal.alarm(LIMIT_S)
            status = 0
            try:
                execute_from_command_line(["manage.py", *arguments, "-v", "0"])
            finally:
                error = sys.exception()
                if error is not None:
                    traceback.print_exception(error)
                    status = 1
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        _, ended = os.waitpid(child, 0)
        said.seek(0)
        return os.waitstatus_to_exitcode(ended), said.read().decode(errors="replace")[-3000:]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run_in_child(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

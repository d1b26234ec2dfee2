"""`make run` stopped, even twice, even killed: nothing stays on the port."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.database import ROOT
from tests.faults.house import PROCESSES, environment, furnish, house
from tests.faults.processes import descendants, end, is_alive, wait_until

pytestmark = pytest.mark.xdist_group("faults")

MAKE = ("make", "--no-print-directory", "run")


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
@pytest.mark.parametrize(
    ("to_group", "numbers"),
    [
        # Ctrl-C twice in a terminal: make and the script hear both.
        (True, (signal.SIGINT, signal.SIGINT)),
        (True, (signal.SIGTERM, signal.SIGINT)),
        # A supervisor that knows make only.
        (False, (signal.SIGTERM, signal.SIGTERM)),
    ],
)
def test_a_second_signal_during_the_stop_leaves_nothing(tmp_path: Path, to_group, numbers):
    furnish(tmp_path)
    with house(environment(tmp_path), MAKE) as running:
        make = running.process.pid
        below = descendants(make)
        assert len(below) >= 5, "the script, granian, its two processes and the worker"
        for number in numbers:
            try:
                (os.killpg if to_group else os.kill)(make, number)
            except ProcessLookupError:
                break  # make left at the first: so be it
            # The next comes during the stop, as from an impatient hand; nothing rests on it.
            time.sleep(0.3)
        wait_until(lambda: not any(map(is_alive, below)), "all have left")
        assert running.port_is_closed()


def test_a_script_killed_takes_its_programs_along(tmp_path: Path):
    """No signal can be ignored so: the kernel tells the programs that their parent is gone."""
    furnish(tmp_path)
    with house(environment(tmp_path)) as running:
        below = descendants(running.process.pid)
        running.process.kill()
        wait_until(lambda: not any(map(is_alive, below)), "all have left")
        assert running.port_is_closed()


@pytest.mark.parametrize("moment", ["seen", "loading", "almost"])
def test_a_granian_killed_while_its_processes_start_leaves_no_orphan(tmp_path: Path, moment):
    """They take seconds to load the service, and hold the port from their first instant."""
    furnish(tmp_path)
    variables = environment(tmp_path)
    with (tmp_path / "log").open("ab") as log:
        granian = subprocess.Popen(
            [sys.executable, "-m", "config.web"], cwd=ROOT, env=variables, stdout=log, stderr=log
        )
    below = []
    try:
        below = wait_until(lambda: _processes_of(granian.pid), "its processes are there")
        # Nothing rests on these: each moment of the start must do.
        time.sleep({"seen": 0, "loading": 0.3, "almost": 1.2}[moment])
        granian.kill()
        granian.wait()
        wait_until(lambda: not any(map(is_alive, below)), "none is left", patience_s=30)
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", int(variables["PORT"]))) != 0
    finally:
        end([granian.pid, *below], signal.SIGKILL)
        granian.wait()


def _processes_of(granian: int) -> list[int]:
    below = descendants(granian)
    return below if len(below) >= PROCESSES else []

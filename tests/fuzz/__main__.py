"""`python -m tests.fuzz [--requests N] [--seed S] [--scene N] [--database URL]`.

Without `--database`, a SQLite file of its own. `--database` names an empty database of a test
PostgreSQL, or the one of a former run: never one that holds anything.
"""

from __future__ import annotations

import argparse
import logging
import os
import sqlite3
import sys
import tempfile
import time
import warnings
from collections import Counter
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from tests.ambassadeurs.reseaux.fake_geocoder import feature, found, serve_geocoder
from tests.database import copy_into

if TYPE_CHECKING:
    from tests.fuzz.scenes import Failure, Scene


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scene", type=int, help="rejoue une seule scène")
    parser.add_argument("--database", default="", help="une base PostgreSQL vide")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="fuzz-") as folder,
        serve_geocoder(found(feature())) as geocoder,
    ):
        database = options.database or f"sqlite:///{folder}/db.sqlite3"
        if not options.database:
            target = sqlite3.connect(Path(folder) / "db.sqlite3")
            copy_into(target)
            target.close()
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": database,
            "DATA_DIR": folder,
            "DEBUG": "1",
            "GEOCODER_URL": geocoder.url,
        }
        return run(options)


def run(options: argparse.Namespace) -> int:
    """Prepare the demonstration, play, tell; 1 when anything went wrong."""
    _prepare()
    from django.db import connection

    from tests.fuzz.scenes import Scene, do_what_waits
    from tests.fuzz.watch import Watch
    from tests.fuzz.world import explore

    watch = Watch()
    logging.getLogger().handlers[:] = [watch]
    do_what_waits()
    world = explore()
    _say(f"{connection.vendor} : {len(world.names)} adresses, {len(world.people) + 1} personnes.")
    start, played, sent = time.perf_counter(), [], 0
    numbers = count() if options.scene is None else [options.scene]
    with connection.execute_wrapper(watch):
        for number in numbers:
            scene = Scene(number, seed=options.seed, world=world, watch=watch)
            scene.play()
            played.append(scene)
            sent += len(scene.statuses)
            if sent >= options.requests:
                break
    reached = {name for scene in played for _, name in scene.statuses}
    if options.scene is None:
        _say(f"Adresses jamais atteintes : {sorted(set(world.names) - reached) or 'aucune'}")
    _say(f"{sent} requêtes en {time.perf_counter() - start:.0f} s, par réponse :")
    return _tell(played, options.seed)


def _tell(played: list[Scene], seed: int) -> int:
    statuses = Counter(status for scene in played for status, _ in scene.statuses)
    for status, number in sorted(statuses.items()):
        _say(f"  {status} : {number}")
    taken, path = max(scene.slowest for scene in played)
    _say(f"La plus lente : {taken:.1f} s, {path}")
    failures: dict[str, list[Failure]] = {}
    for scene in played:
        for failure in scene.failures:
            failures.setdefault(failure.signature, []).append(failure)
    for same in failures.values():
        first = same[0]
        _say(f"\n✗ {first.signature} ({len(same)} fois)")
        _say(f"  {first.who or 'visiteur'} : {_short(first.request)}")
        _say(f"  {first.detail}")
        _say(f"  rejouer : python -m tests.fuzz --seed {seed} --scene {first.scene}")
    _say(f"{len(failures)} défaut(s).")
    return 1 if failures else 0


def _prepare() -> None:
    # Naive dates, lists without order: as loud as in the tests.
    warnings.simplefilter("error", RuntimeWarning)
    warnings.filterwarnings("ignore", r"\s*Transitional Django setting", UserWarning)

    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.template import engines

    from tests.conftest import UndefinedVariable

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as silence:
        call_command("seed_demo", stdout=silence)
    settings.DEBUG = False
    engines["django"].engine.string_if_invalid = UndefinedVariable()


def _short(request: object) -> str:
    text = repr(request)
    return text if len(text) < 1500 else f"{text[:1000]} … {text[-300:]}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())

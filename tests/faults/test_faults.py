"""Each part killed under writes, a mail server away, clients in number or slow, a full disk."""

import asyncio
import os
import resource
import shutil
import signal
import socket
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from config.web import connections
from tests.communaute.notifications.smtp import serving
from tests.faults.house import House, Writers
from tests.faults.processes import PATIENCE_S, descendants, wait_until
from tests.faults.services import nginx
from tests.faults.stage import WITH_SERVICES, Stage

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.both_databases]

CLIENTS = 300
SLOW = 60
ROUNDS = 2


def test_three_hundred_clients_wait_their_turn(stage: Stage):
    most, over = [0], threading.Event()

    def count() -> None:
        if not stage.postgres:
            return
        with stage.postgres.connect() as connection:
            while not over.is_set():
                row = connection.execute(
                    "SELECT count(*) - 1 FROM pg_stat_activity WHERE datname = 'faults'"
                ).fetchone()
                most[0] = max(most[0], row[0] if row else 0)

    counting = threading.Thread(target=count)
    counting.start()
    try:
        statuses = asyncio.run(_all_at_once(stage.house.port, CLIENTS))
    finally:
        over.set()
        counting.join()
    # On a slow day some are told to come back: none is left without an answer.
    assert set(statuses) <= {200, 503}
    assert statuses.count(200) >= CLIENTS // 10
    # Besides the web: the worker, its postman, and a tick.
    assert most[0] <= connections(stage.house.environment) + 3


async def _all_at_once(port: int, number: int) -> list[int]:
    async def ask(index: int) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        page = f"/communaute/questions/poser/?essai={index}"
        writer.write(
            f"GET {page} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
        )
        answer = await asyncio.wait_for(reader.read(-1), PATIENCE_S)
        writer.close()
        return int(answer.split(b" ", 2)[1])

    return await asyncio.gather(*(ask(index) for index in range(number)))


def test_what_is_withdrawn_is_gone_at_once_from_every_process(stage: Stage):
    """Pages kept in the memory of each process: warm in all, then asked as soon as it is gone."""
    asked = stage.house.people("ask")
    pages = [stage.house.page(asked["path"]) for _ in range(40)]
    assert all(asked["title"] in page for page in pages)
    stage.house.people(f"withdraw {asked['pk']}")
    pages = [stage.house.page(asked["path"]) for _ in range(40)]
    assert not any(asked["title"] in page for page in pages)


def test_clients_that_send_half_of_a_request_stop_nobody(stage: Stage):
    slow = _half_sent(stage.house.port, SLOW)
    # While they wait, four threads in all would be far from enough.
    with Writers(stage.house, stage.people, number=1) as writers:
        writers.wait_for(3)
    assert writers.refused == []
    stage.acknowledged += writers.acknowledged
    assert stage.house.get("/robots.txt") == 200
    for client in slow:
        answer = b""
        while received := client.recv(4096):
            answer += received
        client.close()
        assert answer.startswith(b"HTTP/1.1 408 ")


def _half_sent(port: int, number: int) -> list[socket.socket]:
    slow = []
    for _ in range(number):
        client = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        client.sendall(
            b"POST /comptes/connexion/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin=a"
        )
        slow.append(client)
    return slow


@pytest.mark.skipif(not (WITH_SERVICES or shutil.which("nginx")), reason="nginx is not installed")
def test_the_proxy_of_the_documentation_keeps_slow_bodies_to_itself(stage: Stage, tmp_path: Path):
    with nginx(tmp_path, stage.house.port) as port:
        behind = replace(stage.house, environment=stage.house.environment | {"PORT": str(port)})
        slow = _half_sent(port, 40)
        person = stage.people.pop()
        assert behind.post(person) == 302
        stage.acknowledged.append(person["key"])
        assert behind.get("/robots.txt") == 200
        for client in slow:
            with client, suppress(ConnectionResetError):
                assert client.recv(4096)[:12] in {b"", b"HTTP/1.1 408"}
    stage.check_kept()


def test_a_mail_server_down_then_up_loses_no_mail_and_repeats_none(stage: Stage):
    with Writers(stage.house, stage.people) as writers:
        writers.wait_for(20)
    stage.acknowledged += writers.acknowledged
    wait_until(lambda: stage.house.people("kept")["tried"], "a mail was tried in vain")
    assert stage.received() == {}
    with serving(stage.box, stage.mail_port):
        stage.house.people("hasten")
        wait_until(lambda: _all_left(stage), "all mails left")
    mails = stage.house.people("kept")["mails"]
    assert stage.received() == dict.fromkeys(mails, 1)
    assert len(mails) >= len(stage.acknowledged)
    stage.check_kept()


def _all_left(stage: Stage) -> bool:
    mails = stage.house.people("kept")["mails"]
    if set(mails.values()) == {"sent"}:
        return True
    stage.house.people("hasten")
    return False


def test_each_part_killed_under_writes_loses_nothing(stage: Stage):
    crashes = {what: _killing(stage.house, what) for what in ("web", "granian", "worker")}
    if stage.postgres and stage.redis:
        crashes |= {"postgres": stage.postgres.crash, "redis": stage.redis.crash}
    with serving(stage.box, stage.mail_port):
        with Writers(stage.house, stage.people) as writers:
            for _ in range(ROUNDS):
                for crash in crashes.values():
                    writers.wait_for(3)
                    crash()
                    wait_until(stage.house.is_whole, "what died was started again")
            writers.wait_for(3)
        stage.acknowledged += writers.acknowledged
        wait_until(lambda: _all_left(stage), "all mails left")
    stage.check_kept()
    mails = stage.house.people("kept")["mails"]
    received = stage.received()
    assert set(received) == set(mails)
    # A worker killed between the server's word and its own note sends again the same message.
    assert sum(received.values()) - len(received) <= ROUNDS * len(crashes)
    said = stage.house.said()
    assert "Le serveur web s’est arrêté" in said
    assert "Le worker s’est arrêté" in said


def _killing(running: House, what: str):
    def crash() -> None:
        victim = running.pids(what)[0]
        os.kill(victim, signal.SIGKILL)
        wait_until(lambda: victim not in running.pids(what), f"{what} is dead")

    return crash


@pytest.mark.skipif(WITH_SERVICES, reason="the disk of PostgreSQL is another's")
def test_a_full_disk_acknowledges_nothing_and_all_comes_back(stage: Stage):
    no_limit = resource.RLIM_INFINITY
    # Nothing is being started again when the room runs out: it would keep the limit for ever.
    wait_until(stage.house.is_whole, "every part is back")
    # Of its own: those of the stage write for as long as the parts take to come back.
    person, *others = stage.house.people("write 6")
    for pid in descendants(stage.house.process.pid):
        # No file may grow beyond this: for the service, as if the disk had no room left.
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, no_limit))
    assert stage.house.post(person) >= 500
    assert stage.house.get("/communaute/") == 200
    assert person["key"] not in stage.house.people("kept")["answers"]
    # Listed again: what was started meanwhile was born with it.
    for pid in descendants(stage.house.process.pid):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (no_limit, no_limit))
    with Writers(stage.house, [person, *others]) as writers:
        # Not "six more": one may be kept before they are counted.
        writers.wait_for_all()
    assert len(writers.acknowledged) == 6
    stage.acknowledged += writers.acknowledged
    stage.check_kept()
    assert stage.house.is_whole()

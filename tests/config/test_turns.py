"""Whose turn it is, and who is told to come back."""

import asyncio
import threading

import pytest

from config import load_shedding, rsgi

from .test_rsgi import Protocol, request


class Work:
    """Django's place, where each request ends when it is told to."""

    def __init__(self, monkeypatch, *, threads=1):
        monkeypatch.setenv("WEB_THREADS", str(threads))
        self.begun, self.go_on = [], threading.Semaphore(0)
        monkeypatch.setattr(rsgi, "django_application", self.django)
        self.application = rsgi.Application()

    def django(self, environ, start_response):
        self.begun.append(environ["PATH_INFO"])
        assert self.go_on.acquire(timeout=60)
        start_response("200 OK", [])
        return [b"done"]

    def ask(self, path):
        proto = Protocol()
        scope = request("POST", path)
        proto.task = asyncio.ensure_future(self.application.__rsgi__(scope, proto))
        return proto

    async def until(self, seen):
        async with asyncio.timeout(60):
            while not seen():
                await asyncio.sleep(0.005)

    @property
    def waiting(self):
        return len(self.application.turns.waiting)


def test_who_leaves_before_their_turn_is_not_worked_for(monkeypatch):
    work = Work(monkeypatch)

    async def play():
        first, gone, stays = (work.ask(f"/{name}/") for name in ("first", "gone", "stays"))
        await work.until(lambda: work.waiting == 2 and work.begun)
        gone.left.set()
        await gone.task
        work.go_on.release(2)
        await asyncio.gather(first.task, stays.task)
        return first, gone, stays

    first, gone, stays = asyncio.run(play())
    assert work.begun == ["/first/", "/stays/"]
    assert (first.sent[0], gone.sent[0], stays.sent[0]) == (200, 408, 200)
    assert (work.application.turns.taken, work.waiting) == (0, 0)


def test_who_would_wait_too_long_is_told_at_once(monkeypatch, caplog):
    monkeypatch.setattr(load_shedding, "HOLD_S", 0)
    work = Work(monkeypatch)
    work.application.turns.took.extend([2.0] * load_shedding.LATELY)

    async def play():
        first = work.ask("/first/")
        await work.until(lambda: work.begun)
        second, third, fourth = (work.ask(f"/{one}/") for one in range(3))
        await work.until(lambda: work.waiting == 2 and fourth.sent)
        work.go_on.release(3)
        await asyncio.gather(first.task, second.task, third.task, fourth.task)
        return [first, second, third, fourth]

    told = asyncio.run(play())
    assert [one.sent[0] for one in told] == [200, 200, 200, 503], "the third would wait six seconds"
    _, headers, body = told[3].sent
    assert 5 <= int(headers["retry-after"]) <= 60
    assert headers["cache-control"] == "no-store"
    assert "dans quelques instants" in body.decode()
    assert "default-src 'none'" in headers["content-security-policy"]
    assert caplog.text.count("requests are refused") == 1


def test_nobody_waits_longer_than_said_when_work_slows_down(monkeypatch):
    monkeypatch.setattr(load_shedding, "WAIT_S", 0.2)
    work = Work(monkeypatch)

    async def play():
        first = work.ask("/first/")
        await work.until(lambda: work.begun)
        late = [work.ask(f"/{one}/") for one in range(5)]
        await asyncio.gather(*(one.task for one in late))
        work.go_on.release()
        await first.task
        return late

    assert [one.sent[0] for one in asyncio.run(play())] == [503] * 5
    assert work.begun == ["/first/"]
    assert (work.application.turns.taken, work.waiting) == (0, 0)


def test_turns_come_in_the_order_of_arrival_and_errors_give_theirs_back(monkeypatch):
    work = Work(monkeypatch, threads=2)
    inner = work.django

    def broken(environ, start_response):
        inner(environ, start_response)
        if environ["PATH_INFO"] == "/2/":
            raise OSError
        return [b"done"]

    monkeypatch.setattr(rsgi, "django_application", broken)

    async def play():
        asked = []
        for number in range(8):
            asked.append(work.ask(f"/{number}/"))
            await work.until(lambda n=number: len(work.begun) + work.waiting == n + 1)
        for _ in asked:
            work.go_on.release()
        return await asyncio.gather(*(one.task for one in asked), return_exceptions=True)

    ends = asyncio.run(play())
    assert sorted(work.begun) == [f"/{number}/" for number in range(8)]
    assert sorted(work.begun[:2]) == ["/0/", "/1/"]
    assert [type(one) for one in ends if one] == [OSError]
    assert (work.application.turns.taken, work.waiting) == (0, 0)


def test_a_client_that_leaves_as_its_turn_comes_gives_it_to_the_next():
    queue = load_shedding.Turns(1)

    async def play():
        gone, stays = Protocol(), Protocol()
        seen = []

        async def hold(proto, name):
            async with queue.turn(proto):
                seen.append(name)

        async with queue.turn(Protocol()):
            waiting = [
                asyncio.ensure_future(hold(gone, "gone")),
                asyncio.ensure_future(hold(stays, "stays")),
            ]
            await asyncio.sleep(0.01)
            gone.left.set()
            # Its turn comes in the same instant.
        results = await asyncio.gather(*waiting, return_exceptions=True)
        return seen, results

    seen, results = asyncio.run(play())
    assert seen[-1] == "stays"
    assert results[1] is None
    assert (queue.taken, len(queue.waiting)) == (0, 0)


def test_a_process_that_stops_leaves_no_turn_taken():
    queue = load_shedding.Turns(1)

    async def play():
        async def hold():
            async with queue.turn(Protocol()):
                pass

        async with queue.turn(Protocol()):
            waiting = asyncio.ensure_future(hold())
            await asyncio.sleep(0.01)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting

    asyncio.run(play())
    assert (queue.taken, len(queue.waiting)) == (0, 0)

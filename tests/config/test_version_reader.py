"""Reading the version of the public pages, in the event loop, from the database of the service."""

import asyncio

import pytest

from config import warm
from socle.models import PublicVersion
from socle.public_pages import Version, add_to_public_pages, touch_public_pages


@pytest.mark.django_db(transaction=True)
def test_the_version_is_that_of_the_database():
    PublicVersion.objects.update_or_create(pk=1, defaults={"number": 7, "community": 3})

    async def read(reader):
        together = await asyncio.gather(*(reader.read() for _ in range(5)))
        assert len(set(together)) == 1
        await close(reader)
        return together[0]

    async def close(reader):
        if reader.postgres is not None:
            await reader.postgres.close()
        if reader.sqlite is not None:
            reader.sqlite.close()

    assert asyncio.run(read(warm.VersionReader())) == Version(7, 3)
    touch_public_pages()
    assert asyncio.run(read(warm.VersionReader())) == Version(8, 3)
    add_to_public_pages()
    assert asyncio.run(read(warm.VersionReader())) == Version(8, 4)


def test_a_reading_begins_after_who_waits_for_it_came():
    """Who comes while one is under way waits for the next: its answer may be too old for them."""
    reader = warm.VersionReader()
    reader.vendor = "postgresql"
    numbers = iter(range(1, 10))

    async def fetch():
        number = next(numbers)
        await asyncio.sleep(0.01)
        return Version(number)

    reader._from_postgres = fetch

    async def come():
        first = asyncio.ensure_future(reader.read())
        await asyncio.sleep(0.005)
        late = [asyncio.ensure_future(reader.read()) for _ in range(3)]
        return [(await one).number for one in (first, *late)]

    assert asyncio.run(come()) == [1, 2, 2, 2]


def test_a_database_that_fails_is_left_alone_for_a_moment(monkeypatch, caplog):
    reader = warm.VersionReader()
    reader.vendor = "postgresql"
    tried = []

    async def fetch():
        tried.append(1)
        raise OSError("gone")

    reader._from_postgres = fetch

    async def ask():
        return [await reader.read() for _ in range(3)]

    assert asyncio.run(ask()) == [None, None, None]
    assert len(tried) == 1
    assert "gone" in caplog.text
    assert reader.is_away


def test_the_reader_tells_gone_from_slow_and_sees_it_come_back(monkeypatch, caplog):
    monkeypatch.setattr(warm, "RETRY_S", 0)
    reader = warm.VersionReader()
    reader.vendor = "postgresql"
    errors = [OSError("gone"), OSError("gone"), None, TimeoutError()]
    seen = []

    async def fetch():
        if error := errors.pop(0):
            raise error
        return Version(3, 1)

    reader._from_postgres = fetch

    async def ask():
        while errors:
            seen.append((await reader.read(), reader.is_away))

    asyncio.run(ask())
    assert seen == [(None, True), (None, True), (Version(3, 1), False), (None, False)]
    assert len([one for one in caplog.records if "gone" in one.message]) == 1

"""Pages opened are counted before Django, in memory, then written together."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from config.observability import audience
from config.observability.audience import Audience, is_opened_by_a_person, referrer_of

from ..test_rsgi import request
from ..test_warm import Site

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PERSON = [("user-agent", AGENT), ("accept", "text/html,*/*;q=0.8")]
DAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(audience, "timezone", SimpleNamespace(localdate=lambda: DAY))


@pytest.fixture
def written(monkeypatch):
    """What reaches the database."""
    told = []
    monkeypatch.setattr(audience, "add_views", told.append)
    return told


@pytest.mark.parametrize(
    ("headers", "path", "counts"),
    [
        (PERSON, "/guides/", True),
        ([*PERSON, ("sec-fetch-dest", "document")], "/guides/", True),
        ([*PERSON, ("sec-fetch-dest", "iframe")], "/guides/", False),
        ([*PERSON, ("sec-purpose", "prefetch;prerender")], "/guides/", False),
        (PERSON, "/stats/export.csv", False),
        ([PERSON[0], ("accept", "*/*")], "/guides/", False),
        ([("user-agent", "curl/8.5"), PERSON[1]], "/guides/", False),
        ([PERSON[1]], "/guides/", False),
        ([("user-agent", "Mozilla/5.0 (compatible; bingbot/2.0; x)"), PERSON[1]], "/", False),
        ([("user-agent", "Mozilla/5.0 (+https://moteur.test)"), PERSON[1]], "/", False),
        ([("user-agent", "Mozilla/5.0 HeadlessChrome/140"), PERSON[1]], "/", False),
        # The name of a telephone is not a robot's.
        ([("user-agent", "Mozilla/5.0 (Linux; Android 9; Cubot X19)"), PERSON[1]], "/", True),
    ],
)
def test_who_counts(headers, path, counts):
    assert is_opened_by_a_person(request(path=path, headers=headers)) is counts
    assert not is_opened_by_a_person(request("POST", path=path, headers=headers))


@pytest.mark.parametrize(
    ("referer", "found"),
    [
        ("", ""),
        ("https://testserver/guides/", "-"),
        ("https://www.moteur.test/?q=monique+durand", "moteur.test"),
        ("android-app://com.moteur/", "com.moteur"),
        ("https://[oops", ""),
        ("https://<b>.test/", ""),
        ("https://192.0.2.7/", ""),
    ],
)
def test_only_the_host_of_the_other_site_is_kept(referer, found):
    assert referrer_of(request(headers=[("referer", referer)])) == found


def test_a_page_made_by_django_or_kept_here_counts_and_a_private_one_keeps_no_address(
    monkeypatch, written
):
    site = Site(monkeypatch)
    site.ask(*PERSON, path="/guides/", times=1)
    site.ask(*PERSON, path="/guides/", times=2)
    site.keeps = False
    site.ask(*PERSON, ("cookie", "session=abc"), path="/guides/")
    site.ask(*PERSON, path="/mon-adresse/resultat/secret/")
    site.status = 404
    site.ask(*PERSON, path="/rien/")
    site.application.audience.end()
    assert written == [{(DAY, "/guides/", ""): 3, (DAY, "", ""): 2}]


def test_many_openings_are_one_write_after_a_moment(monkeypatch, written):
    monkeypatch.setattr(audience, "FLUSH_S", 0.01)
    monkeypatch.setattr(audience, "MAX_KEYS", 3)

    async def visits(counter):
        for number in range(6):
            counter.count(request(path=f"/{number}/", headers=PERSON), is_public=True)
        assert written == []
        while not written:
            await asyncio.sleep(0.005)

    with ThreadPoolExecutor(1) as pool:
        counter = Audience(pool)
        asyncio.run(visits(counter))
        counter.end()
    pages = {(DAY, f"/{number}/", ""): 1 for number in range(3)}
    assert written == [pages | {(DAY, "", ""): 3}]


def test_a_database_that_fails_stops_nothing(monkeypatch, caplog):
    def fails(counts):
        raise OperationalError

    monkeypatch.setattr(audience, "add_views", fails)
    with ThreadPoolExecutor(1) as pool:
        counter = Audience(pool)
        counter.counts[DAY, "/", ""] = 3
        counter.end()
    assert "3 pages opened were not counted" in caplog.text

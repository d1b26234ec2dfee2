"""Public pages answered before Django: the same bytes, of now, and nothing of anybody's."""

import asyncio
from types import SimpleNamespace

import pytest

from config import rsgi, warm
from config.middleware import KEPT_AS, CachedPage
from socle.public_pages import LATE_S, Version

from .test_rsgi import Headers, Protocol, request

# Processes tell each other, by the cache, who makes a page again.
pytestmark = pytest.mark.both_databases
NOW = 1_780_000_000.0
HEADERS = [("Content-Type", "text/html"), ("ETag", '"abc"'), ("Vary", "Cookie")]


class Site:
    """Django's place behind the front: counts what reaches it, at a clock and version of ours."""

    def __init__(self, monkeypatch):
        self.asked = []
        self.version = Version(1, 1)
        self.clock, self.status, self.headers = NOW, 200, HEADERS
        self.keeps = True
        self.body = b"page 1"
        self.application = rsgi.Application()
        self.versions = SimpleNamespace(read=self.read, is_away=False)
        self.application.warm.versions = self.versions
        monkeypatch.setattr(rsgi, "django_application", self.django)
        clock = SimpleNamespace(time=lambda: self.clock, monotonic=lambda: self.clock)
        monkeypatch.setattr(warm, "time", clock)
        monkeypatch.setattr("socle.public_pages.time", clock)

    async def read(self):
        return self.version

    def django(self, environ, start_response):
        self.asked.append(environ)
        if self.keeps:
            environ[KEPT_AS] = CachedPage(self.version, self.clock, self.clock + 300)
        if environ.get("HTTP_IF_NONE_MATCH"):
            start_response("304 Not Modified", [("ETag", '"abc"'), ("Vary", "Cookie")])
            return []
        start_response(f"{self.status} OK", self.headers)
        return [self.body]

    def ask(self, *headers, times=1, **more):
        """The answers to requests that come together."""
        protos = [Protocol() for _ in range(times)]

        async def all_of_them():
            for proto in protos:
                # Header values are read by several functions: the same object would do too.
                proto.task = asyncio.ensure_future(
                    self.application.__rsgi__(request(headers=headers, **more), proto)
                )
            await asyncio.gather(*(proto.task for proto in protos))
            # What is made again for nobody ends here.
            while self.application.warm.made:
                await asyncio.sleep(0.001)

        asyncio.run(all_of_them())
        return [proto.sent for proto in protos]


@pytest.fixture
def site(monkeypatch):
    return Site(monkeypatch)


def test_the_second_visitor_gets_the_same_bytes_without_django_of_what_it_kept(site):
    (first,), (second,) = site.ask(), site.ask()
    assert second == first == (200, dict(HEADERS), b"page 1")
    assert len(site.asked) == 1
    site.keeps = False
    site.ask(path="/reseaux/"), site.ask(path="/reseaux/")
    assert len(site.asked) == 3


@pytest.mark.parametrize(
    ("headers", "more"),
    [
        ([("cookie", "session=abc")], {}),
        ([("cookie", "theme=dark"), ("cookie", "session=abc")], {}),
        ([("cookie", "xsession=abc")], {}),
        ([("authorization", "Bearer x")], {}),
        ([("range", "bytes=0-10")], {}),
        ([("content-length", "2")], {"method": "POST"}),
        ([], {"method": "HEAD"}),
        ([], {"path": "/mon-compte/"}),
        ([], {"path": "/moderation/"}),
        ([("accept-encoding", "gzip")], {}),
        ([], {"query_string": "page=2", "path": "/reseaux/"}),
        ([], {"scheme": "https"}),
    ],
)
def test_another_request_is_never_answered_with_this_page(site, headers, more):
    site.ask()
    more = {"path": "/"} | more
    proto = Protocol([b"ab"])
    asyncio.run(site.application.__rsgi__(request(headers=headers, **more), proto))
    assert len(site.asked) == 2


def test_a_proxy_of_ours_says_whether_the_connection_is_safe(site, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for told in ("https", "http", "https, http", "https"):
        site.ask(("x-forwarded-proto", told))
    assert len(site.asked) == 2


@pytest.mark.parametrize("name", ["x-forwarded-host", "x-forwarded-port", "x-forwarded-proto"])
def test_a_flood_of_what_django_does_not_read_leaves_one_page(site, name):
    for number in range(200):
        site.ask((name, f"ailleurs-{number}.test"), query_string=f"x{number}={number}")
    assert len(site.asked) == 1
    assert len(site.application.warm.kept.pages) == 1


def test_parameters_that_no_page_reads_are_no_other_page(site):
    site.ask(path="/communaute/", query_string="utm_source=lettre")
    site.ask(path="/communaute/", query_string="a=1&b=2")
    site.ask(path="/communaute/")
    assert len(site.asked) == 1
    assert site.asked[0]["QUERY_STRING"] == "utm_source=lettre"
    site.ask(path="/communaute/", query_string="tri=utiles")
    assert len(site.asked) == 2


def test_another_host_gets_its_own_page(site):
    site.ask()
    asked = request()
    asked.headers = Headers([("host", "autre.test")])
    asyncio.run(site.application.__rsgi__(asked, Protocol()))
    assert len(site.asked) == 2


@pytest.mark.parametrize("encoding", ["identity", "br", "", "xgzip"])
def test_who_does_not_read_gzip_gets_the_plain_page(site, encoding):
    site.ask()
    site.ask(("accept-encoding", encoding))
    assert len(site.asked) == 1


def test_what_is_taken_away_is_gone_for_the_next_request_and_made_once_for_all_who_wait(site):
    site.ask()
    site.version, site.body = Version(2, 1), b"page 2"
    answers = site.ask(times=6)
    assert {body for _, _, body in answers} == {b"page 2"}
    assert site.ask()[0][2] == b"page 2"
    assert len(site.asked) == 2


def test_what_is_added_is_there_for_the_one_after_and_nothing_is_later_than_a_minute(site):
    site.ask(path="/communaute/")
    site.version, site.body = Version(1, 2), b"page 2"
    answers = site.ask(path="/communaute/", times=5)
    assert {body for _, _, body in answers} == {b"page 1"}, "nobody waits"
    assert len(site.asked) == 2, "made again once"
    assert site.ask(path="/communaute/")[0][2] == b"page 2"
    # Seen of now, it may be late from then only.
    site.clock += LATE_S
    site.ask(path="/communaute/")
    site.version, site.body = Version(1, 3), b"page 3"
    site.clock += LATE_S - 1
    assert site.ask(path="/communaute/")[0][2] == b"page 2"
    site.version, site.body = Version(1, 4), b"page 4"
    site.clock += LATE_S
    assert site.ask(path="/communaute/")[0][2] == b"page 4"


def test_one_process_makes_a_page_again_and_the_others_take_what_it_made(site, monkeypatch):
    key = ("/", "", "http")
    assert rsgi.is_ours_to_make(key, Version(1, 1))
    assert not rsgi.is_ours_to_make(key, Version(1, 1))
    assert rsgi.is_ours_to_make(key, Version(1, 2))
    site.ask()
    slept = []

    async def sleep(seconds, sleep=asyncio.sleep):
        slept.append(seconds)
        await sleep(0)

    monkeypatch.setattr(rsgi, "is_ours_to_make", lambda key, version: False)
    monkeypatch.setattr(rsgi.asyncio, "sleep", sleep)
    site.version, site.body = Version(1, 2), b"page 2"
    (late,) = site.ask()
    assert late[2] == b"page 1"
    assert rsgi.MADE_ELSEWHERE_S in slept
    # Nobody made it after all: the page is of now all the same.
    (after,) = site.ask()
    assert after[2] == b"page 2"
    assert len(site.asked) == 2


def test_other_rooms_wait_a_minute_for_what_the_community_adds(site):
    site.ask(path="/reseaux/")
    site.version, site.body = Version(1, 2), b"page 2"
    site.clock += LATE_S - 1
    assert site.ask(path="/reseaux/")[0][2] == b"page 1"
    assert len(site.asked) == 1
    site.clock += 1
    site.ask(path="/reseaux/")
    assert len(site.asked) == 2


def test_a_page_is_not_kept_beyond_its_time_and_a_clock_that_went_back_trusts_none(site):
    site.ask(path="/reseaux/")
    site.version, site.body = Version(1, 2), b"page 2"
    site.clock -= 10
    site.ask(path="/reseaux/")
    assert len(site.asked) == 2
    site.clock += 301
    site.ask(path="/reseaux/")
    assert len(site.asked) == 3


def test_who_has_the_page_is_told_so(site):
    site.ask()
    mine = ("if-none-match", 'W/"abc"')
    assert site.ask(mine)[0][0] == 304
    assert len(site.asked) == 2, "Django says the first one"
    assert site.ask(mine)[0] == (304, {"ETag": '"abc"', "Vary": "Cookie"}, b"")
    assert len(site.asked) == 2
    site.ask(("if-none-match", '"abc", "def"'))
    assert len(site.asked) == 3, "several tags are Django's"
    site.version = Version(2, 1)
    site.ask(mine)
    assert len(site.asked) == 4
    assert site.ask(mine)[0][0] == 304
    assert site.ask()[0][2] == b"page 1"
    assert len(site.asked) == 4, "the same tag is the same page"


def test_without_the_database_or_when_it_is_slow_django_answers(site):
    site.ask(), site.ask()
    site.version, site.keeps = None, False
    site.ask()
    assert len(site.asked) == 2


def test_while_the_database_is_away_what_was_of_now_is_shown_for_a_minute(site):
    site.ask()
    (shown,) = site.ask()
    site.version, site.versions.is_away = None, True
    for _ in range(3):
        assert site.ask() == [shown]
        site.clock += (LATE_S - 1) / 3
    assert len(site.asked) == 1
    site.clock += 1
    site.keeps = False
    site.ask()
    assert len(site.asked) == 2, "a minute is over: Django says what it can"
    site.version, site.versions.is_away, site.keeps = Version(2, 1), False, True
    site.body = b"page 2"
    assert site.ask()[0][2] == b"page 2"


def test_while_it_is_away_what_was_taken_away_before_stays_hidden(site):
    site.ask(path="/communaute/"), site.ask(path="/communaute/")
    site.version = Version(2, 1)
    site.ask(path="/"), site.ask(path="/")
    site.version, site.versions.is_away, site.keeps = None, True, False
    before = len(site.asked)
    site.ask(path="/communaute/")
    assert len(site.asked) == before + 1
    site.ask(path="/")
    assert len(site.asked) == before + 1


def test_while_it_is_away_a_page_past_its_time_is_shown_and_a_browser_gets_it_whole(site):
    """Kept for five minutes, or for thirty seconds: it could not be made again now."""
    site.ask()
    site.clock += 290
    (shown,) = site.ask()
    site.version, site.versions.is_away = None, True
    site.clock += 20
    assert site.ask(("if-none-match", '"another"')) == [shown]
    assert len(site.asked) == 1


def test_an_error_of_django_lets_the_next_one_through(site, monkeypatch):
    site.ask()
    site.version = Version(2, 1)

    def broken(environ, start_response):
        raise OSError

    monkeypatch.setattr(rsgi, "django_application", broken)
    with pytest.raises(OSError):
        site.ask()
    assert site.application.warm.made == {}


def test_what_is_kept_is_bounded(site):
    kept = warm.PagesKept(max_bytes=10_000)
    page = warm.Page("/", CachedPage(Version(), 0, 0), HEADERS, b"x" * 1_000, '"abc"')
    for number in range(50):
        kept.put(("/", f"b={number}"), page)
        kept.get(("/", "b=0"))
    assert kept.bytes <= 10_000
    assert ("/", "b=0") in kept.pages, "what is asked stays"
    assert ("/", "b=49") in kept.pages
    kept.put(("/", "b=50"), warm.Page("/", page.kept, HEADERS, b"x" * 20_000, '"abc"'))
    assert kept.bytes <= 10_000
    for key in list(kept.pages):
        kept.forget(key)
    assert kept.bytes == 0

"""Links of pages to other sites: gathered, asked without danger, dead on the second day."""

import socket
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import Mock

import pytest

from cms.dashboard import links
from cms.dashboard.links import BadAddress, cleaned, is_public, outgoing
from cms.dashboard.models import LinkPlace, OutgoingLink
from cms.dashboard.selectors import dead_links, pages_to_read
from cms.dashboard.services import check_link, gather_links, record_check
from cms.numbers import DESK_NUMBERS, LINK_MAX
from cms.stream_builder import h, p
from socle.scheduler.runner import count_due, run
from tests.cms.factories import make_guide

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
WEEK = timedelta(days=DESK_NUMBERS.days_between_checks)
CONNECT = links.connect
STEPS = ("desk.gather_links", "desk.check_links")


def linked(*urls, **fields):
    words = " ".join(f"[ici]({url})" for url in urls)
    return make_guide(body=[h("Un"), p(f"Lisez {words}.")], **fields)


# --- Which addresses ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://Exemple.fr", "https://exemple.fr/"),
        ("https://exemple.fr:443/a?b=c#d", "https://exemple.fr/a?b=c"),
        ("http://exemple.fr:443/", "http://exemple.fr:443/"),
        ("https://énergie.fr/été", "https://xn--nergie-9ua.fr/%C3%A9t%C3%A9"),
    ],
)
def test_an_address_is_asked_in_ascii_without_its_fragment(url, asked):
    assert cleaned(url) == asked


@pytest.mark.parametrize(
    "url",
    [
        "ftp://exemple.fr/",
        "file:///etc/passwd",
        "https://exemple.fr:8080/",
        "https://exemple.fr:0/",
        "https://moi:secret@exemple.fr/",
        "https://exemple.fr@10.0.0.1/",
        "https://exemple.fr/\r\nHost: interne",
        "https:///chemin",
        "https://exemple.fr:port/",
        "https://" + "a" * 64 + ".fr/",
        "https://exemple.fr/" + "a" * LINK_MAX,
    ],
)
def test_an_address_with_a_trick_is_never_asked(url):
    with pytest.raises(BadAddress):
        cleaned(url)


def test_an_address_is_kept_up_to_its_limit():
    url = "https://exemple.fr/"
    assert cleaned(url + "a" * (LINK_MAX - len(url)))


@pytest.mark.parametrize(
    "ip",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1"),
        *("100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0"),
        *("fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "2001:0:a00:1::1"),
        *("ff02::1", "nom"),
    ],
)
def test_an_address_of_our_network_is_not_public(ip):
    assert not is_public(ip)


@pytest.mark.parametrize("ip", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_an_address_of_the_internet_is_public(ip):
    assert is_public(ip)


# --- How they are asked ------------------------------------------------------------------


class Site(BaseHTTPRequestHandler):
    """Answers by its path: `/404`, `/vers?…` (a redirection), `/get` (refuses HEAD)."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        what, _, target = self.path.lstrip("/").partition("?")
        if what == "vers":
            self.send_response(302)
            self.send_header("Location", target)
        elif what == "get":
            self.send_response(405 if self.command == "HEAD" else 200)
        else:
            self.send_response(int(what))
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *args):
        pass


@pytest.fixture
def site(monkeypatch):
    """A site that answers in the place of any host, asked without waiting."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked = []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    monkeypatch.setattr(
        links, "connect", lambda *_: socket.create_connection(server.server_address)
    )
    monkeypatch.setattr(links, "BETWEEN_S", 0)
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "failure", "methods"),
    [
        ("200", "", ["HEAD"]),
        ("get", "", ["HEAD", "GET"]),
        ("404", "page introuvable (404)", ["HEAD", "GET"]),
        ("410", "page introuvable (410)", ["HEAD", "GET"]),
        ("500", "erreur du site (500)", ["HEAD", "GET"]),
        # The site is there, and wants no robot.
        ("403", "", ["HEAD", "GET"]),
        ("429", "", ["HEAD", "GET"]),
        ("vers?/200", "", ["HEAD", "HEAD"]),
        ("vers?http://autre.fr:8080/", links.REFUSED, ["HEAD"]),
        ("vers?ftp://autre.fr/", links.REFUSED, ["HEAD"]),
        ("vers?http://moi:secret@autre.fr/", links.REFUSED, ["HEAD"]),
        ("vers?/vers?/vers?/200", "", ["HEAD"] * 4),
        ("vers?/vers?/vers?/vers?/200", links.TURNING, ["HEAD"] * 4),
    ],
)
def test_a_link_says_how_it_answers(site, path, failure, methods):
    assert links.failure_of(f"http://exemple.fr/{path}") == failure
    assert [method for method, _, _ in site.asked] == methods
    assert {agent.split()[0] for _, _, agent in site.asked} == {"Verification-des-liens"}


def test_a_redirection_to_our_network_is_not_followed(site, monkeypatch):
    here = links.connect

    def connect(host, port):
        return here(host, port) if host == "exemple.fr" else CONNECT(host, port)

    monkeypatch.setattr(links, "connect", connect)
    assert links.failure_of("http://exemple.fr/vers?http://127.0.0.1/") == links.NOT_PUBLIC
    assert len(site.asked) == 1


def test_no_connection_when_one_address_of_the_name_is_ours(monkeypatch):
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("1.1.1.1", "10.0.0.1")]
    monkeypatch.setattr(links.socket, "getaddrinfo", lambda *_, **__: rows)
    opened = Mock()
    monkeypatch.setattr(links.socket, "create_connection", opened)
    with pytest.raises(links.NoAnswer, match="publique"):
        links.connect("exemple.fr", 80)
    opened.assert_not_called()
    del rows[1]
    # The connection is made to the address that was looked at, and looked at again.
    opened.return_value.getpeername.return_value = ("10.0.0.1", 80)
    with pytest.raises(links.NoAnswer, match="publique"):
        links.connect("exemple.fr", 80)
    opened.assert_called_once_with(("1.1.1.1", 80), timeout=links.TIMEOUT_S)
    opened.return_value.close.assert_called_once_with()


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (TimeoutError(), links.TOO_LATE),
        (socket.gaierror(), links.UNKNOWN),
        (ConnectionRefusedError(), links.CLOSED),
    ],
)
def test_no_answer_is_told(site, monkeypatch, error, failure):
    monkeypatch.setattr(links, "connect", Mock(side_effect=error))
    assert links.failure_of("http://exemple.fr/") == failure


def test_an_answer_that_drips_is_cut(monkeypatch):
    ours, theirs = socket.socketpair()
    monkeypatch.setattr(links, "connect", lambda *_: ours)
    monkeypatch.setattr(links, "BETWEEN_S", 0)
    monkeypatch.setattr(links, "LINK_S", 0.05)
    assert links.failure_of("http://exemple.fr/") == links.TOO_LATE
    theirs.close()


def test_a_second_passes_between_two_requests(monkeypatch):
    slept = []
    monkeypatch.setattr(links.time, "sleep", slept.append)
    monkeypatch.setattr(links.time, "monotonic", lambda: 100.0)
    monkeypatch.setattr(links, "_asked_at", float("-inf"))
    links._wait()
    links._wait()
    assert slept == [0.0, 1.0]


# --- What is kept ------------------------------------------------------------------------


@pytest.mark.django_db
def test_links_of_a_page_follow_its_text(settings):
    own = f"{settings.BASE_URL}/guides/"
    guide = linked(
        "https://a.fr/", "https://b.fr/", "/guides/", own, "mailto:a@b.fr", "http://x:8/"
    )
    guide.sources = [("source", {"title": "S", "publisher": "P", "url": "https://c.fr/"})]
    guide.save()
    assert outgoing(guide) == ["https://a.fr/", "https://b.fr/", "https://c.fr/"]
    gather_links(pk=guide.pk, now=NOW)
    record_check(pk=OutgoingLink.objects.get(url="https://a.fr/").pk, failure="non", now=NOW)
    guide.body = [h("Un"), p("[ici](https://a.fr/)")]
    guide.save()
    gather_links(pk=guide.pk, now=NOW)
    assert {(link.url, link.failed_days) for link in OutgoingLink.objects.all()} == {
        ("https://a.fr/", 1),
        ("https://c.fr/", 0),
    }


@pytest.mark.django_db
def test_a_page_is_read_once_then_when_it_changes_or_after_a_week():
    guide = linked("https://a.fr/")
    assert guide.pk in pages_to_read(NOW).values_list("pk", flat=True)
    gather_links(pk=guide.pk, now=NOW)
    for now, is_due in ((NOW + WEEK - timedelta(seconds=1), False), (NOW + WEEK, True)):
        assert pages_to_read(now).filter(pk=guide.pk).exists() is is_due
    type(guide).objects.filter(pk=guide.pk).update(last_published_at=NOW + timedelta(seconds=1))
    assert pages_to_read(NOW).filter(pk=guide.pk).exists()
    type(guide).objects.filter(pk=guide.pk).update(live=False)
    assert not pages_to_read(NOW).filter(pk=guide.pk).exists()


@pytest.mark.django_db
def test_a_link_is_dead_when_it_failed_on_two_days():
    guide = linked("https://a.fr/")
    gather_links(pk=guide.pk, now=NOW)
    link = OutgoingLink.objects.get()
    for now, days in ((NOW, 1), (NOW + timedelta(hours=1), 1), (NOW + WEEK, 2)):
        record_check(pk=link.pk, failure="page introuvable (404)", now=now)
        link.refresh_from_db()
        assert link.failed_days == days
        assert OutgoingLink.objects.dead().exists() is (days == 2)
    assert [place.page_id for one in dead_links() for place in one.held_by] == [guide.pk]
    record_check(pk=link.pk, failure="", now=NOW + 2 * WEEK)
    assert not OutgoingLink.objects.dead().exists()


@pytest.mark.django_db
def test_a_dead_link_of_a_page_no_longer_online_is_not_told():
    guide = linked("https://a.fr/")
    gather_links(pk=guide.pk, now=NOW)
    OutgoingLink.objects.update(failed_days=2, last_failed_on=NOW.date(), reason="non")
    type(guide).objects.filter(pk=guide.pk).update(live=False)
    assert dead_links() == []
    assert not OutgoingLink.objects.to_check(NOW).exists()


@pytest.mark.django_db
def test_a_link_is_asked_once_a_week(monkeypatch):
    monkeypatch.setattr("cms.dashboard.services.failure_of", asked := Mock(return_value=""))
    gather_links(pk=linked("https://a.fr/").pk, now=NOW)
    pk = OutgoingLink.objects.get().pk
    assert check_link(pk=pk, now=NOW)
    assert not check_link(pk=pk, now=NOW + WEEK - timedelta(seconds=1))
    assert check_link(pk=pk, now=NOW + WEEK)
    assert asked.call_count == 2


@pytest.mark.django_db
def test_the_clock_asks_a_few_links_and_nothing_unless_the_setting_says_so(settings, monkeypatch):
    monkeypatch.setattr("cms.dashboard.services.failure_of", asked := Mock(return_value=""))
    guide = linked(*(f"https://a.fr/{number}" for number in range(DESK_NUMBERS.links_a_tick + 1)))
    assert settings.CHECK_LINKS is False
    assert not any(count_due(NOW, only=STEPS).values())
    settings.CHECK_LINKS = True
    assert run(NOW, only=STEPS).errors == 0
    assert LinkPlace.objects.filter(page=guide).count() == DESK_NUMBERS.links_a_tick + 1
    assert asked.call_count == DESK_NUMBERS.links_a_tick

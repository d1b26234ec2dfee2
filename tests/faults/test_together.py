"""Two machines at the same work: what one web server or worker knows, the other knows at once."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from tests.communaute.notifications.smtp import free_port, serving
from tests.database import ROOT
from tests.faults.processes import PATIENCE_S, wait_until
from tests.faults.stage import WITH_SERVICES, Stage

pytestmark = [
    pytest.mark.xdist_group("faults"),
    pytest.mark.both_databases,
    pytest.mark.skipif(not WITH_SERVICES, reason="one machine: nothing is shared"),
]

MAILS = 40
# Of `ACCOUNT_RATE_LIMITS`: wrong passwords for an address from one network.
WRONG_MAX = 5


@contextmanager
def beside(stage: Stage, *command: str, **more: str) -> Iterator[int]:
    """Another program in the environment of the service, on a port of its own: that port."""
    port = free_port()
    variables = stage.house.environment | {"PORT": str(port), "WEB_PROCESSES": "1"} | more
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=variables)
    try:
        yield port
        assert process.poll() is None, "it ran to the end"
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


@pytest.fixture(scope="module")
def servers(stage: Stage) -> Iterator[list[str]]:
    """The addresses of two web servers, each with its processes. Neither saw Redis die, as that
    of the stage may have: it would count in its own memory for a minute."""
    with (
        beside(stage, "-m", "config.web") as one,
        beside(stage, "-m", "config.web") as other,
    ):
        urls = [f"http://127.0.0.1:{port}" for port in (one, other)]
        for url in urls:
            wait_until(lambda url=url: read(build_opener(), f"{url}/robots.txt")[0] == 200, url)
        yield urls


def read(browser: OpenerDirector, url: str, **typed: str) -> tuple[int, str]:
    """The status and text of a page; what is typed is posted. 0 when nobody answers."""
    try:
        with browser.open(url, urlencode(typed).encode() or None, timeout=PATIENCE_S) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def post(browser: OpenerDirector, page: str, to: str, **typed: str) -> tuple[int, str]:
    """Fill the form of `page` with `typed` and send it to `to`, another server or the same."""
    _, text = read(browser, page)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    assert token, text
    return read(browser, to, csrfmiddlewaretoken=token[1], **typed)


def visitor() -> OpenerDirector:
    """A browser: it sends to both servers, of one host, the same cookies."""
    return build_opener(HTTPCookieProcessor())


def test_what_is_begun_on_one_server_goes_on_on_the_other(stage: Stage, servers):
    here, there = servers
    who = stage.house.people("enter")
    person = visitor()
    sign_in, account = "/comptes/connexion/", "/mon-compte/profil/"
    entered, _ = post(
        person, here + sign_in, there + sign_in, login=who["address"], password=who["password"]
    )
    assert entered == 200
    assert "Monique D." in read(person, here + account)[1]
    changed, _ = post(person, here + account, there + account, display_name="Monique Durand")
    assert changed == 200
    assert "Monique Durand" in read(person, here + account)[1]
    # Gone from one is gone from the other.
    post(person, here + account, here + "/comptes/deconnexion/")
    assert "Monique Durand" not in read(person, there + account)[1]


def test_tries_spread_on_both_servers_are_counted_together(stage: Stage, servers):
    who = stage.house.people("enter")
    sign_in = [f"{server}/comptes/connexion/" for server in servers]
    stranger = visitor()
    tries = [
        post(stranger, page, page, login=who["address"], password="pas-le-bon-mot")[0]
        for page, _ in zip(sign_in * WRONG_MAX, range(WRONG_MAX + 1), strict=False)
    ]
    assert tries == [422] * WRONG_MAX + [429]
    right = {"login": who["address"], "password": who["password"]}
    assert [post(visitor(), page, page, **right)[0] for page in sign_in] == [429, 429]


def test_a_mail_leaves_once_when_two_workers_are_at_it(stage: Stage):
    with serving(stage.box, stage.mail_port), beside(stage, "-m", "config.worker"):
        told = [one for _ in range(3) for one in stage.house.people(f"tell {MAILS}")]
        wait_until(lambda: set(told) <= set(stage.box.recipients), "all arrived")
        wait_until(lambda: not stage.house.people("kept")["due"], "nothing waits")
    assert Counter(one for one in stage.box.recipients if one in told) == dict.fromkeys(told, 1)


def test_visitors_read_from_the_replica_and_never_what_is_gone(stage: Stage):
    """Two databases: the copy has words of its own, and is never brought up to date."""
    asked = stage.house.people("ask")
    assert stage.postgres
    copy = stage.postgres.copy("replica")
    with stage.postgres.connect("replica") as connection:
        connection.execute(
            "UPDATE questions_question SET title = %s WHERE id = %s",
            ["Lu sur la copie", asked["pk"]],
        )
    who = stage.house.people("enter")
    with beside(stage, "-m", "config.web", DATABASE_REPLICA_URL=copy) as port:
        server = f"http://127.0.0.1:{port}"
        page = f"{server}{asked['path']}"
        wait_until(lambda: read(build_opener(), f"{server}/robots.txt")[0] == 200, "it answers")
        # A filter that no page has kept yet: the views read.
        assert "Lu sur la copie" in read(build_opener(), f"{page}?tri=utiles")[1]
        member, sign_in = visitor(), f"{server}/comptes/connexion/"
        post(member, sign_in, sign_in, login=who["address"], password=who["password"])
        assert asked["title"] in read(member, page)[1]
        stage.house.people(f"withdraw {asked['pk']}")
        gone = read(build_opener(), f"{page}?tri=utiles")[1]
        assert "Lu sur la copie" not in gone
        assert asked["title"] not in gone


def test_while_postgresql_restarts_kept_pages_go_on_and_others_ask_for_a_moment(stage: Stage):
    asked = stage.house.people("ask")
    who = stage.house.people("enter")
    assert stage.postgres
    with beside(stage, "-m", "config.web") as port:
        server = f"http://127.0.0.1:{port}"
        page = f"{server}{asked['path']}"
        wait_until(lambda: read(build_opener(), f"{server}/robots.txt")[0] == 200, "it answers")
        member, sign_in = visitor(), f"{server}/comptes/connexion/"
        post(member, sign_in, sign_in, login=who["address"], password=who["password"])
        for _ in range(2):
            assert asked["title"] in read(build_opener(), page)[1]
        stage.postgres.stop()
        try:
            # Twice, and no more: a slow machine must be done within the minute.
            for _ in range(2):
                status, text = read(build_opener(), page)
                assert (status, asked["title"] in text) == (200, True)
                for browser, address in (
                    (build_opener(), f"{server}/communaute/?page=2"),
                    (build_opener(), sign_in),
                    (member, f"{server}/mon-compte/profil/"),
                ):
                    status, text = read(browser, address)
                    assert (status, "dans quelques instants" in text) == (503, True), address
        finally:
            stage.postgres.start()
        wait_until(
            lambda: "Monique" in read(member, f"{server}/mon-compte/profil/")[1], "all is back"
        )
        stage.house.people(f"withdraw {asked['pk']}")
        # The reader of versions tries again each second.
        wait_until(lambda: asked["title"] not in read(build_opener(), page)[1], "it is gone")
    wait_until(stage.house.is_whole, "the others are back too")

"""Every public page, as anybody gets it: no write, no cookie, the strict policy, one title."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from tests.architecture.routes import url_names
from tests.architecture.statements import statements
from tests.architecture.test_permissions_matrix import (
    MATRIX,
    ROOMS,
    apart,
    lay_foundation,
    session_of,
    use_session,
)
from tests.personas import make_person

# That each address answers is proved on both databases by the matrix of rights.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PUBLIC = sorted(name for name, row in MATRIX.items() if row["anonymous"] == 200)
WRITES = re.compile(r"^\s*(?:INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP)\b", re.I)
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
}
# Forms that act ask for a token, hence for the session's cookie: they are not plain pages.
ACTING = {name for name in PUBLIC if name.startswith("account_")} | {
    "visites:survey",
    "moderation:report",
    "national:sign_in",
    "donnees:take_back",
}


def test_public_pages_are_known():
    assert PUBLIC
    assert set(PUBLIC) <= set(url_names()) | set(MATRIX)


def faults_of(room, role, judge):
    """What `judge(client, name, address)` finds wrong, at each address of a room that somebody of
    this role reads; each from the same state."""
    lay_foundation(room)
    client, wrong = Client(), []
    session = "" if role == "anonymous" else session_of(make_person(role))
    for name, row in sorted(ROOMS[room].items()):
        if row[role] != 200:
            continue
        with apart():
            client.cookies.clear()
            if session:
                use_session(client, session)
            address = row["url"]()
            wrong += [f"{name} ({address}), {role}: {one}" for one in judge(client, name, address)]
    return wrong


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_public_pages(room):
    wrong = faults_of(room, "anonymous", _faults_of_a_public_page)
    assert not wrong, "\n".join(wrong)


def _faults_of_a_public_page(client, name, address):
    with statements() as sql:
        response = client.get(address)
    if response.status_code != 200:
        yield f"status {response.status_code}"
        return
    written = [line for line in sql if WRITES.match(line)]
    policy = dict(
        part.strip().split(" ", 1)
        for part in response["Content-Security-Policy"].split(";")
        if part.strip()
    )
    if not policy.items() >= POLICY.items() or "unsafe" in response["Content-Security-Policy"]:
        yield f"policy {policy}"
    if name in ACTING:
        written = [query for query in written if "comptes_opensession" not in query]
    elif response.cookies:
        yield f"cookies {response.cookies}"
    yield from written
    if response["Content-Type"].startswith("text/html") and not response.streaming:
        page = response.content.decode()
        if page.count("<h1") != 1:
            yield f"{page.count('<h1')} h1"
        if "csrfmiddlewaretoken" in page and name not in ACTING:
            yield "a form that acts"
        if not re.search(r"<title>\s*\S[^<]*·[^<]*</title>", page):
            yield "title"


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_page_number_that_is_none_is_the_first_page(room):
    def judge(client, name, address):
        joint = "&" if "?" in address else "?"
        for number in ("abc", "-1", "999999"):
            cache.clear()  # the API is limited to a request a second
            client.cookies.clear()
            status = client.get(f"{address}{joint}page={number}").status_code
            if status != 200:
                yield f"page {number}, status {status}"

    wrong = faults_of(room, "anonymous", judge)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_reading_while_signed_in_writes_nothing(room):
    """The team reads what it may; the members read the rest."""

    def judge(client, name, address):
        with statements() as sql:
            response = client.get(address)
        if response.status_code != 200:
            yield f"status {response.status_code}"
        # The session itself may be written: it is where the form's token lives.
        yield from (
            line for line in sql if WRITES.match(line) and "comptes_opensession" not in line
        )

    def left_by_the_team(client, name, address):
        return judge(client, name, address) if MATRIX[name]["equipe"] != 200 else ()

    wrong = faults_of(room, "equipe", judge) + faults_of(room, "membre", left_by_the_team)
    assert not wrong, "\n".join(wrong)

"""Every public page, as anybody gets it: no write, no cookie, the strict policy, one title."""

import re

import pytest
from django.core.cache import cache

from tests.architecture.routes import url_names
from tests.architecture.statements import statements
from tests.architecture.test_permissions_matrix import MATRIX

pytestmark = pytest.mark.django_db

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
}


def test_public_pages_are_known():
    assert PUBLIC
    assert set(PUBLIC) <= set(url_names()) | set(MATRIX)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page(client, name):
    address = MATRIX[name]["url"]()
    with statements() as sql:
        response = client.get(address)
    assert response.status_code == 200
    written = [line for line in sql if WRITES.match(line)]
    policy = dict(
        part.strip().split(" ", 1)
        for part in response["Content-Security-Policy"].split(";")
        if part.strip()
    )
    assert policy.items() >= POLICY.items()
    assert "unsafe" not in response["Content-Security-Policy"]
    if name in ACTING:
        written = [query for query in written if "django_session" not in query]
    else:
        assert not response.cookies, address
    assert written == [], address
    if response["Content-Type"].startswith("text/html") and not response.streaming:
        page = response.content.decode()
        assert page.count("<h1") == 1, address
        assert "csrfmiddlewaretoken" not in page or name in ACTING, address
        assert re.search(r"<title>\s*\S[^<]*·[^<]*</title>", page), address


@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_number_that_is_none_is_the_first_page(client, name):
    address = MATRIX[name]["url"]()
    joint = "&" if "?" in address else "?"
    for number in ("abc", "-1", "999999"):
        cache.clear()  # the API is limited to a request a second
        assert client.get(f"{address}{joint}page={number}").status_code == 200


@pytest.mark.parametrize(
    "name", sorted(name for name, row in MATRIX.items() if 200 in {row["membre"], row["equipe"]})
)
def test_reading_while_signed_in_writes_nothing(client, person, name):
    row = MATRIX[name]
    role = "equipe" if row["equipe"] == 200 else "membre"
    client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
    address = row["url"]()
    with statements() as sql:
        response = client.get(address)
    assert response.status_code == 200
    # The session itself may be written: it is where the form's token lives.
    written = [line for line in sql if WRITES.match(line) and "django_session" not in line]
    assert written == [], address

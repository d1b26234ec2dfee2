"""What a stranger cannot learn: whether an address has an account."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from .factories import UserFactory
from .test_signin import LOGIN

pytestmark = pytest.mark.django_db


def shape(response):
    return response.status_code, response.get("Location")


def page_without(response, email):
    page = BeautifulSoup(response.content, "html.parser").find("main")
    for token in page.find_all("input", {"name": "csrfmiddlewaretoken"}):
        token.decompose()
    return str(page).replace(email, "X")


@pytest.mark.parametrize(
    ("url_name", "field", "extra"),
    [
        ("account_request_login_code", "email", {}),
        ("account_signup", "email", {"display_name": "Monique D."}),
        ("account_reset_password", "email", {}),
        ("account_login", "login", {"password": "un-mot-de-passe-faux"}),
    ],
)
def test_known_and_unknown_addresses_look_the_same(url_name, field, extra):
    known = UserFactory(email="connue@exemple.test", password="demo-chauffage").email
    seen = {}
    for email in (known, "inconnue@exemple.test"):
        client = Client()
        first = client.post(reverse(url_name), {field: email, **extra})
        page = client.get(first.url) if first.status_code == 302 else first
        wrong = client.post(first.url, {"code": "12"}) if first.status_code == 302 else first
        seen[email] = (
            shape(first),
            page.status_code,
            page_without(page, email),
            shape(wrong),
            page_without(wrong, email),
        )
    assert seen[known] == seen["inconnue@exemple.test"]


@pytest.mark.parametrize("again", [True, False])
def test_once_left_a_sign_up_tells_nobody_which_address_has_an_account(again):
    """Another code is asked, or another address: the page of the former code is over for both."""
    pages = {}
    for email in (UserFactory(email="connue@exemple.test").email, "inconnue@exemple.test"):
        client = Client()
        typing = client.post(
            reverse("account_signup"), {"email": email, "display_name": "Monique"}
        ).url
        assert client.get(typing).status_code == 200
        if again:
            client.post(reverse("account_request_login_code"), {"action": "again", "email": email})
        else:
            client.post(reverse("account_logout"), {"next": LOGIN})
        pages[email] = client.get(typing)
    assert {page.url for page in pages.values()} == {LOGIN}

"""Cookies that nobody was given."""

import pytest
from django.contrib.auth.models import AnonymousUser

from config.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("value", ["\\000aaaaaaaaaaa", "session-é-session", "x" * 300, ""])
def test_a_forged_cookie_is_a_visitor_without_session(client, value):
    client.cookies["session"] = value
    response = client.get("/communaute/")
    assert response.status_code == 200
    assert response.wsgi_request.user == AnonymousUser()


def test_only_keys_as_django_makes_them_are_looked_up():
    store = SessionStore()
    store.create()
    assert SessionStore(store.session_key).session_key == store.session_key
    assert SessionStore("\x00aaaaaaaaaaa").session_key is None

"""Cookies that nobody was given."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError

from communaute.comptes.sessions.services import SEEN
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


def test_a_database_that_does_not_answer_is_no_session_deleted_meanwhile(monkeypatch):
    store = SessionStore()
    store.create()
    store["seen"] = 1
    gone = SessionStore(store.session_key)
    gone.load()
    SessionStore(store.session_key).delete()
    with pytest.raises(UpdateError):
        gone.save()

    def locked(*_args, **_kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(SessionStore.get_model_class(), "save", locked)
    with pytest.raises(OperationalError):
        store.save()


def test_a_page_whose_session_cannot_be_kept_is_asked_again_in_a_few_moments(
    client, membre, monkeypatch
):
    client.force_login(membre)
    session = client.session
    session[SEEN] = 0
    session.save()

    def locked(*_args, **_kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(SessionStore.get_model_class(), "save", locked)
    client.raise_request_exception = False
    response = client.get("/mon-compte/")
    assert response.status_code == 503
    assert response["Retry-After"]

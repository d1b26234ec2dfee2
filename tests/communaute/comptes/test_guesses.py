"""Guesses sent all at once are counted as if they came one by one."""

import threading
from types import SimpleNamespace

import pytest
from allauth.core import context
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import reverse

from communaute.comptes.forms import (
    ConfirmByMailForm,
    ConfirmEmailCodeForm,
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
)
from communaute.comptes.login import limits
from communaute.sso.views import AddressCodeForm
from socle.ratelimit import NOT_COUNTED, count_one
from tests.commits import committing
from tests.mails import sent_mails

from .factories import UserFactory
from .test_signin import CODE, ask_code, confirm, signed_in

# Counts are in the cache.
pytestmark = pytest.mark.both_databases
AT_ONCE = 60
MOST = settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS
WRONG = "000-000"


@pytest.fixture(autouse=True)
def empty():
    cache.clear()


@pytest.fixture
def db(django_db_setup, django_db_blocker):
    """The library's without its transaction: these tests commit."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def committed(db):
    with committing():
        yield


def at_once(do, times=AT_ONCE):
    """What each of many threads that start together returned."""
    gate, found = threading.Barrier(times), []

    def run():
        try:
            gate.wait()
            found.append(do())
        except Exception as error:  # noqa: BLE001 -- told to the test, whatever it is
            found.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return found


def test_whoever_counts_at_the_same_moment_gets_another_number():
    assert sorted(at_once(lambda: count_one("essai", 60))) == list(range(1, AT_ONCE + 1))


def test_what_cannot_be_counted_is_above_every_limit(monkeypatch):
    monkeypatch.setattr(cache, "add", lambda *args: True)
    assert count_one("jamais", 60) == NOT_COUNTED


@pytest.mark.parametrize(
    "form",
    [
        ConfirmLoginCodeForm,
        ConfirmEmailCodeForm,
        ConfirmPasswordResetCodeForm,
        ConfirmByMailForm,
        AddressCodeForm,
    ],
)
def test_sixty_guesses_at_once_are_five_looked_at(form, rf):
    request = rf.post("/")
    request.session = SimpleNamespace(session_key="une-session")

    def guess():
        with context.request_context(request):
            guessed = form({"code": WRONG}, code="123-456")
            assert not guessed.is_valid()
            return guessed.errors.as_data()["code"][0].code

    codes = at_once(guess)
    assert codes.count("incorrect_code") == MOST
    assert codes.count("too_many_login_attempts") == AT_ONCE - MOST
    with context.request_context(request):
        assert not form({"code": "123-456"}, code="123-456").is_valid()
        # Another code, sent since, has its own five.
        again = form({"code": WRONG}, code="654-321")
        assert again.errors.as_data()["code"][0].code == "incorrect_code"


@pytest.mark.parametrize("at_most", [5])
def test_passwords_tried_at_once_from_everywhere_are_no_more_than_the_limit(rf, settings, at_most):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "login_failed_anywhere": f"{at_most}/h/key"
    }
    request = rf.post("/")
    allowed = at_once(lambda: limits.Try(request, "monique@exemple.fr").is_allowed, 20)
    assert allowed.count(True) <= at_most
    # What cannot have the count in a second is refused: never more than the limit.
    assert allowed.count(True) > 0


def test_a_right_password_is_taken_back(rf, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "login_failed_anywhere": "1/h/key"
    }
    request = rf.post("/")
    for _ in range(3):
        tried = limits.Try(request, "monique@exemple.fr")
        assert tried.is_allowed
        tried.forgive()
    limits.Try(request, "monique@exemple.fr")
    assert not limits.Try(request, "monique@exemple.fr").is_allowed


def test_sixty_requests_of_one_session_look_at_five_codes(committed):
    """The attack as it was made: one browser, its session, sixty codes in flight."""
    client = Client()
    ask_code(client, UserFactory().email)
    right = CODE.search(sent_mails()[-1].body)[0]
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    looked = []

    def post(code):
        mine = Client()
        mine.cookies[settings.SESSION_COOKIE_NAME] = session
        response = mine.post(reverse("account_confirm_login_code"), {"code": code})
        if response.status_code == 422:
            looked.append(code)
        return response.status_code

    at_once(lambda: post(WRONG), 30)
    assert len(looked) <= MOST
    confirm(client, right)
    assert not signed_in(client)

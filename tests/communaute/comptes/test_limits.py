"""What a stranger who tries can neither close nor learn."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communaute.comptes.models import User
from tests.mails import sent_mails

from .factories import UserFactory
from .test_signin import code_of_last_mail, signed_in

pytestmark = pytest.mark.django_db

PASSWORD = "trois mots sans rapport"
HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"


@pytest.fixture
def user():
    return UserFactory(password=PASSWORD)


def try_password(user, password, place):
    client = Client(REMOTE_ADDR=place)
    data = {"login": user.email, "password": password}
    response = client.post(reverse("account_login"), data)
    return response.status_code, signed_in(client)


def ask(name, email, place):
    return Client(REMOTE_ADDR=place).post(reverse(name), {"email": email})


def test_five_wrong_passwords_close_the_door_to_where_they_come_from_alone(user):
    tried = [try_password(user, "faux", ELSEWHERE)[0] for _ in range(6)]
    assert tried == [422] * 5 + [429]
    assert try_password(user, PASSWORD, ELSEWHERE) == (429, False)
    assert try_password(user, PASSWORD, HOME) == (302, True)


def test_a_new_password_opens_the_door_that_wrong_ones_had_closed(user):
    for _ in range(6):
        try_password(user, "faux", HOME)
    client = Client(REMOTE_ADDR=HOME)
    client.post(reverse("account_reset_password"), {"email": user.email})
    code = {"code": code_of_last_mail()}
    page = client.post(reverse("account_confirm_password_reset_code"), code).url
    assert try_password(user, PASSWORD, HOME) == (429, False)
    new = "encore trois mots choisis"
    client.post(page, {"password1": new, "password2": new})
    assert try_password(user, new, HOME) == (302, True)


def test_asking_for_the_password_field_is_no_try(user):
    """Thirty colleagues who arrive at their office in one minute sign in, each by two pages."""
    asked = {"email": user.email, "par": "mot-de-passe"}
    for _ in range(31):
        page = Client(REMOTE_ADDR=HOME).post(reverse("account_login"), asked)
        assert "Votre mot de passe" in page.content.decode()
    assert try_password(user, PASSWORD, HOME) == (302, True)


def test_an_ipv6_network_counts_as_one(user):
    for number in range(5):
        try_password(user, "faux", f"2001:db8:1:2::{number}")
    assert try_password(user, PASSWORD, "2001:db8:1:2:ffff::1")[0] == 429
    assert try_password(user, PASSWORD, "2001:db8:1:3::1") == (302, True)


def test_a_thousand_networks_do_not_close_it_to_where_its_person_comes_from(user, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "login_failed_anywhere": "3/h/key"
    }
    assert try_password(user, PASSWORD, HOME) == (302, True)
    tried = [try_password(user, "faux", f"203.0.113.{number}")[0] for number in range(4)]
    assert tried == [422] * 3 + [429]
    assert try_password(user, PASSWORD, ELSEWHERE) == (429, False)
    assert try_password(user, PASSWORD, HOME) == (302, True)


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_five_codes_are_asked_from_one_network_then_others_still_may(user, name):
    asked = [ask(name, user.email, ELSEWHERE).status_code for _ in range(6)]
    assert asked == [302] * 5 + [429]
    waiting = ask(name, user.email, ELSEWHERE)
    assert waiting["Retry-After"] == "60"
    assert "Trop d’essais" in waiting.content.decode()
    before = len(sent_mails())
    assert ask(name, user.email, HOME).status_code == 302
    assert len(sent_mails()) == before + 1


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_no_mailbox_is_flooded_but_its_person_may_ask(user, settings, name):
    action = "request_login_code" if "code" in name else "reset_password"
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {f"{action}_anywhere": "3/h/key"}
    try_password(user, PASSWORD, HOME)
    asked = [ask(name, user.email, f"203.0.113.{number}").status_code for number in range(4)]
    assert asked == [302] * 3 + [429]
    assert ask(name, user.email, HOME).status_code == 302


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("account_request_login_code", {}),
        ("account_reset_password", {}),
        ("account_signup", {"display_name": "Monique D."}),
    ],
)
def test_an_account_costs_the_same_work_whether_it_exists_or_not(user, name, more):
    known, unknown = user.email, "inconnue@exemple.test"
    # The first of each prepares what the others find.
    counts = {known: 0, unknown: 0}
    for email in ("avant@exemple.test", known, unknown):
        cache.clear()
        client = Client()
        client.get(reverse("account_login"))
        with CaptureQueriesContext(connection) as queries:
            assert client.post(reverse(name), {"email": email} | more).status_code == 302
        counts[email] = len(queries)
    assert counts[known] == counts[unknown]
    # What was written to look alike is gone.
    assert not User.objects.filter(email__endswith="invalid").exists()


def test_a_wrong_password_is_computed_as_often_for_an_account_as_for_none(user, monkeypatch):
    done = []
    compute = PBKDF2PasswordHasher.encode
    monkeypatch.setattr(
        "django.contrib.auth.hashers.get_hasher",
        lambda algorithm="default": done.append(1) or hasher,
    )
    hasher = PBKDF2PasswordHasher()
    hasher.iterations = 1
    counted = []
    monkeypatch.setattr(
        PBKDF2PasswordHasher, "encode", lambda *given: counted.append(1) or compute(*given)
    )
    user.set_password(PASSWORD)
    user.save()
    found = []
    for email in (user.email, "inconnue@exemple.test"):
        counted.clear()
        Client().post(reverse("account_login"), {"login": email, "password": "faux"})
        found.append(len(counted))
    assert found[0] == found[1] > 0

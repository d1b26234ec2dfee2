"""Where an account is open: said in words, closed from another device, told when it is new."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.models import KnownDevice, OpenSession, User
from communaute.comptes.sessions import services
from communaute.comptes.sessions.services import UNKNOWN, device_of
from tests.clock import tick
from tests.mails import sent_mails

from .factories import UserFactory
from .test_signin import text_of

pytestmark = pytest.mark.django_db

PASSWORD = "trois mots sans rapport"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0"
)
NEW = "Votre compte a été ouvert sur un nouvel appareil"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox sur Windows"),
        (PHONE, "Safari sur iPhone"),
        (EDGE, "Edge sur Windows"),
        ("curl/8.14", UNKNOWN),
        ("", UNKNOWN),
        ("X11; Linux " + "x" * 5000, "Linux"),
    ],
)
def test_a_device_is_said_in_words(agent, words):
    assert device_of(agent) == words


def opened(user, agent=FIREFOX, password=PASSWORD):
    client = Client(headers={"user-agent": agent})
    client.post(reverse("account_login"), {"login": user.email, "password": password})
    return client


def is_open(client):
    return client.get(reverse("comptes:profile")).status_code == 200


@pytest.fixture
def user():
    return UserFactory(password=PASSWORD)


def test_each_device_is_listed_and_closed_by_its_person_alone(user):
    here, phone = opened(user), opened(user, PHONE)
    stranger = opened(UserFactory(password=PASSWORD))
    page = here.get(reverse("mfa_index"))
    assert "Firefox sur Windows (celui-ci)" in text_of(page)
    assert "Safari sur iPhone" in text_of(page)
    row = OpenSession.objects.get(device="Safari sur iPhone")
    assert row.session_key not in page.content.decode()
    address = reverse("comptes:session_close", args=[row.name])
    stranger.post(address)
    stranger.post(reverse("comptes:sessions_close"))
    assert is_open(phone)
    for _ in range(2):
        assert here.post(address).url == reverse("mfa_index")
    assert (is_open(here), is_open(phone)) == (True, False)


def test_all_the_others_are_closed_at_once(user):
    here, phone, edge = opened(user), opened(user, PHONE), opened(user, EDGE)
    here.post(reverse("comptes:sessions_close"))
    assert [is_open(client) for client in (here, phone, edge)] == [True, False, False]
    assert "(celui-ci)" in text_of(here.get(reverse("mfa_index")))


def test_a_password_that_changes_closes_the_others(user):
    here, phone = opened(user), opened(user, PHONE)
    here.post(
        reverse("account_change_password"),
        {
            "oldpassword": PASSWORD,
            "password1": "quatre mots sans lien",
            "password2": "quatre mots sans lien",
        },
    )
    assert (is_open(here), is_open(phone)) == (True, False)
    assert "iPhone" not in text_of(here.get(reverse("mfa_index")))


def test_a_session_that_a_password_closed_is_not_said_to_be_closed_again(user):
    opened(user, PHONE)
    user.set_password("quatre mots sans lien")
    user.save()
    here = opened(user, password="quatre mots sans lien")
    closed = here.post(reverse("comptes:sessions_close"), follow=True)
    assert "Votre compte n’était ouvert nulle part ailleurs." in text_of(closed)
    assert OpenSession.objects.filter(user=user).count() == 1


def test_a_session_goes_with_its_account(user):
    opened(user)
    user.delete()
    assert not OpenSession.objects.exists()


def new_mails():
    return [mail for mail in sent_mails() if mail.subject == NEW]


def test_a_new_device_is_told_but_not_the_first_nor_a_known_one(user):
    opened(user)
    assert new_mails() == []
    opened(user, PHONE)
    opened(user, PHONE)
    opened(user)
    assert ["Safari sur iPhone" in mail.body for mail in new_mails()] == [True]


@pytest.mark.parametrize(("moved", "is_written"), [(3599, False), (3600, True)])
def test_last_seen_moves_once_an_hour(user, monkeypatch, moved, is_written):
    here = opened(user)
    began = OpenSession.objects.get().seen_at
    at = began.timestamp() + moved
    monkeypatch.setattr(services.time, "time", lambda: at)
    here.get(reverse("comptes:profile"))
    seen = OpenSession.objects.get().seen_at
    assert seen == (datetime.fromtimestamp(at, UTC) if is_written else began)
    # Who never signs out is no idle account.
    signed_in = User.objects.get(pk=user.pk).last_login
    assert (int(signed_in.timestamp()) == int(at)) is is_written


@pytest.mark.parametrize(
    ("after", "is_kept"), [(timedelta(seconds=-1), True), (timedelta(), False)]
)
def test_a_device_is_forgotten_after_a_year(user, after, is_kept):
    now = timezone.now()
    services.recognise(user=user, device="Firefox sur Mac", now=now)
    tick(now + timedelta(days=services.KNOWN_DAYS) + after)
    assert KnownDevice.objects.exists() is is_kept


@pytest.mark.parametrize(
    ("after", "is_kept"), [(timedelta(seconds=-1), True), (timedelta(), False)]
)
def test_a_session_is_erased_at_its_end(client, user, after, is_kept):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    tick(OpenSession.objects.get().expire_date + after, "comptes")
    assert OpenSession.objects.exists() is is_kept

"""« Confirmez que c’est bien vous »: accounts that have only a code by mail are asked too."""

import time

import pytest
from django.urls import reverse

from tests.mails import sent_mails
from tests.sessions import sign_in_long_ago

from .factories import UserFactory
from .test_signin import code_of_last_mail, text_of

PAGE = reverse("reauthenticate_by_mail")
SENSITIVE = [
    "donnees:ask",
    "donnees:close",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
    "account_email",
    "account_set_password",
]


@pytest.fixture
def member(client, db):
    person = UserFactory()
    sign_in_long_ago(client, person)
    return person


@pytest.mark.parametrize("name", SENSITIVE)
def test_who_signed_in_long_ago_confirms_first(client, member, name):
    asked = client.get(reverse(name))
    assert asked.url == f"{PAGE}?next={reverse(name).replace('/', '%2F')}"
    assert client.post(reverse(name)).url.startswith(PAGE)


@pytest.mark.parametrize("name", SENSITIVE)
def test_who_has_just_signed_in_is_not_asked(client, db, name):
    client.force_login(UserFactory())
    assert client.get(reverse(name)).status_code == 200


def test_looking_sends_nothing_and_the_code_leads_on(client, member):
    page = client.get(PAGE, {"next": reverse("donnees:ask")})
    assert "Recevoir un code" in text_of(page)
    assert sent_mails() == []

    sent = client.post(PAGE, {"envoyer": "1", "next": reverse("donnees:ask")})
    assert sent_mails()[-1].to == [member.email]
    assert member.email in text_of(sent)

    wrong = client.post(PAGE, {"code": "000000", "next": reverse("donnees:ask")})
    assert wrong.status_code == 422
    assert "ne convient pas" in text_of(wrong)
    right = client.post(PAGE, {"code": code_of_last_mail(), "next": reverse("donnees:ask")})
    assert right.url == reverse("donnees:ask")
    assert client.get(right.url).status_code == 200
    # A code serves once.
    assert "code" not in str(client.session.get("confirming_code"))


def test_what_was_sent_is_done_once_confirmed(client, member):
    secret = "un-long-secret-2026"
    page = reverse("account_set_password")
    asked = client.post(page, {"password1": secret, "password2": secret})
    client.post(PAGE, {"envoyer": "1", "next": page})
    done = client.post(asked.url, {"code": code_of_last_mail(), "next": page})
    assert done.status_code == 302
    assert not done.url.startswith(PAGE)
    member.refresh_from_db()
    assert member.check_password(secret)


def test_three_wrong_codes_end_it(client, member, settings):
    client.post(PAGE, {"envoyer": "1"})
    good = code_of_last_mail()
    for _ in range(settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS):
        page = client.post(PAGE, {"code": "000000"})
    assert page.status_code == 422
    assert "demandez-en un nouveau" in text_of(page)
    client.post(PAGE, {"code": good})
    assert client.get(reverse("donnees:ask")).status_code == 302


def test_an_old_code_is_worth_nothing(client, member, settings, monkeypatch):
    client.post(PAGE, {"envoyer": "1"})
    good = code_of_last_mail()
    later = time.time() + settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
    monkeypatch.setattr(time, "time", lambda: later)
    client.post(PAGE, {"code": good})
    assert client.get(reverse("donnees:ask")).status_code == 302


def test_codes_are_not_asked_without_end(client, member):
    statuses = [client.post(PAGE, {"envoyer": "1"}).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]


def test_a_password_offers_the_mail_too_and_a_second_factor_does_not(client, db):
    person = UserFactory(password="ancien-mot-de-passe")
    sign_in_long_ago(client, person)
    asked = client.get(reverse("donnees:ask"), follow=True)
    assert asked.redirect_chain[-1][0].startswith(reverse("account_reauthenticate"))
    assert "code reçu par courriel" in text_of(asked)

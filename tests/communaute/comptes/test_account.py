"""Leaving, the password, the address; the pages of sign-in and their mails."""

import re
import time
from datetime import timedelta

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from communaute.comptes.models import User
from communaute.notifications.catalogue import Priority
from communaute.notifications.models import Mail
from tests.mails import sent_mails

from .factories import UserFactory
from .test_signin import ask_code, code_of_last_mail, signed_in, text_of

pytestmark = pytest.mark.django_db


def test_leaving_needs_a_post(client):
    client.force_login(UserFactory())
    assert client.get(reverse("account_logout")).status_code == 200
    assert signed_in(client)
    assert client.post(reverse("account_logout")).url == "/"
    assert not signed_in(client)


def test_new_password_by_code(client):
    user = UserFactory(password="ancien-mot-de-passe")
    client.post(reverse("account_reset_password"), {"email": user.email})
    response = client.post(
        reverse("account_confirm_password_reset_code"), {"code": code_of_last_mail()}
    )
    assert response.url == reverse("account_complete_password_reset")
    new = "trois mots sans rapport"
    assert client.get(response.url).status_code == 200
    client.post(response.url, {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    assert "nouveau mot de passe" in sent_mails()[-1].subject


@pytest.mark.parametrize(("length", "accepted"), [(11, False), (12, True)])
def test_a_password_has_twelve_characters(client, length, accepted):
    user = UserFactory()
    client.force_login(user)
    password = "kx7plmqzwtvb"[:length]
    response = client.post(
        reverse("account_set_password"), {"password1": password, "password2": password}
    )
    user.refresh_from_db()
    assert user.has_usable_password() is accepted
    assert (response.status_code == 302) is accepted


def test_change_of_password_needs_the_old_one(client):
    user = UserFactory(password="demo-chauffage")
    client.force_login(user)
    new = "trois mots sans rapport"
    data = {"oldpassword": "faux", "password1": new, "password2": new}
    response = client.post(reverse("account_change_password"), data)
    assert "Ce n’est pas votre mot de passe actuel" in text_of(response)
    data["oldpassword"] = "demo-chauffage"
    response = client.post(reverse("account_change_password"), data)
    assert response.url == reverse("comptes:profile")
    assert signed_in(client)


def test_a_code_for_a_new_password_that_is_over_is_told_so(client, monkeypatch):
    client.post(reverse("account_reset_password"), {"email": UserFactory().email})
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 15 * 60 + 30)
    code = {"code": code_of_last_mail()}
    response = client.post(reverse("account_confirm_password_reset_code"), code)
    assert "Le code que vous aviez ne vaut plus" in text_of(client.get(response.url))


def test_change_of_address_waits_for_the_code(client):
    user = UserFactory(email="ancienne@exemple.test")
    client.force_login(user)
    response = client.post(
        reverse("account_email"), {"email": "nouvelle@exemple.test", "action_add": "1"}
    )
    assert response.url == reverse("account_email_verification_sent")
    waiting = client.get(response.url).text
    assert "nouvelle@exemple.test" in waiting
    assert f'href="{reverse("account_email")}">Annuler' in waiting
    assert "rien ne change" in text_of(client.get(reverse("account_email")))
    user.refresh_from_db()
    assert user.email == "ancienne@exemple.test"
    assert [m.to for m in sent_mails()] == [["nouvelle@exemple.test"]]
    # Asked again at once: the first code is just on its way, and stays the right one.
    assert client.post(response.url, {"action": "resend"}).status_code == 429
    assert len(sent_mails()) == 1
    client.post(response.url, {"code": code_of_last_mail()})
    assert "L’adresse nouvelle@exemple.test est confirmée." in text_of(
        client.get(reverse("comptes:home"))
    )
    user.refresh_from_db()
    assert user.email == "nouvelle@exemple.test"
    assert [e.email for e in user.emailaddress_set.all()] == ["nouvelle@exemple.test"]
    assert {m.to[0] for m in sent_mails() if "a changé" in m.subject} == {"ancienne@exemple.test"}


def asked_for_another_address(client):
    client.force_login(UserFactory())
    typed = {"email": "nouvelle@exemple.test", "action_add": "1"}
    return client.post(reverse("account_email"), typed).url


def test_a_code_for_an_address_that_comes_too_late_is_told_so(client, monkeypatch):
    page, now = asked_for_another_address(client), time.time()
    monkeypatch.setattr("time.time", lambda: now + 15 * 60 + 30)
    response = client.post(page, {"code": code_of_last_mail()})
    assert response.url == reverse("account_email")
    home = text_of(client.get(reverse("comptes:home")))
    assert "Le code que vous aviez ne vaut plus" in home


def test_after_too_many_wrong_codes_the_address_is_asked_again(client):
    page = asked_for_another_address(client)
    answers = [client.post(page, {"code": "111-111"}) for _ in range(5)]
    assert [one.status_code for one in answers] == [422] * 4 + [302]
    assert answers[-1].url == reverse("account_email")


def test_an_address_of_somebody_else_is_not_told_nor_taken(client):
    UserFactory(email="prise@exemple.test")
    user = UserFactory()
    client.force_login(user)
    response = client.post(
        reverse("account_email"), {"email": "prise@exemple.test", "action_add": "1"}
    )
    assert response.url == reverse("account_email_verification_sent")
    assert User.objects.get(pk=user.pk).email == user.email
    # No code that would be refused: what the owner of the address may do, as the page says.
    (mail,) = sent_mails()
    assert (mail.to, mail.subject) == (["prise@exemple.test"], "Vous avez déjà un compte")


class NoServer:
    """A mail backend that nobody may even open while a page is made."""

    def __init__(self, **kwargs):
        raise AssertionError


def test_no_page_waits_for_the_mail_server(client, settings):
    backend = f"{NoServer.__module__}.{NoServer.__qualname__}"
    settings.MAILERS = {"default": {"BACKEND": backend}}
    user = UserFactory(email="monique@exemple.test", password="demo-chauffage")
    for page, data in {
        "account_request_login_code": {"email": user.email},
        "account_signup": {"email": "nouvelle@exemple.test", "display_name": "Nadia B."},
        "account_reset_password": {"email": user.email},
    }.items():
        assert Client().post(reverse(page), data).status_code == 302
    client.force_login(user)
    new = "trois mots sans rapport"
    data = {"oldpassword": "demo-chauffage", "password1": new, "password2": new}
    response = client.post(reverse("account_change_password"), data)
    assert response.url == reverse("comptes:profile")
    assert set(Mail.objects.waiting().values_list("kind", "priority")) == {
        ("comptes.login_code", Priority.CODE),
        ("comptes.email_confirmation_signup", Priority.CODE),
        ("comptes.password_reset_code", Priority.CODE),
        ("comptes.password_changed", Priority.SOON),
    }


def test_a_password_is_changed_with_its_mail_or_not_at_all(client, monkeypatch):
    user = UserFactory(password="demo-chauffage")
    client.force_login(user)
    client.raise_request_exception = False

    def refuse(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("communaute.notifications.account_mails.tell", refuse)
    new = "trois mots sans rapport"
    data = {"oldpassword": "demo-chauffage", "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), data).status_code == 500
    user.refresh_from_db()
    assert user.check_password("demo-chauffage")


def test_a_code_leaves_its_row_with_its_mail_and_expires_with_it(client, settings):
    user = UserFactory()
    ask_code(client, user.email)
    mail = Mail.objects.get()
    life = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    assert abs(mail.expires_at - mail.created_at - life) < timedelta(seconds=5)
    assert mail.user == user
    code = mail.context["code"]
    assert code
    # A sender one can answer, text, HTML, and a reason.
    message = sent_mails()[-1]
    assert message.from_email.startswith("ChauffageUrbain <contact@")
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert code in message.subject
    for body in (message.body, html):
        assert code in body
        assert "Vous recevez ce message" in body
        assert "no-reply" not in body
    assert "&#x27;" not in message.body
    mail.refresh_from_db()
    assert mail.context == {}


def test_a_closed_account_gets_no_code(client):
    user = UserFactory()
    ask_code(client, user.email)
    User.objects.update(is_active=False)
    assert sent_mails() == []


def test_a_mail_of_allauth_without_words_of_ours_leaves_with_its_own(rf):
    user = UserFactory()
    with context.request_context(rf.get("/")):
        get_adapter().send_notification_mail("mfa/email/totp_activated", user)
    message = sent_mails()[-1]
    assert message.to == [user.email]
    assert message.subject
    assert "pour la sécurité de votre compte" in message.body


# --- Pages and mails --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url_name",
    [
        "account_login",
        "account_signup",
        "account_request_login_code",
        "account_reset_password",
        "account_inactive",
    ],
)
def test_pages_for_visitors_are_french_and_whole(client, url_name):
    response = client.get(reverse(url_name))
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert len(page.find_all("h1")) == 1
    assert not re.search(r"\b(sign in|password|email address)\b", text_of(response), re.I)
    assert "E-mail" not in text_of(response)
    labelled = {label["for"] for label in page.find_all("label")}
    fields = page.find("main").select("input:not([type=hidden])")
    assert all(field["id"] in labelled for field in fields)
    assert not any(field.get("placeholder") for field in fields)


@pytest.mark.parametrize(
    "url_name", ["account_change_password", "account_email", "account_reauthenticate"]
)
def test_pages_for_members(client, url_name):
    client.force_login(UserFactory(password="demo-chauffage"))
    response = client.get(reverse(url_name))
    assert response.status_code == 200
    assert len(BeautifulSoup(response.content, "html.parser").find_all("h1")) == 1

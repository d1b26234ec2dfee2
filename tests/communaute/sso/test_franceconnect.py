"""Entering by FranceConnect: the first time, again, with an account that was there, and leaving."""

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from communaute.comptes.models import User
from communaute.comptes.services import create_account
from communaute.sso import provider as metadata
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.comptes.test_signin import code_of_last_mail
from tests.mails import sent_mails

from .provider import Lies, ec_key, parameters, path_of

pytestmark = pytest.mark.django_db

START = "/comptes/avec/franceconnect/"
ADDRESS, CODE, NAME = f"{START}adresse/", f"{START}code/", f"{START}nom/"
EMAIL = "monique.durand@exemple.test"


def go(client, provider, *, sub="sub-1", **posted):
    """Leave, pass, come back: the answer of the way back."""
    left = client.post(START, posted)
    return client.get(path_of(provider.pass_through(left.url, sub)))


def confirm(client, email=EMAIL):
    client.post(ADDRESS, {"email": email})
    return client.post(CODE, {"code": code_of_last_mail()})


def sign_up(client, provider, name="Monique D.", **posted):
    go(client, provider, **posted)
    confirm(client)
    return client.post(NAME, {"display_name": name})


def who(client):
    return client.session.get("_auth_user_id")


def text_of(response):
    page = BeautifulSoup(response.content, "html.parser")
    return " ".join(page.find("main").get_text(" ").split())


@pytest.mark.one_database
@pytest.mark.parametrize("page", ["account_login", "account_signup"])
def test_nothing_shows_nor_answers_until_it_is_set(client, page):
    assert "FranceConnect" not in client.get(reverse(page)).content.decode()
    for address in (START, f"{START}retour/", f"{START}deconnecte/", ADDRESS, CODE, NAME):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404


@pytest.mark.one_database
@pytest.mark.parametrize("page", ["account_login", "account_signup"])
def test_the_official_button_stands_beside_the_other_ways(client, provider, page):
    html = BeautifulSoup(client.get(reverse(page), {"next": "/communaute/"}).content, "html.parser")
    button = html.select_one("button.fr-connect")
    assert button.get_text(" ", strip=True) == "S’identifier avec FranceConnect"
    assert button.find_parent("form").select_one("[name=next]")["value"] == "/communaute/"
    link = html.select_one(".fr-connect-group a")
    assert link.get_text() == "Qu’est-ce que FranceConnect ?"
    assert link["target"] == "_blank" and "nouvelle fenêtre" in link["title"]
    ranks = {title.name for title in html.select("main section > h2")}
    assert ranks == {"h2"}


@pytest.mark.one_database
def test_what_is_asked_of_it(client, provider):
    response = client.post(
        f"{START}?scope=birthdate&auth_params=acr_values%3Deidas3&process=connect"
    )
    asked = parameters(response.url)
    assert response.url.startswith(f"{provider.issuer}/oauth2/authorize?")
    assert set(asked.pop("scope").split()) == {"openid", "given_name", "family_name", "email"}
    assert len(asked.pop("state")) >= 32 and len(asked.pop("nonce")) >= 32
    assert len(asked.pop("code_challenge")) == 43
    assert asked == {
        "client_id": "chauffage-urbain",
        "redirect_uri": "http://testserver/comptes/avec/franceconnect/retour/",
        "response_type": "code",
        "acr_values": "eidas1",
        "code_challenge_method": "S256",
    }


@pytest.mark.one_database
def test_an_unknown_parameter_is_not_sent_to_who_does_not_know_it(client, provider):
    provider.lies = Lies(discovery={"code_challenge_methods_supported": []})
    assert "code_challenge" not in parameters(client.post(START).url)


def test_a_first_time_asks_the_address_then_the_name(client, provider):
    assert go(client, provider, next="/communaute/").url == ADDRESS
    assert who(client) is None and not User.objects.exists()
    assert f'value="{EMAIL}"' in client.get(ADDRESS).content.decode()
    assert client.get(NAME).url == ADDRESS
    assert confirm(client).url == NAME
    assert client.post(NAME, {"display_name": "a@b.fr"}).status_code == 422
    response = client.post(NAME, {"display_name": "Monique D."})
    user = User.objects.get()
    assert response.url == "/communaute/"
    assert who(client) == str(user.pk)
    assert (user.email, user.display_name) == (EMAIL, "Monique D.")
    assert EmailAddress.objects.get(user=user).verified
    link = SocialAccount.objects.get()
    assert (link.uid, link.extra_data) == (f"{provider.issuer} sub-1", {})
    # The civil name is nowhere, in the session neither.
    assert "Durand" not in user.first_name + user.last_name
    assert len(provider.asked("/oauth2/token")[0]["code_verifier"]) >= 43


def test_the_next_times_it_opens_the_account(client, provider):
    sign_up(client, provider)
    user = User.objects.get()
    other = Client()
    provider.store("sub-1", email="nouvelle@exemple.test")
    assert go(other, provider, next="/communaute/").url == "/communaute/"
    assert who(other) == str(user.pk)
    assert User.objects.get().email == EMAIL
    assert SocialAccount.objects.count() == 1


def test_an_account_that_was_there_is_linked_once_its_address_is_confirmed(client, provider):
    mine = create_account(email=EMAIL, display_name="Monique D.")
    go(client, provider)
    assert not SocialAccount.objects.exists()
    client.post(ADDRESS, {"email": EMAIL})
    assert client.post(CODE, {"code": "000-000"}).status_code == 422
    assert not SocialAccount.objects.exists() and who(client) is None
    assert client.post(CODE, {"code": code_of_last_mail()}).url == reverse("comptes:home")
    assert who(client) == str(mine.pk)
    assert SocialAccount.objects.get().user == mine
    assert any("FranceConnect est relié" in mail.subject for mail in sent_mails())


def test_five_wrong_codes_end_the_path(client, provider):
    create_account(email=EMAIL, display_name="Monique D.")
    go(client, provider)
    client.post(ADDRESS, {"email": EMAIL})
    right = code_of_last_mail()
    statuses = [client.post(CODE, {"code": "000-000"}).status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 400]
    # From another tab, still open.
    assert client.post(CODE, {"code": right}).url == reverse("account_login")
    assert "Cette tentative n’est plus valable" in client.get(reverse("account_login")).text
    assert not SocialAccount.objects.exists()


def test_an_address_changed_on_the_way_asks_its_own_code(client, provider):
    """The code of one address never confirms another."""
    victim = create_account(email="victime@exemple.test", display_name="Paul")
    go(client, provider)
    client.post(ADDRESS, {"email": EMAIL})
    mine = code_of_last_mail()
    client.post(ADDRESS, {"email": victim.email})
    assert client.post(CODE, {"code": mine}).status_code == 422
    assert not SocialAccount.objects.exists()


def test_the_sixth_code_for_one_address_waits(client, provider):
    go(client, provider)
    statuses = [client.post(ADDRESS, {"email": EMAIL}).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]


def test_who_made_an_account_on_an_address_that_is_not_theirs_is_out(client, provider):
    planted = User.objects.create_user(EMAIL, "le mot de passe du voleur", display_name="Voleur")
    EmailAddress.objects.create(user=planted, email=EMAIL, verified=False, primary=True)
    go(client, provider)
    confirm(client)
    planted.refresh_from_db()
    assert not planted.has_usable_password()
    assert EmailAddress.objects.get(user=planted).verified


def test_the_mailbox_does_not_say_whether_there_is_an_account(client, provider):
    create_account(email="la@exemple.test", display_name="Paul")
    pages = []
    for email in ("la@exemple.test", "nul@exemple.test"):
        go(client, provider)
        response = client.post(ADDRESS, {"email": email})
        pages.append((response.status_code, response.url, sent_mails()[-1].subject[:30]))
    assert pages[0] == pages[1]


def test_a_second_identity_is_not_linked_to_the_same_account(client, provider):
    sign_up(client, provider)
    provider.store("sub-2")
    other = Client()
    go(other, provider, sub="sub-2")
    response = confirm(other)
    assert response.status_code == 409
    assert "déjà relié à une autre identité" in text_of(response)
    assert who(other) is None and SocialAccount.objects.count() == 1


def test_a_link_from_the_profile_and_its_removal(client, provider):
    mine = UserFactory()
    client.force_login(mine)
    assert "S’identifier avec" in text_of(client.get(reverse("comptes:profile")))
    assert go(client, provider).url == reverse("comptes:profile")
    assert SocialAccount.objects.get().user == mine
    assert "Ne plus me connecter" in text_of(client.get(reverse("comptes:profile")))
    # Again changes nothing.
    go(client, provider)
    assert SocialAccount.objects.count() == 1
    client.post(f"{START}retirer/")
    again = client.post(f"{START}retirer/", follow=True)
    assert "FranceConnect n’ouvrait déjà plus votre compte." in text_of(again)
    assert not SocialAccount.objects.exists()
    subjects = [mail.subject for mail in sent_mails()]
    assert [subject.partition(" est ")[0] for subject in subjects[:1]] == ["FranceConnect"]
    assert sum("n’est plus relié" in subject for subject in subjects) == 1


def test_the_identity_of_another_account_is_not_taken(client, provider):
    sign_up(client, provider)
    other = Client()
    other.force_login(UserFactory())
    response = go(other, provider)
    assert response.status_code == 409
    assert "déjà reliée à un autre compte" in text_of(response)


def test_a_closed_account_stays_closed(client, provider):
    sign_up(client, provider)
    User.objects.update(is_active=False)
    other = Client()
    assert go(other, provider).url == reverse("account_inactive")
    assert who(other) is None


def test_two_tabs_that_sign_in_as_two_people(client, provider):
    """Whoever came back is not the one who left: nothing is done, nobody is signed out."""
    sign_up(Client(), provider)
    left = client.post(START)
    paul = UserFactory()
    client.force_login(paul)
    response = client.get(path_of(provider.pass_through(left.url)))
    assert response.status_code in {400, 409}
    assert who(client) == str(paul.pk)


def test_leaving_ends_the_session_there_too(client, provider):
    sign_up(client, provider)
    token = client.session["sso"]["id_token"]
    assert token.count(".") == 2
    response = client.post(reverse("account_logout"))
    asked = parameters(response.url)
    assert response.url.startswith(f"{provider.issuer}/oauth2/end_session?")
    assert asked["id_token_hint"] == token
    assert len(asked["state"]) >= 32
    back = asked["post_logout_redirect_uri"]
    assert back == "http://testserver/comptes/avec/franceconnect/deconnecte/"
    assert who(client) is None and "sso" not in client.session
    said = text_of(client.get(path_of(back, state=asked["state"])))
    assert "De ce service, et de FranceConnect" in said
    assert "et de FranceConnect" not in text_of(client.get(path_of(back, state="invente")))


def test_who_entered_otherwise_leaves_as_before(client, provider):
    client.force_login(UserFactory())
    assert client.post(reverse("account_logout")).url == "/"


def test_the_curve_that_franceconnect_advises(client, provider, settings):
    settings.FRANCECONNECT_ALG = "ES256"
    key, public = ec_key()
    provider.lies = Lies(algorithm="ES256", key=key, kid="ec-1", keys=[public])
    metadata.cache.clear()
    assert go(client, provider).url == ADDRESS


@pytest.mark.one_database
def test_what_it_publishes_is_read_once(client, provider):
    go(client, provider)
    go(Client(), provider)
    assert len(provider.asked("/.well-known/openid-configuration")) == 1
    assert len(provider.asked("/jwks")) == 1


@pytest.mark.one_database
def test_what_waits_is_forgotten_after_a_quarter_of_an_hour(client, provider, monkeypatch):
    go(client, provider)
    now = time.time()
    monkeypatch.setattr("communaute.sso.identity.time.time", lambda: now + 890)
    assert client.get(ADDRESS).status_code == 200
    monkeypatch.setattr("communaute.sso.identity.time.time", lambda: now + 910)
    assert client.get(ADDRESS).url == reverse("account_login")

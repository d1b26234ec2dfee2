"""A provider that lies, somebody in between, and plain bad luck: nobody is signed in, it is said in
French, and the other ways in are there. Launch gate, point 5."""

import time

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from communaute.comptes.models import User
from communaute.sso.identity_providers import ALGORITHMS, check_encryption, check_providers
from tests.communaute.comptes.factories import UserFactory

from .provider import CLIENT_ID, Lies, parameters, path_of, rsa_key
from .test_franceconnect import ADDRESS, START, go, sign_up, text_of, who

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

UNTRUSTED = "Nous n’avons pas pu vérifier la réponse de FranceConnect"
EXPIRED = "Cette tentative n’est plus valable"
DOWN = "FranceConnect est en panne"


def refused(client, response, words, status=400):
    assert response.status_code == status, response
    said = text_of(response)
    assert words in said
    assert "Entrer avec un code reçu par courriel" in said
    assert who(client) is None
    assert "federation_pending" not in client.session
    assert not User.objects.exists() and not SocialAccount.objects.exists()
    return True


def changed(**claims):
    """Claims replaced; None takes one away."""
    kept = {name: value for name, value in claims.items() if value is not None}
    return lambda found: {name: value for name, value in found.items() if name not in claims} | kept


def moved(seconds):
    """A provider whose clock is wrong by so much, when its tokens live a minute."""
    now = int(time.time())
    return changed(iat=now + seconds, exp=now + seconds + 60)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "n" * 43},
        {"nonce": None},
        {"nonce": ["n"]},
        {"iss": "https://oidc.franceconnect.gouv.fr.pirate.test"},
        {"iss": None},
        {"aud": "un-autre-service"},
        {"aud": [CLIENT_ID, "un-autre-service"]},
        {"aud": [CLIENT_ID, "un-autre-service"], "azp": "un-autre-service"},
        {"azp": "un-autre-service"},
        {"aud": None},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "s" * 192},
        {"acr": "eidas0"},
        {"acr": None},
    ],
    ids=str,
)
def test_an_id_token_that_is_not_ours_is_refused(client, provider, claims):
    provider.lies = Lies(id_claims=changed(**claims))
    assert refused(client, go(client, provider), UNTRUSTED)


@pytest.mark.parametrize("off", [-115, 115])
def test_a_clock_off_by_two_minutes_is_believed(client, provider, off):
    # Its tokens live a minute: one late by 175 seconds is the oldest that passes.
    provider.lies = Lies(id_claims=moved(off - 60 if off < 0 else off))
    assert go(client, provider).url == ADDRESS


@pytest.mark.parametrize("off", [-185, 180])
def test_a_clock_off_by_three_minutes_is_not(client, provider, off):
    provider.lies = Lies(id_claims=moved(off))
    assert refused(client, go(client, provider), UNTRUSTED)


def test_no_signature_is_refused(client, provider):
    provider.lies = Lies(id_claims=changed(), algorithm="none")
    assert refused(client, go(client, provider), UNTRUSTED)


@pytest.mark.parametrize("algorithm", ["HS256", "RS512", "PS256"])
def test_another_algorithm_is_refused(client, provider, algorithm, monkeypatch):
    """HS256 keyed with the public key is the old trick: PyJWT itself would not sign it."""
    lies = Lies(id_claims=changed(), algorithm=algorithm)
    if algorithm == "HS256":
        monkeypatch.setattr(jwt.algorithms.HMACAlgorithm, "prepare_key", lambda _, key: key)
        lies.key = provider.public_pem().encode()
    provider.lies = lies
    assert refused(client, go(client, provider), UNTRUSTED)


def test_only_two_algorithms_can_be_set(provider, settings):
    assert ALGORITHMS == ("ES256", "RS256")
    assert check_providers() == []
    for wrong in ("none", "HS256", ""):
        settings.FRANCECONNECT_ALG = wrong
        assert [error.id for error in check_providers()] == ["sso.E002"]
    settings.FRANCECONNECT_CLIENT_SECRET = ""
    found = {error.id for error in check_providers()}
    assert found == {"sso.E001", "sso.E002"}
    assert [error.id for error in check_encryption()] == ["sso.E003"]
    settings.FRANCECONNECT_ISSUER = "https://oidc.franceconnect.gouv.fr/api/v2"
    assert check_encryption() == []


@pytest.mark.parametrize("wrong", ["none", "HS256"])
def test_a_setting_that_is_not_allowed_signs_nobody_in(client, provider, settings, wrong):
    settings.FRANCECONNECT_ALG = wrong
    provider.lies = Lies(id_claims=changed(), algorithm="none")
    assert refused(client, go(client, provider), UNTRUSTED)


def test_an_unsigned_userinfo_is_refused(client, provider):
    provider.lies = Lies(is_plain_info=True)
    assert refused(client, go(client, provider), UNTRUSTED)


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "quelqu-un-d-autre"},
        {"iss": "https://ailleurs.test"},
        {"aud": "un-autre-service"},
        {"aud": None},
        {"iss": None},
    ],
    ids=str,
)
def test_a_userinfo_about_another_is_refused(client, provider, claims):
    provider.lies = Lies(info_claims=changed(**claims))
    assert refused(client, go(client, provider), UNTRUSTED)


def test_a_key_that_turned_is_looked_for_once(client, provider):
    go(client, provider)
    key, public = rsa_key("new")
    provider.lies = Lies(id_claims=changed(), key=key, kid="new", keys=[public])
    assert go(Client(), provider).url == ADDRESS
    assert len(provider.asked("/jwks")) == 2


def test_a_key_that_is_not_published_is_refused(client, provider):
    go(Client(), provider)
    key, _ = rsa_key("pirate")
    provider.lies = Lies(id_claims=changed(), key=key, kid="pirate")
    assert refused(client, go(client, provider), UNTRUSTED)
    assert len(provider.asked("/jwks")) == 2


def test_another_key_under_a_known_name_is_refused(client, provider):
    key, _ = rsa_key("pirate")
    provider.lies = Lies(id_claims=changed(), key=key)
    assert refused(client, go(client, provider), UNTRUSTED)


def test_a_state_serves_once(client, provider):
    left = client.post(START)
    back = path_of(provider.pass_through(left.url))
    assert client.get(back).url == ADDRESS
    session = client.session
    del session["federation_pending"]
    session.save()
    assert refused(client, client.get(back), EXPIRED)


def test_the_answer_loaded_again_once_signed_in_is_not_said_to_have_done_nothing(client, provider):
    client.force_login(UserFactory())
    again = client.get("/comptes/avec/franceconnect/retour/", {"code": "x", "state": "a" * 43})
    assert "Si la première fois a marché, il n’y a rien à refaire" in again.text


@pytest.mark.parametrize("state", ["", "a" * 43])
def test_a_state_that_is_not_ours_is_refused(client, provider, state):
    left = client.post(START)
    back = path_of(provider.pass_through(left.url), state=state)
    assert refused(client, client.get(back), EXPIRED)
    assert provider.asked("/oauth2/token") == []


def test_the_answer_to_another_browser_is_refused(client, provider):
    """Somebody sends the link of their own way back: the reader is not signed in as them."""
    left = Client().post(START)
    assert refused(client, client.get(path_of(provider.pass_through(left.url))), EXPIRED)


def test_a_code_already_used_or_too_old_is_refused(client, provider):
    other = Client()
    left = other.post(START)
    used = parameters(provider.pass_through(left.url))["code"]
    other.get(path_of("/comptes/avec/franceconnect/retour/", code=used, state="x"))
    mine = client.post(START)
    back = provider.pass_through(mine.url)
    assert refused(client, client.get(path_of(back, code="perime")), EXPIRED)


def test_an_answer_of_another_issuer_is_refused(client, provider):
    left = client.post(START)
    back = path_of(provider.pass_through(left.url), iss="https://ailleurs.test")
    assert refused(client, client.get(back), UNTRUSTED)
    assert provider.asked("/oauth2/token") == []


@pytest.mark.parametrize(
    "published",
    [
        {"issuer": "https://ailleurs.test"},
        {"token_endpoint": None},
        {"jwks_uri": "ftp://ailleurs.test/jwks"},
    ],
    ids=str,
)
def test_a_discovery_about_another_is_refused(client, provider, published):
    provider.lies = Lies(discovery=published)
    assert refused(client, client.post(START), UNTRUSTED)


def test_the_way_never_leads_outside(provider):
    sign_up(Client(), provider)
    outside = (
        "https://ailleurs.test/",
        "//ailleurs.test/",
        "javascript:alert(1)",
        "http:///x.test",
    )
    led = {asked: go(Client(), provider, next=asked).url for asked in outside}
    assert led == dict.fromkeys(outside, reverse("comptes:home"))


def test_giving_up_is_no_error(client, provider):
    left = client.post(START)
    response = client.get(path_of(provider.pass_through(left.url, deny=True)))
    assert refused(client, response, "Vous n’êtes pas connecté", status=200)


@pytest.mark.parametrize(
    "error, words, status",
    [("server_error", DOWN, 503), ("invalid_request", EXPIRED, 400), ("<b>", EXPIRED, 400)],
)
def test_what_it_says_went_wrong(client, provider, error, words, status):
    state = parameters(client.post(START).url)["state"]
    back = path_of("/comptes/avec/franceconnect/retour/", error=error, state=state)
    assert refused(client, client.get(back), words, status)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/.well-known/openid-configuration", 500),
        ("/jwks", 502),
        ("/userinfo", 503),
        ("/oauth2/token", 500),
    ],
)
def test_when_it_is_down_the_others_are_open(client, provider, path, status):
    provider.lies = Lies(status={path: status})
    response = client.post(START)
    if response.status_code == 302:
        response = client.get(path_of(provider.pass_through(response.url)))
    assert refused(client, response, DOWN, 503)
    assert reverse("account_request_login_code") in response.content.decode()
    assert client.get(reverse("account_login")).status_code == 200


def test_when_it_is_not_there_at_all(client, provider, settings):
    settings.FRANCECONNECT_ISSUER = "http://127.0.0.1:9"
    assert refused(client, client.post(START), DOWN, 503)


def test_when_it_is_slow(client, provider, settings):
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.5
    provider.lies = Lies(is_silent=True)
    assert refused(client, client.post(START), DOWN, 503)


def test_what_is_neither_json_nor_a_token(client, provider):
    cache.set(f"sso:keys:{provider.issuer}/jwks", {"keys": "rien"})
    provider.lies = Lies(keys=[])
    assert refused(client, go(client, provider), UNTRUSTED)


def test_nothing_of_the_person_is_in_the_log(client, provider, caplog):
    provider.lies = Lies(info_claims=changed(sub="quelqu-un-d-autre"))
    go(client, provider)
    said = " ".join(record.getMessage() for record in caplog.records if "connect" in record.msg)
    said += " ".join(r.getMessage() for r in caplog.records if r.name.startswith("communaute"))
    assert "NotTrusted" in said
    for secret in ("monique", "Durand", "eyJ", "sub-1", "secret-d-essai"):
        assert secret not in said

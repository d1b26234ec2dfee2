"""What protects an account beyond the password or the code: asked, told, never a way around."""

import json
import re
import time
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communaute.comptes.numbers import NUMBERS
from communaute.comptes.second_factor import forms, services
from tests.mails import sent_mails
from tests.sessions import sign_in_long_ago

from .device import PRESENT, Device
from .factories import UserFactory
from .test_signin import ask_code, code_of_last_mail, confirm, signed_in, text_of

pytestmark = pytest.mark.django_db

PASSWORD = "trois mots sans rapport"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOON = 1_800_000_000
SECOND_STEP = "mfa_authenticate"


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """A clock that stands still at the beginning of a period of thirty seconds."""
    clock = {"now": NOON - NOON % 30}
    monkeypatch.setattr(totp.time, "time", lambda: clock["now"])
    return clock


def code_at(moment, secret=SECRET):
    return totp.format_hotp_value(totp.hotp_value(secret, int(moment) // 30))


def options_of(response):
    form = BeautifulSoup(response.content, "html.parser").select_one("[data-passkey]")
    return json.loads(form["data-options"])


def subjects():
    return [mail.subject for mail in sent_mails()]


@pytest.fixture
def protected():
    """Somebody whose application gives codes."""
    user = UserFactory(password=PASSWORD)
    services.add_application(actor=user, secret=SECRET)
    return user


def sign_in_by_password(client, user):
    data = {"login": user.email, "password": PASSWORD}
    return client.post(reverse("account_login"), data)


def second_step(client, code):
    return client.post(reverse(SECOND_STEP), {"code": code})


def test_an_application_is_added_with_its_first_code(client, noon):
    user = UserFactory()
    client.force_login(user)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["secret"]
    assert secret in text_of(page)
    assert page.context["drawing"].startswith("data:image/svg+xml;base64,")
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert (wrong.status_code, wrong.context["secret"]) == (422, secret)
    done = client.post(reverse("mfa_activate_totp"), {"code": code_at(noon["now"], secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    assert subjects() == ["Une application de codes protège votre compte"]
    # Twice changes nothing.
    again = client.post(reverse("mfa_activate_totp"), {"code": code_at(noon["now"], secret)})
    assert again.url == reverse("mfa_index")
    assert Authenticator.objects.filter(user=user, type="totp").count() == 1


def test_the_secrets_cannot_be_read_in_the_database(protected):
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in kept
    seed = Authenticator.objects.get(type="recovery_codes").data["seed"]
    assert not re.fullmatch("[0-9a-f]+", seed)


def test_the_secrets_are_read_after_a_change_of_key(protected, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "une autre clé"
    factor = Authenticator.objects.get(type="totp")
    assert factor.wrap().validate_code(code_at(time.time()))


@pytest.mark.parametrize("way", ["password", "code"])
def test_each_way_in_asks_for_the_second_step(client, protected, noon, way):
    if way == "password":
        first = sign_in_by_password(client, protected)
    else:
        sent_mails()
        ask_code(client, protected.email)
        first = confirm(client, code_of_last_mail())
    assert first.url == reverse(SECOND_STEP)
    assert not signed_in(client)
    assert client.get(reverse("comptes:home")).status_code == 302
    assert second_step(client, "000000").status_code == 422
    assert second_step(client, code_at(noon["now"])).url == reverse("comptes:home")
    assert signed_in(client)


@pytest.mark.parametrize(("seconds", "is_taken"), [(0, True), (30, True), (59, True), (60, False)])
def test_a_code_is_taken_one_period_late(client, protected, noon, seconds, is_taken):
    code = code_at(noon["now"])
    sign_in_by_password(client, protected)
    noon["now"] += seconds
    assert second_step(client, code).status_code == (302 if is_taken else 422)


def test_a_code_is_taken_once_though_it_is_still_good(client, protected, noon):
    code = code_at(noon["now"])
    sign_in_by_password(client, protected)
    second_step(client, code)
    client.logout()
    sign_in_by_password(client, protected)
    # The library forgets it after one period.
    forms.cache.delete(f"allauth.mfa.totp.used?user={protected.pk}&code={code}")
    assert second_step(client, code).status_code == 422


def test_a_spare_code_opens_once(client, protected):
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in_by_password(client, protected)
    assert second_step(client, f"{spare[:4]} {spare[4:]}").status_code == 302
    client.logout()
    sign_in_by_password(client, protected)
    assert second_step(client, spare).status_code == 422


def test_spare_codes_are_shown_for_a_while_then_no_more(client, monkeypatch, noon):
    user = UserFactory()
    client.force_login(user)
    services.add_application(actor=user, secret=SECRET)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    page = reverse("mfa_view_recovery_codes")
    prove_it_is_me(client, code_at(noon["now"]))
    assert codes[0][:4] not in text_of(client.get(page))
    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 302
    assert client.post(page).url == page
    fresh = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert set(fresh).isdisjoint(codes)
    noon["now"] += NUMBERS.codes_shown_minutes * 60 - 1
    monkeypatch.setattr("allauth.account.app_settings.REAUTHENTICATION_TIMEOUT", 10_000)
    assert f"{fresh[0][:4]} {fresh[0][4:]}" in text_of(client.get(page))
    kept = client.get(reverse("mfa_download_recovery_codes"))
    assert kept["Content-Disposition"] == 'attachment; filename="codes-de-secours.txt"'
    assert kept.content.decode().count(" ") > len(fresh)
    noon["now"] += 1
    assert f"{fresh[0][:4]} {fresh[0][4:]}" not in text_of(client.get(page))
    factor = Authenticator.objects.get(type="recovery_codes")
    for code in fresh:
        assert "Garder les miens" in text_of(client.get(page))
        factor.wrap().validate_code(code)
    assert "Garder les miens" not in text_of(client.get(page))
    assert subjects()[-1] == "Vos codes de secours ont changé"


def prove_it_is_me(client, code):
    return client.post(reverse("mfa_reauthenticate"), {"code": code})


@pytest.mark.parametrize(
    "name",
    ["mfa_add_webauthn", "mfa_deactivate_totp", "mfa_view_recovery_codes"],
)
def test_a_sensitive_act_asks_again_who_one_is(client, protected, noon, name):
    sign_in_long_ago(client, protected)
    asked = client.get(reverse(name))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    page = client.get(asked.url)
    assert reverse("mfa_reauthenticate") in page.content.decode()
    assert prove_it_is_me(client, "000000").status_code == 422
    prove_it_is_me(client, code_at(noon["now"]))
    assert client.get(reverse(name)).status_code == 200


def test_the_last_factor_goes_with_its_spare_codes(client, protected, noon):
    client.force_login(protected)
    prove_it_is_me(client, code_at(noon["now"]))
    page = client.get(reverse("mfa_deactivate_totp"))
    assert "dernière protection" in text_of(page)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert subjects()[-1] == "L’application de codes ne protège plus votre compte"
    services.remove(actor=protected, factor=Authenticator(pk=1, user=protected, type="totp"))
    assert subjects()[-1] == "L’application de codes ne protège plus votre compte"


@pytest.fixture
def device(client):
    """A device with a passkey of somebody, who is not signed in any more."""
    user = UserFactory()
    client.force_login(user)
    made = Device()
    page = client.get(reverse("mfa_add_webauthn"))
    answer = made.create(options_of(page))
    client.post(reverse("mfa_add_webauthn"), {"name": "Mon téléphone", "credential": answer})
    client.logout()
    made.owner = user
    return made


def passkey(client, made, **extra):
    asked = client.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json").json()
    data = {"credential": made.get(asked["request_options"]), **extra}
    return client.post(reverse("mfa_login_webauthn"), data)


def test_a_passkey_signs_in_alone(client, device):
    question = "/communaute/questions/poser/"
    assert passkey(client, device, next=question).url == question
    assert client.session["_auth_user_id"] == str(device.owner.pk)
    assert "Mon téléphone" in text_of(client.get(reverse("mfa_index")))
    assert subjects() == ["Une clé d’accès ouvre maintenant votre compte"]


def test_who_has_passkeys_alone_is_told_of_no_application(client, device):
    client.force_login(device.owner)
    assert "application" not in text_of(client.get(reverse("mfa_reauthenticate")))
    for code in ("", "12345678"):
        refused = client.post(reverse("mfa_reauthenticate"), {"code": code})
        assert refused.status_code == 422
        assert "secours" in str(refused.context["form"].errors)
        assert "application" not in text_of(refused)
    by_key = text_of(client.get(reverse("mfa_reauthenticate_webauthn")))
    assert "Avec un code de secours" in by_key


def test_a_passkey_never_leads_outside(client, device):
    assert passkey(client, device, next="https://ailleurs.test/").url == reverse("comptes:home")


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://testserver.ailleurs.test"},
        {"site": "ailleurs.test"},
        {"flags": PRESENT},
        {"key": Device().key},
        {"credential_id": b"une autre"},
        {"user": "OTk5OTk5"},
        {"user": "\u00e9"},
    ],
)
def test_a_passkey_that_is_not_ours_opens_nothing(client, device, wrong):
    if wrong == {"user": "\u00e9"}:
        asked = client.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json").json()
        answer = json.loads(device.get(asked["request_options"]))
        answer["response"]["userHandle"] = "\u00e9"
        data = {"credential": json.dumps(answer)}
        refused = client.post(reverse("mfa_login_webauthn"), data)
    else:
        vars(device).update(wrong)
        refused = passkey(client, device)
    assert refused.url == reverse("account_login")
    assert not signed_in(client)


def test_a_passkey_taken_away_is_said_so_on_the_way_to_where_one_goes(client, device):
    Authenticator.objects.filter(user=device.owner).delete()
    refused = passkey(client, device, next="/agence/")
    assert refused.url == reverse("account_login", query={"next": "/agence/"})
    page = text_of(client.get(refused.url))
    assert "Cette clé d’accès ne convient pas : elle a été retirée" in page
    assert "secondes" not in page


def test_an_answer_is_not_taken_twice(client, device):
    asked = client.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json").json()
    data = {"credential": device.get(asked["request_options"])}
    client.post(reverse("mfa_login_webauthn"), data)
    client.logout()
    assert client.post(reverse("mfa_login_webauthn"), data).url == reverse("account_login")


def test_a_passkey_is_the_second_step_of_a_password(client, device):
    device.owner.set_password(PASSWORD)
    device.owner.save()
    assert sign_in_by_password(client, device.owner).url == reverse(SECOND_STEP)
    page = client.get(reverse(SECOND_STEP))
    forged = client.post(reverse(SECOND_STEP), {"credential": "{}"})
    assert forged.status_code == 422
    page = client.get(reverse(SECOND_STEP))
    answer = device.get(options_of(page))
    client.post(reverse(SECOND_STEP), {"credential": answer})
    assert signed_in(client)


def test_a_passkey_that_saw_no_finger_is_not_kept(client):
    client.force_login(UserFactory())
    page = client.get(reverse("mfa_add_webauthn"))
    answer = Device(flags=PRESENT).create(options_of(page))
    refused = client.post(reverse("mfa_add_webauthn"), {"name": "Clé", "credential": answer})
    assert refused.status_code == 422
    assert not Authenticator.objects.exists()


def test_a_passkey_is_renamed_and_removed(client, device):
    passkey(client, device)
    key = Authenticator.objects.get(type="webauthn")
    sign_in_long_ago(client, key.user)
    asked = client.get(reverse("mfa_edit_webauthn", args=[key.pk]), follow=True)
    assert asked.redirect_chain[-1][0].startswith(reverse("mfa_reauthenticate"))
    asked = client.get(reverse("mfa_reauthenticate_webauthn"))
    client.post(
        reverse("mfa_reauthenticate_webauthn"), {"credential": device.get(options_of(asked))}
    )
    client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "Ordinateur"})
    assert "Ordinateur" in text_of(client.get(reverse("mfa_index")))
    empty = client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": " "})
    assert empty.status_code == 422
    assert "Donnez un nom" in text_of(empty)
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert not Authenticator.objects.exists()
    assert subjects()[-1] == "Une clé d’accès a été retirée de votre compte"
    again = client.post(reverse("mfa_remove_webauthn", args=[key.pk]), follow=True)
    assert again.redirect_chain == [(reverse("mfa_index"), 302)]
    assert "Cette clé était déjà retirée de votre compte." in text_of(again)
    typed = client.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "Clé"})
    assert typed.status_code == 409
    assert "Clé" in text_of(typed)
    again = client.post(reverse("mfa_deactivate_totp"), follow=True)
    assert "elle était déjà retirée" in text_of(again)


def test_the_page_costs_the_same_with_many_keys(client):
    user = UserFactory()
    client.force_login(user)
    client.get(reverse("mfa_index"))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("mfa_index"))
        counts.append(len(queries))
        for number in range(20):
            data = {"name": f"Clé {number}", "credential": {}}
            Authenticator.objects.create(user=user, type="webauthn", data=data)
    assert counts[0] == counts[1]


def test_who_has_lost_everything_is_let_in_again_and_told(client, protected):
    other = UserFactory()
    call_command("remove_second_factor", protected.email.upper(), stdout=StringIO())
    assert not Authenticator.objects.exists()
    assert subjects()[-1] == "Votre compte n’est plus protégé par une seconde preuve"
    sign_in_by_password(client, protected)
    assert signed_in(client)
    for email in (other.email, "personne@exemple.test"):
        with pytest.raises(CommandError):
            call_command("remove_second_factor", email)


def test_nobody_chooses_whether_a_passkey_is_enough(client):
    client.force_login(UserFactory())
    assert "passwordless" not in client.get(reverse("mfa_add_webauthn")).content.decode()


def test_a_key_without_a_name_is_given_one_that_no_other_key_has():
    user = UserFactory()
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Clé d’accès n° 2"}
    )
    names = services.SecondFactorAdapter()
    kind = Authenticator.Type.WEBAUTHN
    for number in (1, 3):
        assert names.generate_authenticator_name(user, kind) == f"Clé d’accès n° {number}"
        Authenticator.objects.create(
            user=user, type=kind, data={"name": f"Clé d’accès n° {number}"}
        )


def test_an_application_is_not_offered_to_who_has_one(client, protected):
    for user, offered in ((protected, False), (UserFactory(), True)):
        client.force_login(user)
        page = text_of(client.get(reverse("mfa_add_webauthn")))
        assert ("Utilisez une application de codes" in page) == offered

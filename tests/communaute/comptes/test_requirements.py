"""Who must protect their account: seven days, then the desks wait, and nothing is lost."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.errors import LastFactor
from communaute.comptes.login.allauth_internals import record_authentication
from communaute.comptes.numbers import NUMBERS
from communaute.comptes.second_factor import requirements, services
from tests.clock import stop
from tests.mails import sent_mails

from .factories import UserFactory
from .test_signin import ask_code, code_of_last_mail, confirm, text_of

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ASKED = "Protégez votre compte avant le"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture(autouse=True)
def now(monkeypatch):
    return stop(monkeypatch)


def sign_in(client, user):
    sent_mails()
    ask_code(client, user.email)
    confirm(client, code_of_last_mail())
    user.refresh_from_db()


def told(user):
    return [m for m in sent_mails() if user.email in m.to and m.subject.startswith(ASKED)]


def late(user):
    user.second_factor_due = timezone.now()
    user.save(update_fields=["second_factor_due"])
    return user


@pytest.mark.parametrize(
    "role", ["agence", "exploitant", "collectivite", "equipe", "editeur", "is_superuser"]
)
def test_a_role_gives_seven_days_at_the_first_sign_in_only(client, role, now):
    user = UserFactory(**{role: True})
    if role == "editeur":
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    sign_in(client, user)
    due = user.second_factor_due
    assert due == now + timedelta(days=NUMBERS.second_factor_days)
    assert len(told(user)) == 1
    client.logout()
    sign_in(client, user)
    assert user.second_factor_due == due
    assert len(told(user)) == 1


def test_nothing_is_asked_of_a_member_nor_of_who_is_protected_nor_in_the_demonstration(
    client, settings
):
    member, protected, agent = UserFactory(), UserFactory(agence=True), UserFactory(agence=True)
    services.add_application(actor=protected, secret=SECRET)
    sign_in(client, member)
    client.logout()
    sign_in(client, protected)
    client.logout()
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client, agent)
    assert {member.second_factor_due, protected.second_factor_due, agent.second_factor_due} == {
        None
    }
    late(agent)
    assert client.get("/agence/").status_code == 200


def test_whose_days_are_over_is_not_told_that_the_back_office_is_not_theirs(client):
    editor = UserFactory(editeur=True)
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    late(editor)
    client.force_login(editor)
    page = client.get("/gestion/", follow=True)
    assert "Protégez d’abord votre compte" in text_of(page)
    assert "pas l’autorisation" not in text_of(page)


def test_the_desk_says_so_then_waits_from_the_exact_moment(client, monkeypatch):
    user = UserFactory(agence=True)
    now = timezone.now()
    monkeypatch.setattr(requirements.timezone, "now", lambda: now)
    user.second_factor_due = now + timedelta(microseconds=1)
    user.save()
    client.force_login(user)
    page = client.get("/agence/")
    assert "demandera une seconde preuve" in text_of(page)
    user.second_factor_due = now
    user.save()
    desk = "/agence/?etat=nouvelles"
    waiting = client.get(desk)
    assert waiting.url == f"{reverse('second_factor_wait')}?{urlencode({'next': desk})}"
    page = client.get(waiting.url)
    assert "Protégez d’abord votre compte" in text_of(page)
    assert "votre espace de travail demandera" not in text_of(client.get(reverse("mfa_index")))
    for name in ("mfa_add_webauthn", "mfa_activate_totp"):
        assert f"{reverse(name)}?{urlencode({'next': desk})}" in page.content.decode()


@pytest.mark.parametrize("path", ["/gestion/", "/exploitant/", "/equipe/retards/", "/moderation/"])
def test_every_desk_waits(client, path):
    client.force_login(late(UserFactory(equipe=True)))
    assert client.get(path).url.startswith(reverse("second_factor_wait"))


def test_a_password_that_would_not_open_the_desk_is_not_offered_on_the_way_to_it(client):
    user = late(UserFactory(agence=True, password="trois mots sans rapport"))
    services.add_application(actor=user, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client.force_login(user)
    to_desk = text_of(client.get(f"{reverse('mfa_reauthenticate')}?next=/agence/"))
    assert "mot de passe" not in to_desk and "touche à la sécurité" not in to_desk
    to_account = text_of(client.get(f"{reverse('mfa_reauthenticate')}?next=/mon-compte/securite/"))
    assert "Avec mon mot de passe" in to_account and "touche à la sécurité" in to_account


@pytest.mark.parametrize("path", ["/mon-compte/", "/communaute/", "/moderation/mes-decisions/"])
def test_what_everybody_has_stays_open(client, path):
    client.force_login(late(UserFactory(agence=True)))
    assert client.get(path).status_code == 200


def test_what_was_being_sent_is_shown_again(client):
    client.force_login(late(UserFactory(agence=True)))
    typed = "Ce message insulte une voisine."
    refused = client.post("/moderation/dossiers/1/decider/", {"facts": typed, "password": "a b"})
    assert refused.status_code == 403
    assert typed in text_of(refused)
    assert "Votre espace attend une seconde preuve" in text_of(refused)


def prove(client, user):
    """What the session of somebody keeps of a second factor."""
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, user, "mfa", type="ailleurs")
    request.session.save()


def test_the_desk_opens_as_soon_as_the_account_is_protected_to_the_session_that_did_it(client):
    user = late(UserFactory(agence=True))
    older = Client()
    older.force_login(user)
    client.force_login(user)
    services.add_application(actor=user, secret=SECRET)
    prove(client, user)
    assert client.get("/agence/").status_code == 200
    assert client.get(reverse("second_factor_wait"), {"next": "/agence/"}).url == "/agence/"

    # Whoever was in with the password alone stays out, and confirms: nothing is added.
    page = older.get("/agence/", follow=True)
    assert "Confirmez d’abord que c’est vous" in text_of(page)
    address = f"{reverse('mfa_reauthenticate')}?{urlencode({'next': '/agence/'})}"
    assert address in page.content.decode()
    assert reverse("mfa_activate_totp") not in page.content.decode()
    prove(older, user)
    assert older.get("/agence/").status_code == 200


def test_a_session_that_proved_it_elsewhere_is_let_in(client):
    user = late(UserFactory(agence=True))
    client.force_login(user)
    prove(client, user)
    assert client.get("/agence/").status_code == 200


def test_the_last_factor_of_a_role_is_kept_and_its_page_says_so(client):
    user = UserFactory(agence=True)
    services.add_application(actor=user, secret=SECRET)
    factor = Authenticator.objects.get(user=user, type="totp")
    with pytest.raises(LastFactor):
        services.remove(actor=user, factor=factor)
    assert Authenticator.objects.filter(user=user).count() == 2
    sent_mails()
    client.force_login(user)
    prove(client, user)
    page = client.get(reverse("mfa_deactivate_totp"))
    assert "Ajoutez-en d’abord une autre." in text_of(page)
    assert "dernière protection" not in text_of(page)
    assert "Retirer</button>" not in page.text
    refused = client.post(reverse("mfa_deactivate_totp"))
    assert refused.status_code == 409
    assert "Ajoutez-en d’abord une autre." in text_of(refused)


def test_a_desk_costs_no_query_more(client):
    user = UserFactory(agence=True)
    client.force_login(user)
    client.get("/agence/")
    counts = []
    for due in (None, timezone.now() + timedelta(days=3)):
        user.second_factor_due = due
        user.save()
        with CaptureQueriesContext(connection) as queries:
            client.get("/agence/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_home_of_the_back_office_says_until_when(client):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    sign_in(client, user)
    page = client.get("/gestion/").content.decode()
    assert "seconde preuve" in page
    assert reverse("mfa_index") in page

    prove(client, user)
    assert "seconde preuve" not in client.get("/gestion/").content.decode()

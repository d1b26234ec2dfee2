"""Accounts as the national team opens and changes them in `/gestion/`."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from communaute.comptes.models import User
from socle.models import PublicVersion
from tests.hooks import hook
from tests.mails import sent_mails

from .factories import UserFactory

pytestmark = pytest.mark.django_db
ADD = "/gestion/users/new/"


@pytest.fixture
def boss(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def test_an_account_is_opened_with_the_name_others_see_and_its_rights_then_enters_by_a_code(
    client, boss
):
    group = Group.objects.create(name="Rédaction d’essai")
    page = client.get(ADD).content.decode()
    assert 'name="display_name"' in page
    assert 'name="first_name"' not in page
    data = {"email": "Nouvelle@Exemple.fr", "display_name": "Nadia B.", "groups": [group.pk]}
    assert client.post(ADD, data).status_code == 302
    user = User.objects.get(email="nouvelle@exemple.fr")
    assert user.display_name == "Nadia B."
    assert not user.has_usable_password()
    assert not EmailAddress.objects.get(user=user).verified
    written = ModelLogEntry.objects.get(action="comptes.rights")
    assert (written.user, written.data["given"]) == (boss, ["Rédaction d’essai"])
    client.logout()
    client.post("/comptes/connexion/code/", {"email": "nouvelle@exemple.fr"})
    code = sent_mails()[-1].subject.rpartition(" ")[2]
    client.post("/comptes/connexion/code/saisie/", {"code": code})
    assert client.get("/mon-compte/").status_code == 200


def test_a_password_may_be_given(client, boss):
    words = "trois mots sans rapport"
    data = {"email": "avec@exemple.fr", "display_name": "Anne P."}
    client.post(ADD, data | {"password1": words, "password2": words})
    assert User.objects.get(email="avec@exemple.fr").check_password(words)
    assert "avec@exemple.fr" in client.get("/gestion/users/").content.decode()


@pytest.mark.parametrize(
    "refused",
    [{"display_name": ""}, {"display_name": "Modératrice"}, {"email": "PRISE@exemple.fr"}],
)
def test_the_name_follows_the_same_rules_as_everywhere_and_an_address_serves_once(
    client, boss, refused
):
    UserFactory(email="prise@exemple.fr")
    before = User.objects.count()
    data = {"email": "x@exemple.fr", "display_name": "Nadia B."} | refused
    assert client.post(ADD, data).status_code == 200
    assert User.objects.count() == before


def test_a_name_is_changed_and_seen_at_once_the_address_is_not(
    client, boss, django_capture_on_commit_callbacks
):
    user = UserFactory(email="tient@exemple.fr")
    before = PublicVersion.objects.values_list("number", flat=True).first() or 0
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            f"/gestion/users/edit/{user.pk}/",
            {"email": "vole@exemple.fr", "display_name": "Nadia C.", "is_active": "on"},
        )
    assert response.status_code == 302
    user.refresh_from_db()
    assert (user.email, user.display_name) == ("tient@exemple.fr", "Nadia C.")
    assert PublicVersion.objects.get().number > before


def test_an_account_is_opened_again_and_never_closed_without_a_measure(client, boss, monkeypatch):
    seen = []
    hook(monkeypatch, "comptes.account_switched", lambda user: seen.append(user.is_active))
    person = UserFactory(display_name="Paul R.")
    address = f"/gestion/users/edit/{person.pk}/"
    data = {"email": person.email, "display_name": "Paul R."}
    # It is not closed there: that takes a measure, which says why. Closed, it is opened again.
    assert "is_active" not in client.get(address).text
    client.post(address, data)
    person.refresh_from_db()
    assert person.is_active
    assert seen == []
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    client.post(address, data | {"is_active": "on"})
    assert seen == [True]


def test_rights_given_or_taken_are_in_the_history_with_who_did_it(client, boss):
    user, group = UserFactory(), Group.objects.create(name="Rédaction d’essai")
    address = f"/gestion/users/edit/{user.pk}/"
    kept = {"email": user.email, "display_name": "Nadia C.", "is_active": "on"}
    client.post(address, kept)
    written = ModelLogEntry.objects.filter(action="comptes.rights", object_id=user.pk)
    assert not written.exists()
    client.post(address, kept | {"groups": [group.pk], "is_superuser": "on"})
    client.post(address, kept | {"is_superuser": "on"})
    given, taken = written.order_by("pk")
    assert (given.user, taken.user) == (boss, boss)
    assert given.data == {"given": ["Rédaction d’essai", "tous les droits"], "taken": []}
    assert taken.data == {"given": [], "taken": ["Rédaction d’essai"]}
    history = client.get("/gestion/reports/site-history/").text
    assert "Donné : Rédaction d’essai, tous les droits" in history
    assert "Retiré : Rédaction d’essai" in history


def test_ones_settings_ask_no_first_name_and_offer_only_the_mails_that_leave(client, boss):
    page = client.get("/gestion/account/").text
    assert "first_name" not in page
    assert "updated_comments_notifications" in page
    assert "submitted_notifications" not in page
    settings = {"theme-theme": "dark", "theme-contrast": "system", "theme-density": "default"}
    saved = client.post("/gestion/account/", settings | {"locale-current_time_zone": ""})
    assert saved.status_code == 302
    profile = UserProfile.objects.get(user=boss)
    assert (profile.theme, profile.submitted_notifications) == ("dark", True)


def test_a_picture_that_is_none_is_refused_beside_its_field(client, boss):
    refused = client.post(
        "/gestion/account/", {"avatar-avatar": SimpleUploadedFile("a.png", b"texte")}
    )
    assert refused.status_code == 200
    assert "Téléversez une image valide" in refused.text
    assert not UserProfile.objects.get(user=boss).avatar

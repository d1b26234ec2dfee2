from datetime import timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from cms.models import Consent, RulesVersion
from cms.numbers import TERMS_NUMBERS
from cms.terms_acceptance.perms import (
    REFUSED,
    UNANSWERED,
    answer_until,
    may_write,
    unanswered_versions,
    why_not,
)
from cms.terms_acceptance.services import RulesMoved, answer_rules
from socle.calendar import date_format
from tests.clock import NOON
from tests.communaute.comptes.factories import UserFactory

pytestmark = pytest.mark.django_db
NOW = NOON


@pytest.fixture
def member():
    return UserFactory(date_joined=NOW - timedelta(days=100))


def make_version(number="2.0", *, document="CGU", days_ago=1, asks_consent=True) -> RulesVersion:
    return RulesVersion.objects.create(
        document=document,
        number=number,
        title="Conditions d’utilisation",
        since=timezone.now() - timedelta(days=days_ago),
        what_changed="La règle 3.8 est plus claire.",
        asks_consent=asks_consent,
        rules=[{"code": "3.1", "title": "Rester dans le sujet", "text": "Texte."}],
        body=[],
    )


def test_a_correction_and_what_was_there_at_sign_up_ask_nothing(member):
    make_version("1.1", asks_consent=False)
    make_version("1.0", days_ago=101)
    assert unanswered_versions(member) == []
    assert may_write(member)


def test_only_the_newest_version_of_each_document_is_asked(member):
    make_version("2.0", days_ago=3)
    newest, charter = make_version("3.0"), make_version("2.0", document="Charte")
    assert {one.pk for one in unanswered_versions(member)} == {newest.pk, charter.pk}


def test_who_accepts_writes_and_who_refuses_reads_only(member):
    version = make_version()
    answer_rules(actor=member, accepted=False, seen=[version.pk])
    assert not may_write(member)
    answer_rules(actor=member, accepted=True, seen=[version.pk])
    assert may_write(member)
    assert Consent.objects.get().accepted


def test_the_same_answer_twice_changes_nothing(member):
    version = make_version()
    answer_rules(actor=member, accepted=True, seen=[version.pk])
    first = Consent.objects.get().answered_at
    answer_rules(actor=member, accepted=True, seen=[version.pk])
    assert Consent.objects.get().answered_at == first


def test_without_an_answer_one_writes_for_as_long_as_a_session_lasts(member, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    version = make_version()
    limit = NOW - timedelta(days=TERMS_NUMBERS.days_to_answer)
    RulesVersion.objects.filter(pk=version.pk).update(since=limit)
    assert may_write(member)
    RulesVersion.objects.filter(pk=version.pk).update(since=limit - timedelta(seconds=1))
    member.forget()
    assert why_not(member) == UNANSWERED


def test_a_newer_version_gives_no_other_delay_to_who_never_answered(client, member):
    days = TERMS_NUMBERS.days_to_answer
    make_version("2.0", days_ago=days + 1)
    old = RulesVersion.objects.get()
    new = make_version("3.0", days_ago=0)
    assert why_not(member) == UNANSWERED
    RulesVersion.objects.filter(pk=old.pk).update(since=NOW - timedelta(days=days - 1))
    member.forget()
    assert may_write(member)
    client.force_login(member)
    tomorrow = date_format(timezone.localtime(NOW + timedelta(days=1)), "l j F Y")
    assert f"écrire jusqu’au {tomorrow}" in client.get("/mon-compte/regles/").text
    Consent.objects.create(user=member, version=old, accepted=True)
    member.forget()
    assert answer_until(member) == new.since + timedelta(days=days)


def test_whether_one_may_write_is_one_query_a_request(member, django_assert_num_queries):
    version = make_version()
    answer_rules(actor=member, accepted=False, seen=[version.pk])
    with django_assert_num_queries(1):
        assert not may_write(member)
        assert not may_write(member)


def test_a_refusal_stands_until_a_version_is_accepted(client, member):
    old = make_version("2.0", days_ago=3)
    answer_rules(actor=member, accepted=False, seen=[old.pk])
    new = make_version("3.0")
    assert why_not(member) == REFUSED
    client.force_login(member)
    page = client.get("/mon-compte/regles/").text
    assert "Vous avez refusé nos règles" in page
    assert "vous pourrez encore écrire" not in page
    answer_rules(actor=member, accepted=True, seen=[new.pk])
    assert may_write(member)


def test_the_page_says_what_the_answer_changes_and_where_to_change_ones_mind(client, member):
    version = make_version()
    client.force_login(member)
    assert "1 nouvelle version de nos règles à lire" in client.get("/mon-compte/").text
    waiting = client.get("/mon-compte/regles/").text
    assert "Nos règles ont changé" in waiting
    assert "vous pourrez encore écrire jusqu’au" in waiting
    data = {"accord": "non", "vues": str(version.pk)}
    page = client.post("/mon-compte/regles/", data, follow=True)
    assert page.request["PATH_INFO"] == "/mon-compte/"
    assert "changez d’avis dans « Mon compte », « Nos règles »" in page.text
    assert "cette page" not in page.text
    assert "que vous avez acceptée" not in page.text
    refused = client.get("/mon-compte/regles/").text
    assert "Vous avez refusé nos règles" in refused
    assert "Vous avez répondu" in refused
    assert "vous pourrez encore écrire" not in refused


def test_a_newer_version_while_reading_is_shown_again(client, member):
    old = make_version()
    client.force_login(member)
    make_version("3.0", days_ago=0)
    with pytest.raises(RulesMoved):
        answer_rules(actor=member, accepted=True, seen=[old.pk])
    response = client.post("/mon-compte/regles/", {"accord": "oui", "vues": str(old.pk)})
    assert response.status_code == 409
    assert "version 3.0" in response.content.decode()
    assert not Consent.objects.exists()


def test_the_page_asked_for_is_found_again_after_signing_in(client, member):
    version = make_version()
    member.set_password("un mot de passe assez long")
    member.save()
    response = client.post(
        "/comptes/connexion/?next=/communaute/",
        {"login": member.email, "password": "un mot de passe assez long"},
    )
    assert response.status_code == 302
    assert response["Location"] == f"/mon-compte/regles/?next={quote('/communaute/', safe='')}"
    page = client.get(response["Location"]).content.decode()
    assert "La règle 3.8 est plus claire." in page
    assert version.get_absolute_url() in page
    # Reading changes nothing.
    assert not Consent.objects.exists()
    data = {"accord": "non", "vues": str(version.pk), "suite": "/communaute/"}
    assert client.post("/mon-compte/regles/", data)["Location"] == "/communaute/"
    assert not Consent.objects.get().accepted


def test_nothing_stands_on_the_way_of_who_answered(client, member):
    version = make_version()
    answer_rules(actor=member, accepted=False, seen=[version.pk])
    member.set_password("un mot de passe assez long")
    member.save()
    response = client.post(
        "/comptes/connexion/?next=/communaute/",
        {"login": member.email, "password": "un mot de passe assez long"},
    )
    assert response["Location"] == "/communaute/"


def test_another_site_is_never_where_one_goes(client, member):
    version = make_version()
    client.force_login(member)
    data = {"accord": "oui", "vues": str(version.pk), "suite": "https://ailleurs.example/"}
    assert client.post("/mon-compte/regles/", data)["Location"] == "/mon-compte/"


def test_no_answer_is_an_error_beside_the_field(client, member):
    version = make_version()
    client.force_login(member)
    response = client.post("/mon-compte/regles/", {"vues": str(version.pk), "suite": "/guides/"})
    assert response.status_code == 422
    assert "Choisissez une réponse." in response.content.decode()
    assert 'value="/guides/"' in response.content.decode()


def test_what_was_answered_goes_with_the_account(member):
    version = make_version()
    answer_rules(actor=member, accepted=True, seen=[version.pk])
    member.delete()
    assert not Consent.objects.exists()

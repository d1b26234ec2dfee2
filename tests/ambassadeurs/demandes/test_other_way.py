"""Whom else to ask, once nobody is left to answer."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.models import CoproprieteMember
from ambassadeurs.demandes.enums import OVER, ClockStep, State
from ambassadeurs.demandes.services.demandes import reoffer
from communaute.moderation.enums import SanctionKind
from tests.communaute.comptes.factories import MembershipFactory, UserFactory
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.moderation.sanctions.scenes import DAY, sanctioned

from .asking import ask, asker
from .factories import DemandeFactory
from .test_views_threads import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("exploitant", "Demander conseil à l’agence locale"),
        ("agence", "Écrire à une copropriété raccordée"),
    ],
)
def test_once_nobody_is_left_to_be_told_another_way_is_proposed(client, kind, words):
    long_ago = timezone.now() - timedelta(days=60)
    demande = DemandeFactory(**{kind: True}, created_at=long_ago)
    CoproprieteMember.objects.create(copropriete=demande.copropriete, user=demande.requester)
    MembershipFactory(organisation=demande.organisation)
    UserFactory(agence=True)
    client.force_login(demande.requester)
    building = reverse("ambassadeurs:project", args=[demande.copropriete_id])
    demande.clock.create(step=ClockStep.WORKING_DAYS_REMINDER)
    for page in (demande.get_absolute_url(), building):
        assert words not in client.get(page).text
    demande.clock.create(step=ClockStep.NATIONAL_ALERT)
    for page in (demande.get_absolute_url(), building):
        main = BeautifulSoup(client.get(page).content, "html.parser").main
        (way,) = main.find_all("a", string=words)
        assert client.get(way["href"]).status_code == 200
        assert "N’attendez plus" in main.text
    # Once the agency is asked too, by anybody of the building, it is not advised a second time.
    DemandeFactory(agence=True, copropriete=demande.copropriete, commune=demande.commune)
    page = client.get(demande.get_absolute_url()).text
    assert "Demander conseil" not in page
    assert "Écrire à une copropriété raccordée" in page


def test_no_agency_is_advised_where_none_covers_the_place(client):
    demande = DemandeFactory(exploitant=True, created_at=timezone.now() - timedelta(days=60))
    MembershipFactory(organisation=demande.organisation)
    demande.clock.create(step=ClockStep.NATIONAL_ALERT)
    client.force_login(demande.requester)
    page = text_of(client.get(demande.get_absolute_url()))
    assert "agence locale" not in page
    assert "Écrire à une copropriété raccordée" in page


def test_who_wrote_last_to_an_organisation_that_nobody_works_for_any_more_is_not_told_to_wait(
    client,
):
    demande = DemandeFactory(exploitant=True, first_answer_at=timezone.now(), state=State.ANSWERED)
    demande.messages.create(author=None, from_requester=False, body="Bonjour.")
    demande.messages.create(author=demande.requester, from_requester=True, body="Merci.")
    client.force_login(demande.requester)
    page = text_of(client.get(demande.get_absolute_url()))
    assert "Vous recevrez un courriel" not in page
    assert "n’a de compte ici" in page
    assert "Dire merci" not in page


def test_who_is_offered_to_nobody_is_led_to_others(client):
    demande = ask(*asker())
    assert reoffer(demande) is None
    client.force_login(demande.requester)
    page = text_of(client.get(demande.get_absolute_url()))
    assert "Aucune autre copropriété n’était disponible" in page
    assert "Écrire à une copropriété raccordée" in page


@pytest.mark.parametrize("is_read_only", [False, True])
def test_who_may_write_no_more_is_not_told_to_once_a_project_has_ended(client, is_read_only):
    demande = DemandeFactory(exploitant=True, state="en_cours", desk_status=OVER[0])
    if is_read_only:
        case = CaseFactory(content__author=demande.requester)
        sanctioned(SanctionKind.READ_ONLY, 7 * DAY, case=case)
    client.force_login(demande.requester)
    text = text_of(client.get(demande.get_absolute_url()))
    assert ("Vous pouvez encore écrire" in text) is not is_read_only

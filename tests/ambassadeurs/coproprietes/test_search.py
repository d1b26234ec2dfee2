"""Copropriétés in the search: found while somebody public speaks for them, not a moment longer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.coproprietes.mandats.services import withdraw_ambassadeur
from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.coproprietes.projects.services import departement_of_building
from ambassadeurs.coproprietes.retours.review import publish
from ambassadeurs.coproprietes.search import KEY, index_building
from communaute.comptes.closing import account_switched, close_account
from communaute.comptes.territories import departement_of_organisation
from socle.scheduler.runner import run
from socle.search import indexer
from socle.search.results import find, suggest
from tests.communaute.comptes.factories import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)

from .factories import HIDDEN_TRAITS, AmbassadeurFactory, CoproprieteFactory, RetourFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ambassadeur():
    mandate = AmbassadeurFactory(copropriete__name="Résidence Zanzibar")
    index_building(mandate.copropriete_id)
    assert is_found()
    return mandate


def is_found():
    """In the results, in their counts, and as one types: all say the same."""
    results = find("zanzibar")
    counted = any(one.key == "ambassadeurs" for one in results.filters)
    assert bool(results.lines) == counted == bool(suggest("zanzi"))
    return counted


def is_exact():
    return not [one for one in indexer.differences() if one.source == KEY]


@pytest.mark.parametrize("end", ["withdrawn", "closed"])
def test_a_mandate_withdrawn_or_an_account_closed_leaves_the_index_at_once(ambassadeur, end):
    if end == "withdrawn":
        withdraw_ambassadeur(actor=ambassadeur.user, ambassadeur=ambassadeur)
    else:
        close_account(actor=ambassadeur.user)
    assert not is_found()
    assert is_exact()


def test_an_account_that_the_team_closes_leaves_the_index_at_once_and_comes_back(ambassadeur):
    person = ambassadeur.user
    for is_active in (False, True):
        person.is_active = is_active
        person.save(update_fields=["is_active"])
        account_switched(person)
        assert is_found() == is_active
        assert is_exact()


def test_the_story_of_its_sheet_is_found_once_it_is_published():
    retour = RetourFactory(proposed=True, regrets="La cuve venait de Zanzibar.")
    index_building(retour.copropriete_id)
    assert find("zanzibar").lines == []
    publish(actor=UserFactory(agence=True), retour=retour)
    (line,) = find("zanzibar").lines
    assert line.url == retour.copropriete.get_absolute_url()
    assert is_exact()


@pytest.mark.parametrize("reason", ["expired", "closed"])
def test_what_ends_by_itself_leaves_it_when_the_clock_ticks(ambassadeur, reason):
    if reason == "closed":
        type(ambassadeur.user).objects.filter(pk=ambassadeur.user_id).update(is_active=False)
    else:
        ended = timezone.now() - timedelta(seconds=1)
        Ambassadeur.objects.filter(pk=ambassadeur.pk).update(expires_at=ended)
    run(timezone.now(), only=["coproprietes.end_mandates", "coproprietes.unfind"])
    assert not is_found()
    assert is_exact()


def test_what_is_not_public_is_never_in_it():
    for trait in HIDDEN_TRAITS:
        mandate = AmbassadeurFactory(copropriete__name="Résidence Zanzibar", **{trait: True})
        index_building(mandate.copropriete_id)
    assert not is_found()


def test_the_departement_of_a_person_is_that_of_their_building_or_of_their_organisation():
    person = UserFactory()
    assert departement_of_building(person) == ""
    assert departement_of_organisation(person) == ""
    AmbassadeurFactory(user=person, copropriete=CoproprieteFactory(commune_id="21231"))
    assert departement_of_building(person) == "21"
    organisation = OrganisationFactory()
    organisation.coverages.create(commune_id="35238")
    MembershipFactory(organisation=organisation, user=person)
    assert departement_of_organisation(person) == "35"

"""One of the national team helps an agency: in its name, while its desk is open, written down."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.guichets.models import DeskOpening
from ambassadeurs.guichets.national_team.oversight import open_desk
from communaute.comptes.models import User
from communaute.moderation.perms import acting_organisation, acting_organisations
from tests.communaute.moderation.factories import CaseFactory

pytestmark = pytest.mark.django_db


def names_for(user, case):
    """As a new request reads it."""
    return [one.pk for one in acting_organisations(User.objects.get(pk=user.pk), case)]


def test_only_while_the_desk_is_open_and_on_its_territory(equipe, agency, agence_ailleurs):
    case, national = CaseFactory(), CaseFactory(commune=None, departement=None)
    assert agency.pk not in names_for(equipe, case)
    open_desk(actor=equipe, organisation=agency, reason="L’agence est seule cette semaine.")
    assert agency.pk in names_for(equipe, case)
    assert agency.pk not in names_for(equipe, national)
    assert agency.pk not in names_for(agence_ailleurs, case)
    DeskOpening.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert agency.pk not in names_for(equipe, case)
    assert DeskOpening.objects.get().reason == "L’agence est seule cette semaine."


def test_the_team_acts_in_its_own_name_unless_it_chooses_otherwise(equipe, agency):
    open_desk(actor=equipe, organisation=agency, reason="L’agence est seule cette semaine.")
    found = acting_organisation(User.objects.get(pk=equipe.pk), CaseFactory())
    assert found == equipe.memberships.get().organisation

"""A late case is counted under whoever is to decide it now, who is the one reminded."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.guichets.national_team.late import TEAM, late_by_agency
from ambassadeurs.guichets.national_team.services import remind_of_case
from communaute.comptes.enums import MembershipRole
from communaute.moderation.enums import Escalation
from communaute.moderation.models import Case
from communaute.notifications.models import Notification
from tests.communaute.comptes.factories import MembershipFactory
from tests.communaute.moderation.factories import CaseFactory

pytestmark = pytest.mark.django_db


def member(covers="38", **facts):
    agency = {"organisation__kind": "agence", "organisation__covers": [covers]}
    return MembershipFactory(**({} if "organisation" in facts else agency), **facts)


def late_case(**facts):
    case = CaseFactory(notices=0, **facts)
    Case.objects.filter(pk=case.pk).update(due_at=timezone.now() - timedelta(hours=1))
    return Case.objects.get(pk=case.pk)


def late_now():
    """{whose: [(what, is offered to be reminded)]}."""
    found = late_by_agency(timezone.now())
    return {
        whose: [(line.what, bool(line.remind_url)) for _, lines in kinds for line in lines]
        for whose, kinds in found
    }


def reminded(case, equipe):
    remind_of_case(actor=equipe, case=case)
    told = Notification.objects.filter(kind="moderation.case_late")
    return {one.user for one in told}


def test_what_was_entrusted_to_the_team_is_the_teams():
    agency = member().organisation
    case, own = late_case(level=Escalation.NATIONAL), late_case()
    place = case.place
    assert late_now() == {
        agency.name: [(f"{own}, {place}", True)],
        TEAM: [(f"{case}, {place}, confié à l’équipe nationale", False)],
    }


def test_what_nobody_of_the_agency_may_decide_is_the_teams():
    case = late_case()
    case.kept_away.add(member().user)
    [(whose, [(what, is_offered)])] = late_now().items()
    assert (whose, is_offered) == (TEAM, False)
    assert what.endswith("à décider par l’équipe nationale : personne de son agence ne le peut")


def test_what_was_entrusted_to_another_agency_is_this_ones(equipe):
    member()
    beside = member("69")
    case = late_case(level=Escalation.NEIGHBOUR, entrusted_to=beside.organisation)
    said = f"{case}, {case.place}, confié à cette agence"
    assert late_now() == {beside.organisation.name: [(said, True)]}
    assert reminded(case, equipe) == {beside.user}


def test_what_was_entrusted_to_who_answers_for_the_agency_waits_for_them(equipe):
    colleague = member()
    case = late_case(level=Escalation.LEAD)
    assert list(late_now()) == [TEAM]
    lead = member(organisation=colleague.organisation, role=MembershipRole.RESPONSABLE)
    assert list(late_now()) == [colleague.organisation.name]
    assert reminded(case, equipe) == {lead.user}

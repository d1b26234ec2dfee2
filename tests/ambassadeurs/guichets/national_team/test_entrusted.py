"""A late case that was entrusted: who has it is reminded, not who only reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.moderation.enums import Escalation
from communaute.moderation.models import Case
from communaute.moderation.services import escalate
from communaute.notifications.models import Notification
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory
from tests.communaute.moderation.factories import CaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return OrganisationFactory(kind="agence", name="Agence de l’Isère", covers=["38"])


def entrusted(agency, level, organisation=None):
    """A late case that a member of its agency entrusted, and the address to remind of it."""
    case = CaseFactory()
    member = MembershipFactory(organisation=agency).user
    why = "Je n’ose pas décider seul."
    escalate(actor=member, case=case, level=level, organisation=organisation, why=why)
    Case.objects.filter(pk=case.pk).update(due_at=timezone.now() - timedelta(hours=1))
    return f"/equipe/retards/dossiers/{case.pk}/relancer/"


def reminded(client, address):
    client.post(address)
    told = Notification.objects.filter(kind="moderation.case_late")
    return [one.user for one in told]


def test_the_neighbour_agency_is_reminded(client, equipe, agency):
    near = OrganisationFactory(kind="agence", name="Agence du Rhône", covers=["69"])
    neighbour = MembershipFactory(organisation=near).user
    address = entrusted(agency, Escalation.NEIGHBOUR, near)
    client.force_login(equipe)
    page = client.get("/equipe/retards/").text
    assert f'action="{address}"' in page
    assert "confié à cette agence" in page
    assert reminded(client, address) == [neighbour]
    assert "relance du" in client.get("/equipe/retards/").text
    # Nobody of it is left: the team decides.
    near.memberships.all().delete()
    Notification.objects.all().delete()
    assert f'action="{address}"' not in client.get("/equipe/retards/").text
    assert reminded(client, address) == []


def test_the_lead_is_reminded(client, equipe, agency):
    lead = MembershipFactory(organisation=agency, role="responsable").user
    address = entrusted(agency, Escalation.LEAD)
    client.force_login(equipe)
    assert f'action="{address}"' in client.get("/equipe/retards/").text
    assert reminded(client, address) == [lead]
    lead.memberships.update(role="membre")
    Notification.objects.all().delete()
    page = client.get("/equipe/retards/").text
    assert f'action="{address}"' not in page
    assert "à décider par l’équipe nationale" in page
    assert reminded(client, address) == []

"""Lines that are kept show what a page made anew would."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.guichets import showing as desks
from ambassadeurs.guichets.agence import showing as agency_lines
from ambassadeurs.guichets.exploitant import showing as operator_lines
from ambassadeurs.mises_en_relation.enums import DeskStatus, State
from ambassadeurs.mises_en_relation.models import Demande
from communaute.comptes.models import User
from communaute.comptes.perms import memberships_of
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.mises_en_relation.factories import SENT, DemandeFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.ambassadeurs.visites.factories import VisitFactory
from tests.clock import NOON, stop
from tests.communaute.comptes.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
KEPT = (
    desks._FILTERS,
    operator_lines._LINES,
    operator_lines._COLUMNS,
    agency_lines._ADVICE,
    agency_lines._PENDING,
    agency_lines._UNANSWERED,
    agency_lines._VISITS,
    agency_lines._IDLE,
)


def shown(client, address):
    page = client.get(address).text
    return page.partition("<h1")[2].partition("</main>")[0].partition("csrfmiddlewaretoken")


def is_made_again(client, address, change):
    """The page changes, and is the one that is made when nothing is kept."""
    before = shown(client, address)
    assert shown(client, address)[0] == before[0]
    change()
    after = shown(client, address)
    assert after[0] + after[2][100:] != before[0] + before[2][100:]
    for kept in KEPT:
        kept.kept.clear()
    anew = shown(client, address)
    assert (anew[0], anew[2][100:]) == (after[0], after[2][100:])


DEMANDE_CHANGES = {
    "sent": {"sent": {**SENT, "name": "Les Lilas", "lots": 12}},
    "potential": {"sent_dwellings": 900, "sent_distance_m": 20},
    "state": {"state": State.ANSWERED},
    "closed": {"state": State.CLOSED, "closed_at": NOON},
    "day": {"created_at": NOON - timedelta(days=3)},
    "follow_up": {"follow_up_on": NOON.date() + timedelta(days=3)},
    "follow_up_due": {"follow_up_on": NOON.date()},
    "consent": {"consent_withdrawn_at": NOON},
    "erased": {"requester": None},
}


@pytest.mark.parametrize("change", [*DEMANDE_CHANGES, "status", "colleague", "hour", "network"])
def test_a_line_of_an_operator_that_changes_is_made_again(
    desk_client, exploitant, operator, monkeypatch, change
):
    stop(monkeypatch)
    demande = DemandeFactory(
        exploitant=True, organisation=operator, created_at=NOON - timedelta(hours=20)
    )
    rows = Demande.objects.filter(pk=demande.pk)

    def act():
        moved = {"updated_at": timezone.now()}
        if change == "hour":
            stop(monkeypatch, NOON + timedelta(days=20))
        elif change == "network":
            ReseauFactory(exploitant=operator)
        elif change == "status":
            rows.update(desk_status=DeskStatus.VOTE, **moved)
        elif change == "colleague":
            rows.update(assigned_to=exploitant, **moved)
        else:
            rows.update(**DEMANDE_CHANGES[change], **moved)

    is_made_again(desk_client, "/exploitant/", act)


def test_a_colleague_who_comes_is_in_the_forms(desk_client, operator):
    DemandeFactory(exploitant=True, organisation=operator)

    def come():
        MembershipFactory(user=UserFactory(display_name="Zoé K."), organisation=operator)

    is_made_again(desk_client, "/exploitant/", come)
    assert desk_client.get("/exploitant/").text.count("Zoé K.") == 2


@pytest.fixture
def agency_client(client, agence):
    client.force_login(agence, backend="django.contrib.auth.backends.ModelBackend")
    return client


# An agency is shown neither potential nor consent.
@pytest.mark.parametrize(
    "change", [*sorted(DEMANDE_CHANGES.keys() - {"potential", "consent"}), "name", "hour"]
)
def test_a_line_of_advice_that_changes_is_made_again(agency_client, agence, monkeypatch, change):
    stop(monkeypatch)
    organisation = memberships_of(agence)[0].organisation
    demande = DemandeFactory(
        agence=True, organisation=organisation, created_at=NOON - timedelta(hours=20)
    )

    def act():
        if change == "hour":
            stop(monkeypatch, NOON + timedelta(days=20))
        elif change == "name":
            User.objects.filter(pk=demande.requester_id).update(display_name="Renée")
        else:
            Demande.objects.filter(pk=demande.pk).update(**DEMANDE_CHANGES[change])

    is_made_again(agency_client, "/agence/", act)


@pytest.mark.parametrize("name", ["pending", "unanswered", "visit", "idle"])
def test_the_other_lines_of_an_agency_are_made_again(agency_client, monkeypatch, name):
    stop(monkeypatch)
    if name == "visit":
        one = VisitFactory(adviser_invited=True, starts_at=NOON + timedelta(days=4)).ambassadeur
    elif name == "unanswered":
        one = DemandeFactory(created_at=NOON - timedelta(days=11)).ambassadeur
    else:
        facts = {"pending": True} if name == "pending" else {"unanswered_in_a_row": 2}
        one = AmbassadeurFactory(**facts)

    def rename():
        type(one).objects.filter(pk=one.pk).update(first_name="Ghislaine")

    is_made_again(agency_client, "/agence/", rename)
    assert "Ghislaine" in agency_client.get("/agence/").text

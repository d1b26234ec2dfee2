"""« Raccordé » at the operator's desk closes the loop: one demande, several, the partner API."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from ambassadeurs.coproprietes.models import Copropriete, CoproprieteMember, ToldConnection
from ambassadeurs.demandes.numbers import NUMBERS
from ambassadeurs.guichets.api.views import rotate_token
from ambassadeurs.guichets.exploitant import services as desk
from ambassadeurs.guichets.exploitant.desk import OperatorLine
from communaute.notifications.models import Notification
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.clock import stop, tick

pytestmark = pytest.mark.django_db

KIND = "coproprietes.connected"
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    stop(monkeypatch, at=NOON)


def made(operator, **facts):
    """A demande of somebody of the building."""
    demande = DemandeFactory(exploitant=True, organisation=operator, **facts)
    if demande.copropriete is not None:
        CoproprieteMember.objects.create(copropriete=demande.copropriete, user=demande.requester)
    return demande


@pytest.fixture
def demande(operator):
    return made(operator)


def send(client, demande, status="raccorde", **data):
    address = f"/exploitant/demandes/{demande.public_id}/suivi/"
    return client.post(address, {"status": status, **data})


def tell(*, after=NUMBERS.undo_minutes):
    """The clock, once what was said can no longer be taken back."""
    tick(NOON + timedelta(minutes=after), "guichets")


def year_of(demande):
    """Once it is told."""
    tell()
    return Copropriete.objects.get(pk=demande.copropriete_id).connected_year


def test_the_building_is_connected_since_the_date_and_the_person_told_once(desk_client, demande):
    assert send(desk_client, demande, connected_on="2025-10-15").status_code == 302
    assert not Copropriete.objects.connected().exists()
    tell(after=NUMBERS.undo_minutes - 1)
    assert not Copropriete.objects.connected().exists()
    tell()
    building = Copropriete.objects.get(pk=demande.copropriete_id)
    assert (building.connected_year, building.reseau) == (2025, demande.reseau)
    assert Notification.objects.get(user=demande.requester).kind == KIND
    send(desk_client, demande, note="Vu.")
    assert year_of(demande) == 2025
    assert Notification.objects.count() == 1


def reply(client, demande, status="raccorde", **data):
    address = f"/exploitant/demandes/{demande.public_id}/repondre/"
    sent = {"status": status, "seen": status, "submission_key": str(uuid.uuid4())}
    return client.post(address, sent | data)


@pytest.mark.parametrize(
    ("act", "words", "is_told"),
    [
        (send, {}, True),
        (send, {}, False),
        (reply, {}, False),
        (reply, {"body": "Nous vous confirmons la mise en service."}, True),
    ],
)
def test_another_date_corrects_the_year(desk_client, demande, act, words, is_told):
    send(desk_client, demande)
    if is_told:
        tell()
    assert act(desk_client, demande, connected_on="2024-10-15", **words).status_code == 302
    assert year_of(demande) == 2024
    assert Notification.objects.filter(kind=KIND).count() == 1
    send(desk_client, demande, "travaux")
    assert year_of(demande) is None


def test_without_a_date_it_is_this_year_which_is_never_refused(desk_client, demande):
    send(desk_client, demande)
    AmbassadeurFactory(copropriete=demande.copropriete)
    assert send(desk_client, demande, connected_on="2026-01-15", note="Vu.").status_code == 302
    assert year_of(demande) == 2026


def test_a_year_that_the_building_confirmed_stays_and_it_is_said(desk_client, demande):
    send(desk_client, demande)
    tell()
    AmbassadeurFactory(copropriete=demande.copropriete)
    for act, form in ((send, "status_form"), (reply, "reply_form")):
        response = act(desk_client, demande, connected_on="2024-10-15", note="Gardée")
        assert response.status_code == 409
        assert list(response.context[form].errors) == ["connected_on"]
        assert "Gardée" in response.text
    assert year_of(demande) == 2026


def test_the_year_that_a_colleague_has_just_given_is_read_first(desk_client, demande):
    send(desk_client, demande, connected_on="2025-10-15")
    crossing = {"connected_on": "2024-10-15", "version": demande.version}
    desk.change_status(actor=None, demande=demande, status="vote", by_partner_api=True)
    desk.change_status(actor=None, demande=demande, status="raccorde", by_partner_api=True)
    assert send(desk_client, demande, **crossing).status_code == 409
    assert year_of(demande) == 2026


def test_what_the_status_does_is_said_before_where_it_does_it(desk_client, operator, demande):
    """The building and its network are known, and the network is the operator's own still."""
    given_away = made(operator, reseau=ReseauFactory())
    asked = (demande, _without_building(operator), _without_network(operator), given_away)
    pages = [desk_client.get(f"/exploitant/demandes/{one.public_id}/").text for one in asked]
    said = ["« Raccordé » note l’immeuble comme raccordé" in page for page in pages]
    assert said == [True, False, False, False]
    assert "« Raccordé » note aussi les immeubles" in desk_client.get("/exploitant/").text


@pytest.mark.parametrize("value", ["hier", "2020-12-31", "2026-11-26"])
def test_a_wrong_date_is_said_beside_its_field(desk_client, demande, value):
    response = send(desk_client, demande, connected_on=value, note="Gardée")
    assert response.status_code == 422
    assert list(response.context["status_form"].errors) == ["connected_on"]
    assert "Gardée" in response.content.decode()
    assert year_of(demande) is None
    assert not demande.events.exists()
    bulk = {"acte": "suivre", "status": "raccorde", "connected_on": value}
    chosen = {"demandes": [str(demande.public_id)]}
    response = desk_client.post("/exploitant/demandes/ensemble/", bulk | chosen)
    assert response.status_code == 422
    assert list(response.context["bulk_form"].errors) == ["connected_on"]


def test_a_day_to_come_is_said_alike_this_year_and_the_next(desk_client, demande):
    days = ("2026-12-20", "2027-05-01")
    pages = [send(desk_client, demande, connected_on=day).text for day in days]
    assert ["Cette date n’est pas encore passée" in page for page in pages] == [True, True]


def test_the_date_of_another_status_is_refused_not_dropped(desk_client, demande):
    response = send(desk_client, demande, "travaux", connected_on="2025-10-15")
    assert list(response.context["status_form"].errors) == ["connected_on"]
    response = reply(desk_client, demande, "a_traiter", connected_on="2025-10-15")
    assert list(response.context["reply_form"].errors) == ["connected_on"]
    bulk = {"acte": "suivre", "status": "travaux", "connected_on": "2025-10-15"}
    chosen = {"demandes": [str(demande.public_id)]}
    response = desk_client.post("/exploitant/demandes/ensemble/", bulk | chosen)
    assert list(response.context["bulk_form"].errors) == ["connected_on"]
    assert not demande.events.exists()


def test_several_at_once_do_the_same(desk_client, operator):
    demandes = [made(operator) for _ in range(2)]
    data = {
        "acte": "suivre",
        "status": "raccorde",
        "connected_on": "2025-10-15",
        "demandes": [str(demande.public_id) for demande in demandes],
    }
    for _ in range(2):
        assert desk_client.post("/exploitant/demandes/ensemble/", data).status_code == 302
        tell()
    assert [year_of(demande) for demande in demandes] == [2025, 2025]
    assert Notification.objects.filter(kind=KIND).count() == 2


def test_the_partner_api_does_the_same(client, exploitant, operator, demande):
    key = rotate_token(actor=exploitant, organisation=operator)

    def patch(**changes):
        return client.patch(
            f"/api/v2/demands/{demande.public_id}",
            changes,
            content_type="application/json",
            headers={"Authorization": f"Bearer {key}"},
        )

    wrong = patch(statut="Réalisé", date_raccordement="2026-11-26")
    assert wrong.status_code == 422
    assert "date_raccordement" in wrong.json()["detail"]
    assert year_of(demande) is None
    assert patch(statut="Réalisé", date_raccordement="2025-10-15").status_code == 200
    assert year_of(demande) == 2025
    assert patch(statut="Réalisé", date_raccordement="2024-03-02").status_code == 200
    assert year_of(demande) == 2024
    for changes in ({"statut": "Travaux en cours"}, {"commentaire": "Vu"}):
        wrong = patch(**changes, date_raccordement="2024-03-02")
        assert wrong.status_code == 422
        assert "date_raccordement" in wrong.json()["detail"]
    assert patch(statut="Travaux en cours").status_code == 200
    assert year_of(demande) is None


def test_the_partner_api_is_told_what_a_rule_refuses(client, exploitant, operator):
    key = rotate_token(actor=exploitant, organisation=operator)
    demande = _connected_already(operator)
    desk.change_status(actor=exploitant, demande=demande, status="raccorde")
    changes = {"statut": "Réalisé", "date_raccordement": "2024-03-02", "commentaire": "Vu"}
    response = client.patch(
        f"/api/v2/demands/{demande.public_id}",
        changes,
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    assert response.status_code == 409
    assert "n’est pas retenue" in response.json()["detail"]
    demande.refresh_from_db()
    assert demande.desk_comment == ""


def _without_building(operator):
    return made(operator, copropriete=None)


def _without_network(operator):
    return made(operator, reseau=None)


def _of_another_network(operator):
    return made(operator, reseau=ReseauFactory())


def _connected_already(operator):
    facts = {"copropriete__connected_year": 2012, "copropriete__reseau": ReseauFactory()}
    return made(operator, **facts)


@pytest.mark.parametrize(
    "case", [_without_building, _without_network, _of_another_network, _connected_already]
)
def test_where_it_connects_nothing_the_status_is_kept_and_told(desk_client, operator, case):
    demande = case(operator)
    before = list(Copropriete.objects.order_by("pk").values())
    assert send(desk_client, demande).status_code == 302
    demande.refresh_from_db()
    assert demande.desk_status == "raccorde"
    assert list(Copropriete.objects.order_by("pk").values()) == before
    assert Notification.objects.get(user=demande.requester).kind == "guichets.status"
    assert send(desk_client, demande, "travaux").status_code == 302
    assert list(Copropriete.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("case", "act"),
    [(_without_building, send), (_without_network, reply), (_of_another_network, send)],
)
def test_where_it_connects_nothing_a_date_is_refused_not_dropped(desk_client, operator, case, act):
    demande = case(operator)
    given = {"connected_on": "2025-10-15", "note": "Gardée", "seen": "a_traiter"}
    response = act(desk_client, demande, **given)
    assert response.status_code == 409
    assert (
        "Cette date n’est pas retenue : l’immeuble ou son réseau n’est pas connu" in response.text
    )
    assert "Gardée" in response.text
    demande.refresh_from_db()
    assert demande.desk_status == "a_traiter"


@pytest.mark.parametrize("is_told", [True, False])
def test_changed_back_it_is_undone(desk_client, demande, is_told):
    send(desk_client, demande)
    if is_told:
        assert year_of(demande)
    send(desk_client, demande, "a_traiter")
    assert year_of(demande) is None
    assert not Notification.objects.filter(kind=KIND, withdrawn_at=None).exists()


def test_changed_back_after_an_ambassador_confirmed_it_stays(desk_client, demande):
    send(desk_client, demande)
    tell()
    AmbassadeurFactory(copropriete=demande.copropriete)
    send(desk_client, demande, "travaux")
    assert year_of(demande) == 2026


def test_another_demande_of_the_building_says_it_still(exploitant, operator, demande):
    again = DemandeFactory(
        exploitant=True,
        organisation=operator,
        reseau=demande.reseau,
        copropriete=demande.copropriete,
        purpose="devis",
        submission_key=uuid.uuid4(),
        created_at=NOON - timedelta(days=1),
    )
    for one in (demande, again):
        desk.change_status(actor=exploitant, demande=one, status="raccorde")
    desk.change_status(actor=exploitant, demande=demande, status="travaux")
    assert year_of(demande)
    desk.change_status(actor=exploitant, demande=again, status="travaux")
    assert year_of(demande) is None
    assert not ToldConnection.objects.exists()


@pytest.mark.parametrize("is_taken_back", [True, False])
def test_the_date_that_comes_with_another_demande_of_the_building_is_not_dropped(
    desk_client, operator, demande, is_taken_back
):
    send(desk_client, demande, connected_on="2025-03-01")
    again = DemandeFactory(
        exploitant=True,
        organisation=operator,
        reseau=demande.reseau,
        copropriete=demande.copropriete,
        purpose="devis",
        submission_key=uuid.uuid4(),
    )
    assert send(desk_client, again, connected_on="2023-03-01").status_code == 302
    if is_taken_back:
        desk_client.post("/espaces/annuler/", {"act": [demande.acts.latest("pk").pk]})
        demande.refresh_from_db()
        assert demande.desk_status == "a_traiter"
    assert year_of(demande) == 2023


def test_where_the_year_stays_the_date_is_refused(desk_client, operator):
    demande, other = _connected_already(operator), made(operator)
    response = send(desk_client, demande, connected_on="2024-10-15", note="Gardée")
    assert response.status_code == 409
    assert list(response.context["status_form"].errors) == ["connected_on"]
    assert "Gardée" in response.text
    bulk = {"acte": "suivre", "status": "raccorde", "connected_on": "2024-10-15"}
    chosen = {"demandes": [str(one.public_id) for one in (demande, other)]}
    response = desk_client.post("/exploitant/demandes/ensemble/", bulk | chosen)
    assert response.status_code == 409
    refusal = str(response.context["bulk_form"].errors["connected_on"])
    assert f"Il s’agit de « {OperatorLine(demande).title} »" in refusal
    assert (year_of(demande), year_of(other)) == (2012, None)

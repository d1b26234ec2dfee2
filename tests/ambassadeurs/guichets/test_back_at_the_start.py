"""What goes back to « À traiter » while nobody wrote a word waits as before, whichever the way."""

import json
import uuid
from datetime import timedelta

import pytest

from ambassadeurs.assemblees.next_step import now_of
from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.demandes.enums import ClockStep, State
from ambassadeurs.demandes.services.messages import close, reopen
from ambassadeurs.guichets.api.views import rotate_token
from ambassadeurs.guichets.exploitant import services as desk
from ambassadeurs.guichets.exploitant.desk import figures
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.clock import NOON, stop, tick

from .test_first_answer import answer

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ASKED = NOON - 14 * DAY
ADDRESS = "/exploitant/demandes/"


@pytest.fixture(autouse=True)
def _still(monkeypatch):
    stop(monkeypatch, at=NOON - 7 * DAY)


@pytest.fixture
def demande(operator):
    return DemandeFactory(
        exploitant=True, organisation=operator, purpose="devis", created_at=ASKED, last_act_at=ASKED
    )


def by_the_form(client, demande, actor, status):
    data = {"status": status, "version": demande.version}
    return client.post(f"{ADDRESS}{demande.public_id}/suivi/", data)


def by_the_form_of_several(client, demande, actor, status):
    data = {"acte": "suivre", "status": status, "demandes": [demande.public_id]}
    return client.post(f"{ADDRESS}ensemble/", data)


def by_the_software(client, demande, actor, status):
    key = rotate_token(actor=actor, organisation=demande.organisation)
    word = {"recontacte": "Recontacté pour étude", "a_traiter": "À traiter"}[status]
    return client.patch(
        f"/api/v2/demands/{demande.public_id}",
        json.dumps({"statut": word}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )


def read_by_its_asker(client, demande):
    client.force_login(demande.requester, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(demande.get_absolute_url())
    building = Copropriete.objects.select_related("nearest_reseau", "commune")
    now = now_of(building.get(pk=demande.copropriete_id), demande.requester)
    mine = client.get("/mises-en-relation/").text
    return page.context["next_step"], now.next.title, mine


@pytest.mark.parametrize("way", [by_the_form, by_the_form_of_several, by_the_software])
def test_it_waits_as_before(desk_client, monkeypatch, demande, operator, exploitant, way):
    assert way(desk_client, demande, exploitant, "recontacte").status_code in {200, 302}
    demande.refresh_from_db()
    assert demande.state == State.ANSWERED
    assert tick(NOON, "demandes") == {}

    stop(monkeypatch)
    assert way(desk_client, demande, exploitant, "a_traiter").status_code in {200, 302}
    demande.refresh_from_db()
    assert (demande.desk_status, demande.state) == ("a_traiter", State.WAITING)
    assert (demande.first_answer_at, demande.clock_from) == (None, ASKED)
    held = figures(type(demande).objects.all())
    assert (held.waiting, held.late) == (1, 1)
    assert "En retard de" in desk_client.get("/exploitant/").text


def test_who_asked_reads_that_it_waits_and_what_was_done_about_it(
    desk_client, monkeypatch, demande, exploitant
):
    for status in ("recontacte", "a_traiter"):
        by_the_form(desk_client, demande, exploitant, status)
        demande.refresh_from_db()
    stop(monkeypatch, at=NOON + DAY)
    thread, building, mine = read_by_its_asker(desk_client, demande)
    assert "La réponse était attendue le" in thread
    assert "prépare votre devis" not in thread
    assert building.startswith("Réponse attendue")
    assert "En attente de réponse" in mine
    assert "nous la lui rappelons" in thread
    assert tick(NOON + DAY, "demandes")[ClockStep.WORKING_DAYS_REMINDER] == 1
    assert "nous la lui avons rappelée." in read_by_its_asker(desk_client, demande)[0]
    stop(monkeypatch, at=NOON + 40 * DAY)
    tick(NOON + 40 * DAY, "demandes")
    assert "prévenu l’équipe nationale" in read_by_its_asker(desk_client, demande)[0]
    building = Copropriete.objects.select_related("nearest_reseau", "commune")
    found = now_of(building.get(pk=demande.copropriete_id), demande.requester).next
    assert found.text.startswith("Nous la lui avons rappelée, puis")


def test_it_may_be_taken_back(desk_client, monkeypatch, demande, exploitant):
    by_the_form(desk_client, demande, exploitant, "recontacte")
    stop(monkeypatch)
    demande.refresh_from_db()
    by_the_form(desk_client, demande, exploitant, "a_traiter")
    page = desk_client.get(f"{ADDRESS}{demande.public_id}/")
    desk_client.post("/espaces/annuler/", {"act": page.context["undos"][0]["pks"]})
    demande.refresh_from_db()
    assert (demande.desk_status, demande.state) == ("recontacte", State.ANSWERED)


def test_what_was_answered_in_writing_waits_no_more(monkeypatch, demande, exploitant):
    answer(exploitant, demande)
    stop(monkeypatch)
    desk.change_status(actor=exploitant, demande=demande, status="a_traiter")
    demande.refresh_from_db()
    assert (demande.desk_status, demande.state) == ("a_traiter", State.ANSWERED)


def test_an_answer_that_goes_with_it_is_an_answer(monkeypatch, demande, exploitant):
    desk.change_status(actor=exploitant, demande=demande, status="proposition")
    stop(monkeypatch)
    typed = {"body": "Bonjour.", "files": [], "submission_key": uuid.uuid4()}
    desk.answer(actor=exploitant, demande=demande, status="a_traiter", **typed)
    demande.refresh_from_db()
    assert (demande.state, demande.first_answer_at) == (State.ANSWERED, NOON)


def test_a_closed_exchange_stays_closed(monkeypatch, demande, exploitant):
    desk.change_status(actor=exploitant, demande=demande, status="recontacte")
    demande = close(actor=exploitant, demande=demande)
    stop(monkeypatch)
    desk.change_status(actor=exploitant, demande=demande, status="a_traiter")
    demande.refresh_from_db()
    assert demande.state == State.CLOSED
    demande = reopen(actor=demande.requester, demande=demande)
    assert (demande.state, demande.clock_from) == (State.WAITING, NOON)


@pytest.mark.parametrize("stays", [False, True])
def test_a_building_that_stays_connected_waits_for_nothing(demande, exploitant, stays):
    desk.change_status(actor=exploitant, demande=demande, status="raccorde")
    if stays:
        tick(NOON, "guichets")
        AmbassadeurFactory(copropriete=Copropriete.objects.get(pk=demande.copropriete_id))
    desk.change_status(actor=exploitant, demande=demande, status="a_traiter")
    demande.refresh_from_db()
    assert demande.is_of_connected_building is stays
    assert demande.state == (State.ANSWERED if stays else State.WAITING)

"""The operator's calendar of assemblées générales: what was sent with the agreement, no more."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ambassadeurs.demandes.enums import DeskStatus, State
from tests.ambassadeurs.assemblees.factories import AssembleeFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("Europe/Paris"))
TODAY = NOON.date()
PAGE, FILE = "/exploitant/assemblees/", "/exploitant/assemblees.ics"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def sends(operator, name, day, **facts):
    sent = {"name": name, "commune": "38185"}
    if day is not None:
        sent["assembly"] = (TODAY + timedelta(days=day)).isoformat()
    return DemandeFactory(exploitant=True, organisation=operator, sent=sent, **facts)


def names(found):
    return [one.line.title for one in found]


def test_by_month_soonest_first(desk_client, operator):
    sends(operator, "Février", 80)
    later = sends(operator, "Fin novembre", 5)
    sends(operator, "Aujourd’hui", 0)
    sends(operator, "Sans date", None)
    page = desk_client.get(PAGE)
    months = [(f"{month:%Y-%m}", names(inside)) for month, inside in page.context["months"]]
    assert months == [("2026-11", ["Aujourd’hui", "Fin novembre"]), ("2027-02", ["Février"])]
    assert f"/exploitant/demandes/{later.public_id}/" in page.text
    assert "Novembre 2026 (2)" in page.text


@pytest.mark.parametrize(("day", "shown"), [(-1, True), (-60, True), (-61, False)])
def test_those_just_over_stay_a_while(desk_client, operator, day, shown):
    sends(operator, "Hier", day)
    page = desk_client.get(PAGE)
    assert page.context["months"] == []
    assert names(page.context["over"]) == (["Hier"] if shown else [])
    assert "Hier" not in desk_client.get(FILE).content.decode()


def test_nobody_wrote_a_date(desk_client):
    page = desk_client.get(PAGE)
    assert "Aucune assemblée générale à venir" in page.text
    assert ".ics" not in page.text


def test_only_what_the_operator_may_read_and_act_upon(desk_client, operator):
    sends(operator, "Retirée", 5, consent_withdrawn_at=NOON)
    sends(operator, "Close", 5, state=State.CLOSED)
    sends(operator, "Raccordée", 5, desk_status=DeskStatus.RACCORDE)
    sends(DemandeFactory(exploitant=True).organisation, "D’un autre", 5)
    # The building has a date, which the person did not send.
    kept = sends(operator, "Gardée", None)
    AssembleeFactory(copropriete=kept.copropriete, held_on=TODAY + timedelta(days=5))
    # Erased: the key stays, as a proof, without its value.
    DemandeFactory(exploitant=True, organisation=operator, sent={"assembly": None})
    page = desk_client.get(PAGE)
    assert page.context["months"] == []
    assert page.context["over"] == []
    assert "BEGIN:VEVENT" not in desk_client.get(FILE).content.decode()


def test_the_file_holds_whole_days_and_the_way_to_the_demande(desk_client, operator, settings):
    demande = sends(operator, "Les Tilleuls; bâtiment B", 5)
    answer = desk_client.get(FILE)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode().replace("\r\n ", "")
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert "DTSTART;VALUE=DATE:20261130\r\nDTEND;VALUE=DATE:20261201\r\n" in text
    assert "SUMMARY:Assemblée générale : Les Tilleuls\\; bâtiment B" in text
    assert f"URL:{settings.BASE_URL}/exploitant/demandes/{demande.public_id}/" in text
    assert demande.requester.email not in text
    # The same file again updates what the calendar has.
    assert desk_client.get(FILE).content == answer.content


def test_as_many_queries_for_one_as_for_twenty(
    desk_client, operator, django_assert_max_num_queries
):
    first = sends(operator, "Une", 3)
    desk_client.get(PAGE)
    with django_assert_max_num_queries(10) as one:
        desk_client.get(PAGE)
    for day in range(20):
        sends(operator, "Autre", day, reseau=first.reseau, requester=first.requester)
    with django_assert_max_num_queries(10) as many:
        desk_client.get(PAGE)
    assert len(many) == len(one)

"""The operator's desk: order, filters, one demande, export, and who never enters."""

import csv
import io
import uuid
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from ambassadeurs.demandes.enums import DeskStatus, State
from ambassadeurs.demandes.errors import NotAllowed
from ambassadeurs.demandes.models import Message
from ambassadeurs.guichets.exploitant import services as desk
from ambassadeurs.guichets.handling import services as handling
from ambassadeurs.guichets.models import ReplyTemplate
from communaute.notifications.models import Notification
from communaute.notifications.outbox.message import build_message
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.demandes.factories import SENT, DemandeFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import MembershipFactory, UserFactory
from tests.mails import mail_of

pytestmark = pytest.mark.django_db


def address(demande, action=""):
    return f"/exploitant/demandes/{demande.public_id}/{action}"


def named(operator, name, **facts):
    sent = {**SENT, "name": name, **facts.pop("sent", {})}
    return DemandeFactory(exploitant=True, organisation=operator, sent=sent, **facts)


def names(response):
    return [line.title for line in response.context["lines"]]


def test_those_who_wait_come_first_oldest_first_then_by_status(desk_client, operator):
    now = timezone.now()
    named(operator, "Récente", created_at=now - timedelta(days=1))
    named(operator, "Ancienne", created_at=now - timedelta(days=20))
    named(operator, "Votée", state=State.ANSWERED, desk_status=DeskStatus.VOTE)
    named(operator, "Étudiée", state=State.ANSWERED, desk_status=DeskStatus.RECONTACTE)
    response = desk_client.get("/exploitant/")
    assert names(response) == ["Ancienne", "Récente", "Étudiée", "Votée"]
    assert [line.is_late for line in response.context["lines"]] == [True, False, False, False]
    figures = response.context["figures"]
    assert (figures.total, figures.waiting, figures.late) == (4, 2, 1)
    assert dict(figures.by_status)["À traiter"] == 2


def test_the_biggest_potential_first_when_asked(desk_client, operator):
    bare = {"dwellings": None, "distance": None, "boiler_year": None}
    untold = named(operator, "Sans chiffre", sent={"lots": 43, **bare})
    named(operator, "Petite", sent={"dwellings": 10})
    named(operator, "Grande", sent={"dwellings": 300})
    over = {"state": State.ANSWERED, "desk_status": DeskStatus.RACCORDE}
    named(operator, "Raccordée", sent={"dwellings": 900}, **over)
    found = names(desk_client.get("/exploitant/?tri=potentiel"))
    assert found == ["Grande", "Petite", "Sans chiffre", "Raccordée"]
    page = BeautifulSoup(desk_client.get(address(untold)).content, "html.parser")
    assert "Potentiel inconnu : nombre de logements non transmis." in page.main.get_text()
    rows = csv.reader(io.StringIO(desk_client.get("/exploitant/export.csv").text), delimiter=";")
    assert "Inconnu" in {row[5] for row in rows}


@pytest.mark.parametrize(
    ("network", "status"),
    [
        ("Futur réseau", "en_construction"),
        ("Futur réseau", "existant"),
        ("Un autre réseau", "existant"),
        (None, "existant"),
    ],
)
def test_a_network_that_is_built_is_not_said_to_be_there(desk_client, operator, network, status):
    """`network`, when it was sent, was planned; the one of the request may be built since."""
    asked = ReseauFactory(name="Futur réseau", status=status, exploitant=operator)
    sent = {"dwellings": 58, "planned_distance": 93, "planned_network": network}
    to = {"exploitant": True, "organisation": operator, "reseau": asked}
    demande = DemandeFactory(sent=sent, **to)
    is_built = status == "existant" and network != "Un autre réseau"
    for page in ("/exploitant/", address(demande)):
        said = desk_client.get(page).text
        assert ("le réseau prévu passera à 93 m" in said) is not is_built, page
        assert ("à 93 m du réseau" in said) is is_built
    assert "Distance au réseau prévu, en ligne droite" in said


def test_a_network_renamed_as_it_enters_service_is_no_longer_planned(desk_client, operator):
    built = ReseauFactory(name="Réseau du Nord", status="existant", exploitant=operator)
    demande = DemandeFactory(
        exploitant=True,
        organisation=operator,
        reseau=built,
        copropriete__nearest_reseau=built,
        sent={"dwellings": 58, "planned_distance": 93, "planned_network": "Futur réseau"},
    )
    for page in ("/exploitant/", address(demande)):
        assert "à 93 m du réseau" in desk_client.get(page).text, page


def test_filters(desk_client, operator):
    named(operator, "Tilleuls")
    named(
        operator,
        "Érables",
        state=State.ANSWERED,
        desk_status=DeskStatus.VOTE,
        sent={"energy": "fioul", "dwellings": 100},
    )
    expected = {
        "texte=erables": ["Érables"],
        "energie=fioul": ["Érables"],
        "logements=100": ["Érables"],
        "logements=101": [],
        "etat=vote": ["Érables"],
        "etat=attente": ["Tilleuls"],
        "suivi=personne": ["Tilleuls", "Érables"],
    }
    found = {query: names(desk_client.get(f"/exploitant/?{query}")) for query in expected}
    assert found == expected


def test_a_filter_by_network_offers_ones_own_networks_only(desk_client, operator, demande):
    other = ReseauFactory()
    page = desk_client.get(f"/exploitant/?reseau={demande.reseau_id}")
    assert len(names(page)) == 1
    assert other.name not in page.content.decode()
    wrong = desk_client.get(f"/exploitant/?reseau={other.pk}")
    assert wrong.status_code == 200
    assert wrong.context["form"].errors["reseau"]


@pytest.mark.parametrize("query", ["logements=0", "etat=x", "page=abc"])
def test_a_wrong_filter_is_said_and_never_breaks(desk_client, demande, query):
    response = desk_client.get(f"/exploitant/?{query}")
    assert response.status_code == 200
    is_wrong = not query.startswith("page")
    assert bool(response.context["form"].errors) == is_wrong
    assert ("export.csv" in response.content.decode()) != is_wrong
    sheet = desk_client.get(f"/exploitant/export.csv?{query}")
    places = desk_client.get(f"/exploitant/carte.geojson?{query}")
    assert sheet.status_code == places.status_code == (422 if is_wrong else 200)
    assert ("Les Tilleuls" in sheet.content.decode()) != is_wrong
    assert bool(places.json()["features"]) != is_wrong


def test_only_what_was_sent_is_shown(desk_client, demande):
    for page in ("/exploitant/", "/exploitant/export.csv", address(demande)):
        content = desk_client.get(page).content.decode()
        assert "Les Tilleuls" in content
        assert "Nom jamais envoyé" not in content
        assert "12 rue Secrète" not in content
        assert demande.requester.email not in content


def test_another_operators_demande_does_not_exist(desk_client):
    other = DemandeFactory(exploitant=True)
    assert desk_client.get(address(other)).status_code == 404
    for action in ("suivi/", "confier/", "repondre/"):
        assert desk_client.post(address(other, action), {"status": "vote"}).status_code == 404
    assert names(desk_client.get("/exploitant/")) == []
    assert desk_client.get("/exploitant/").context["figures"].total == 0
    assert "Tilleuls" not in desk_client.get("/exploitant/export.csv").content.decode()
    other.refresh_from_db()
    assert other.desk_status == DeskStatus.A_TRAITER


def test_a_request_for_advice_is_no_demande(desk_client, operator):
    advice = DemandeFactory(agence=True, organisation=operator)
    assert desk_client.get(address(advice)).status_code == 404
    assert desk_client.post(address(advice, "suivi/"), {"status": "raccorde"}).status_code == 404
    assert desk_client.get("/exploitant/").context["figures"].total == 0


def test_a_status_is_kept_as_an_event_and_the_person_is_told(desk_client, demande, exploitant):
    data = {"status": "recontacte", "note": "  Rendez-vous mardi.  "}
    response = desk_client.post(address(demande, "suivi/"), data)
    assert response.status_code == 302
    demande.refresh_from_db()
    assert demande.desk_status == DeskStatus.RECONTACTE
    assert demande.state == State.ANSWERED
    assert demande.first_answer_at is None, "nothing was written to the person"
    event = demande.events.get()
    assert (event.actor, event.from_status, event.to_status, event.note) == (
        exploitant,
        "a_traiter",
        "recontacte",
        "Rendez-vous mardi.",
    )
    told = Notification.objects.get(user=demande.requester)
    assert "étudie le raccordement" in told.body
    assert "mardi" not in told.body


def test_the_same_status_without_a_note_or_an_unknown_one_changes_nothing(
    desk_client, demande, exploitant
):
    desk.change_status(actor=exploitant, demande=demande, status="a_traiter")
    unknown = desk_client.post(address(demande, "suivi/"), {"status": "gagne"})
    assert unknown.status_code == 422
    assert demande.events.count() == 0
    desk.change_status(actor=exploitant, demande=demande, status="a_traiter", note="Appelé.")
    assert demande.events.get().note == "Appelé."
    demande.refresh_from_db()
    assert demande.first_answer_at is None


def test_services_refuse_strangers(demande, membre):
    with pytest.raises(NotAllowed):
        desk.change_status(actor=membre, demande=demande, status="vote")
    with pytest.raises(NotAllowed):
        handling.assign(actor=membre, demande=demande, colleague=None)


def test_a_demande_is_given_to_a_colleague_only(desk_client, operator, demande, membre):
    colleague = MembershipFactory(organisation=operator).user
    desk_client.post(address(demande, "confier/"), {"colleague": colleague.pk})
    demande.refresh_from_db()
    assert demande.assigned_to == colleague
    told = Notification.objects.get(user=colleague)
    mail = build_message(mail_of(told))
    assert f"/exploitant/demandes/{demande.public_id}/" in mail.body
    assert demande.requester.email not in mail.body
    assert names(desk_client.get(f"/exploitant/?suivi={colleague.pk}")) == ["Les Tilleuls"]
    refused = desk_client.post(address(demande, "confier/"), {"colleague": membre.pk})
    assert refused.status_code == 422
    with pytest.raises(handling.StrangerColleague):
        handling.assign(actor=colleague, demande=demande, colleague=membre)
    demande.refresh_from_db()
    assert demande.assigned_to == colleague


def test_answering_once_takes_the_demande_and_both_can_be_changed_back(
    desk_client, demande, exploitant
):
    data = {"body": "Bonjour, quand pouvons-nous passer ?", "submission_key": uuid.uuid4()}
    for _ in range(2):
        assert desk_client.post(address(demande, "repondre/"), data).status_code == 302
    assert demande.messages.get().body == data["body"]
    demande.refresh_from_db()
    assert (demande.desk_status, demande.assigned_to) == (DeskStatus.RECONTACTE, exploitant)
    (event,) = demande.events.all()
    assert (event.actor, event.from_status) == (exploitant, DeskStatus.A_TRAITER)
    desk_client.post(address(demande, "suivi/"), {"status": "a_traiter"})
    desk_client.post(address(demande, "confier/"), {"colleague": ""})
    demande.refresh_from_db()
    assert (demande.desk_status, demande.assigned_to) == (DeskStatus.A_TRAITER, None)
    # A further status is left alone, and so is the colleague in charge.
    desk_client.post(address(demande, "suivi/"), {"status": "proposition"})
    desk_client.post(address(demande, "repondre/"), data | {"submission_key": uuid.uuid4()})
    demande.refresh_from_db()
    assert demande.desk_status == DeskStatus.PROPOSITION


def test_what_a_change_of_status_does_is_said_where_one_changes_it(desk_client, demande):
    said = "Changer le suivi arrête le retard, mais ne compte pas comme réponse."
    assert said in desk_client.get(address(demande)).text
    assert "arrête le retard" not in desk_client.get("/exploitant/").text


def test_the_message_of_the_person_is_read_where_one_replies(desk_client, demande):
    Message.objects.create(
        demande=demande, author=demande.requester, from_requester=True, body="Notre chaudière fuit."
    )
    page = BeautifulSoup(desk_client.get(address(demande)).text, "html.parser")
    section = page.find(id="repondre").find_parent("section")
    assert "Notre chaudière fuit." in section.text
    assert section.find("textarea", {"name": "body"})


def test_a_template_fills_the_answer(desk_client, operator, demande):
    desk_client.post("/exploitant/modeles/", {"title": "Visite", "body": "Nous passons lundi."})
    template = ReplyTemplate.objects.get(organisation=operator)
    answer = f"{address(demande)}repondre/"
    typed = {"reprendre": "1", "body": "Bonjour Léa,\n", "submission_key": uuid.uuid4()}
    page = desk_client.post(answer, typed | {"modele": template.pk})
    assert page.context["reply_form"]["body"].value() == "Bonjour Léa,\n\nNous passons lundi."
    assert page.context["reply_form"]["submission_key"].value() == str(typed["submission_key"])
    nothing = desk_client.post(answer, typed)
    assert nothing.status_code == 422
    assert "Choisissez un modèle à reprendre" in nothing.text
    assert "Bonjour Léa," in nothing.text
    assert not demande.messages.filter(from_requester=False).exists()
    changed = {"title": "Visite", "body": "Nous passons mardi."}
    desk_client.post(f"/exploitant/modeles/{template.pk}/", changed)
    template.refresh_from_db()
    assert template.body == "Nous passons mardi."
    desk_client.post(f"/exploitant/modeles/{template.pk}/supprimer/")
    assert not ReplyTemplate.objects.exists()
    assert desk_client.post("/exploitant/modeles/", {"title": ""}).status_code == 422


def test_the_export_is_what_was_agreed_and_harmless(desk_client, operator):
    named(operator, "=2+2", sent={"email": "dite@exemple.test"})
    named(operator, "Votée", desk_status=DeskStatus.VOTE)
    content = desk_client.get("/exploitant/export.csv?etat=a_traiter").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content), delimiter=";")
    assert row["Nom de la résidence"] == "'=2+2"
    assert row["Adresse électronique"] == "dite@exemple.test"
    assert row["Adresse de l’immeuble"] == ""
    assert row["suivi"] == "À traiter"
    assert date.fromisoformat(row["reçue le"])
    # Titles are for people, as those of what the person sent.
    assert not [title for title in row if "_" in title]


def test_median_of_the_first_answers(desk_client, operator):
    start = timezone.now() - timedelta(days=30)
    for days in (1, 9):
        named(operator, "R", created_at=start, first_answer_at=start + timedelta(days=days))
    # Closed without answer, then reopened: its clock started again.
    again = {"created_at": start - timedelta(days=20), "reopened_at": start}
    named(operator, "R", first_answer_at=start + timedelta(days=2), **again)
    assert desk_client.get("/exploitant/").context["figures"].median_answer == timedelta(days=2)


def test_mandates_of_ones_networks_are_not_shown_nor_decided(desk_client, operator, demande):
    """An operator is consulted by the agency: it neither reads applications nor decides."""
    mandate = AmbassadeurFactory(pending=True, copropriete__reseau=demande.reseau)
    assert mandate.copropriete.name not in desk_client.get("/exploitant/").content.decode()
    assert desk_client.get(f"/ambassadeurs/mandats/{mandate.pk}/").status_code == 404


def test_the_desk_asks_as_little_at_one_row_as_at_two_pages(
    desk_client, operator, demande, django_assert_max_num_queries
):
    desk_client.get("/exploitant/")
    with django_assert_max_num_queries(12) as one:
        desk_client.get("/exploitant/")
    DemandeFactory.create_batch(
        29,
        exploitant=True,
        organisation=operator,
        reseau=demande.reseau,
        ambassadeur=None,
        requester=demande.requester,
        copropriete=None,
        assigned_to=UserFactory(),
    )
    # The figures are read again after the change, then kept.
    desk_client.get("/exploitant/")
    with django_assert_max_num_queries(12) as many:
        desk_client.get("/exploitant/")
    assert len(many) == len(one)
    with django_assert_max_num_queries(12):
        desk_client.get(f"/exploitant/?reseau={demande.reseau_id}&tri=potentiel&page=2")


def test_a_demande_page_holds_its_budget(
    desk_client, demande, exploitant, django_assert_max_num_queries
):
    for status in ("recontacte", "vote"):
        desk.change_status(actor=exploitant, demande=demande, status=status, note="Note")
    for _ in range(3):
        Message.objects.create(
            demande=demande, author=demande.requester, from_requester=True, body="Bonjour"
        )
    # The first form of a session writes its token there, once.
    desk_client.get("/exploitant/")
    # One of them reads whether moderation lets this person write.
    with django_assert_max_num_queries(13):
        desk_client.get(address(demande))

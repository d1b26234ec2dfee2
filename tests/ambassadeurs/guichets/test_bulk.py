"""Several demandes at once: all or none, once, and never somebody else's."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambassadeurs.demandes.enums import DeskStatus, State
from ambassadeurs.demandes.errors import NotAllowed
from ambassadeurs.demandes.models import Demande, StatusEvent
from ambassadeurs.guichets.exploitant import services as desk
from ambassadeurs.guichets.exploitant.desk import OperatorLine
from ambassadeurs.guichets.handling import services as handling
from communaute.notifications.models import Notification
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import MembershipFactory
from tests.mails import mail_of, says_now

pytestmark = pytest.mark.django_db


ADDRESS = "/exploitant/demandes/ensemble/"


@pytest.fixture
def demandes(operator):
    return several(operator, 3)


def several(operator, number, **facts):
    first = DemandeFactory(exploitant=True, organisation=operator, **facts)
    same = {name: getattr(first, name) for name in ("requester", "reseau")}
    # A building asks an operator once at a time.
    rest = {"exploitant": True, "organisation": operator, "copropriete": None} | same | facts
    return [first, *DemandeFactory.create_batch(number - 1, **rest)]


def send(client, demandes, query="", **data):
    keys = [getattr(demande, "public_id", demande) for demande in demandes]
    return client.post(f"{ADDRESS}{query}", {"demandes": keys} | data)


def told(client):
    return [str(message) for message in client.get("/exploitant/").context["messages"]]


def untouched(demandes):
    rows = Demande.objects.filter(pk__in=[demande.pk for demande in demandes])
    return (
        {(row.desk_status, row.assigned_to_id) for row in rows} == {("a_traiter", None)}
        and not StatusEvent.objects.exists()
        and not Notification.objects.exists()
    )


def test_every_demande_has_its_box_and_the_acts_are_folded(desk_client, demandes):
    page = BeautifulSoup(desk_client.get("/exploitant/").content, "html.parser")
    boxes = page.select("#id_demandes input[name=demandes]")
    assert {box["value"] for box in boxes} == {str(demande.public_id) for demande in demandes}
    for box in boxes:
        assert box["form"] == page.select_one("details form[method=post]")["id"]
        label = page.select_one(f"label[for='{box['id']}']")
        assert label.get_text() == "Choisir Les Tilleuls"
    assert not page.select_one("details#id_acte").has_attr("open")


def test_demandes_are_given_to_a_colleague_who_is_told_once_of_all(desk_client, operator, demandes):
    colleague = MembershipFactory(organisation=operator, user__display_name="Paul R.").user
    query = "?etat=a_traiter&tri=potentiel&page=1"
    give = {"acte": "confier", "colleague": colleague.pk}
    response = send(desk_client, demandes, query, **give)
    assert response["Location"] == f"/exploitant/{query}"
    assert told(desk_client) == ["3 demandes confiées à Paul R."]
    assert set(Demande.objects.values_list("assigned_to", flat=True)) == {colleague.pk}
    line = Notification.objects.get(user=colleague)
    assert line.title.endswith(" vous confie 3 demandes")
    assert line.url == f"/exploitant/?suivi={colleague.pk}"
    text = says_now(mail_of(line), "body")
    assert text.count("- Les Tilleuls") == 3
    assert demandes[0].requester.public_name not in text

    # A double click, or the page before: nothing happens twice.
    send(desk_client, demandes, **give)
    assert told(desk_client) == ["3 demandes étaient déjà ainsi : elles ne changent pas."]
    assert Notification.objects.count() == 1

    send(desk_client, demandes[:1], acte="confier", colleague="personne")
    assert told(desk_client) == ["1 demande à confier."]
    demandes[0].refresh_from_db()
    assert demandes[0].assigned_to is None


def test_demandes_change_status_with_a_note_once(desk_client, exploitant, demandes):
    there, *others = demandes
    desk.change_status(actor=exploitant, demande=there, status="vote")
    move = {"acte": "suivre", "status": "vote", "note": "  Vu en réunion. "}
    assert send(desk_client, demandes, **move)["Location"] == "/exploitant/"
    assert told(desk_client) == ["1 demande était déjà ainsi : elle ne change pas."]
    assert "2 suivis sont changés : voté en assemblée" in desk_client.get("/exploitant/").text
    send(desk_client, demandes, **move)
    for demande in others:
        event = demande.events.get()
        assert (event.actor, event.from_status, event.to_status, event.note) == (
            exploitant,
            "a_traiter",
            "vote",
            "Vu en réunion.",
        )
        demande.refresh_from_db()
        assert (demande.state, demande.first_answer_at) == (State.ANSWERED, None)
    assert there.events.get().note == ""
    assert Notification.objects.count() == 3

    send(desk_client, others[:1], acte="suivre", status="a_traiter")
    assert "Le suivi est changé : à traiter" in desk_client.get("/exploitant/").text
    assert Notification.objects.count() == 3


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"acte": "suivre", "status": ""}, "status"),
        ({"acte": "suivre", "status": "gagne"}, "status"),
        ({"acte": "suivre", "status": "vote", "note": "x" * 2001}, "note"),
        ({"acte": "confier", "colleague": ""}, "colleague"),
        ({"status": "vote", "colleague": "personne"}, "acte"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_choice_is_kept(
    desk_client, demandes, data, field
):
    response = send(desk_client, demandes[:2], "?etat=a_traiter", **data)
    assert response.status_code == 422
    assert list(response.context["bulk_form"].errors) == [field]
    page = BeautifulSoup(response.content, "html.parser")
    link = page.select_one("#erreurs a")["href"]
    assert page.select_one(f"details[open]{link}, details[open] {link}")
    chosen = {box["value"] for box in page.select("[name=demandes][checked]")}
    assert chosen == {str(demande.public_id) for demande in demandes[:2]}
    assert page.select_one("#id_note").get_text().strip() == data.get("note", "")
    assert page.select_one("form#ensemble")["action"] == f"{ADDRESS}?etat=a_traiter"
    assert untouched(demandes)


@pytest.mark.parametrize("act", [{"status": "vote"}, {"acte": "confier", "colleague": "personne"}])
def test_nothing_chosen_is_said(desk_client, demandes, act):
    response = send(desk_client, [], **({"acte": "suivre"} | act))
    assert response.status_code == 422
    assert "Cochez une demande au moins" in str(response.context["bulk_form"].errors["demandes"])
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("#id_demandes-desc-error")
    assert untouched(demandes)


def test_a_page_at_most(desk_client, operator):
    demandes = several(operator, 26)
    data = {"acte": "suivre", "status": "recontacte"}
    response = send(desk_client, demandes, **data)
    assert response.status_code == 422
    assert "25 demandes au plus" in str(response.context["bulk_form"].errors["demandes"])
    # Its links would lead to an address that only receives.
    assert b"fr-pagination" not in response.content
    assert untouched(demandes)
    assert send(desk_client, demandes[:25], **data).status_code == 302
    assert StatusEvent.objects.count() == 25


def _of_another_operator(_operator):
    return DemandeFactory(exploitant=True)


def _without_consent(operator):
    return DemandeFactory(
        exploitant=True, organisation=operator, consent_withdrawn_at=timezone.now()
    )


def _for_advice(operator):
    return DemandeFactory(agence=True, organisation=operator)


@pytest.mark.parametrize(
    "stranger",
    [
        _of_another_operator,
        _without_consent,
        _for_advice,
        lambda operator: uuid.uuid4(),
        lambda operator: "\x00",
    ],
)
def test_one_that_does_not_exist_here_refuses_all(desk_client, operator, stranger):
    mine, other = several(operator, 1), stranger(operator)
    for chosen in ([*mine, other], [other]):
        response = send(desk_client, chosen, acte="suivre", status="vote")
        assert response.status_code == 422
        (error,) = response.context["bulk_form"].errors["demandes"]
        assert "n’est plus dans votre espace" in error
    assert untouched([*mine, other] if isinstance(other, Demande) else mine)


def test_a_demande_of_one_s_other_operator_is_given_to_nobody_here(
    desk_client, exploitant, operator, demandes
):
    """Who works for two operators acts for one: the demandes of the other are not here."""
    elsewhere = DemandeFactory(exploitant=True)
    MembershipFactory(user=exploitant, organisation=elsewhere.organisation)
    exploitant.forget()
    colleague = MembershipFactory(organisation=operator).user
    give = {"acte": "confier", "colleague": colleague.pk}
    desk_client.post("/espaces/agir-pour/", {"organisme": operator.pk})
    response = send(desk_client, [*demandes, elsewhere], **give)
    assert response.status_code == 422
    assert "demandes" in response.context["bulk_form"].errors
    with pytest.raises(handling.StrangerColleague):
        handling.assign_several(
            actor=exploitant, demandes=[*demandes, elsewhere], colleague=colleague
        )
    assert untouched([*demandes, elsewhere])


def test_whoever_is_no_colleague_is_offered_to_nobody(desk_client, demandes, membre):
    response = send(desk_client, demandes, acte="confier", colleague=membre.pk)
    assert response.status_code == 422
    assert list(response.context["bulk_form"].errors) == ["colleague"]
    assert untouched(demandes)


def test_who_has_no_such_desk_is_refused(demandes, agence):
    """By the services: `matrix.py` says what the page answers to each."""
    with pytest.raises(NotAllowed):
        desk.change_status_of_several(actor=agence, demandes=demandes, status="vote")
    with pytest.raises(NotAllowed):
        handling.assign_several(actor=agence, demandes=demandes, colleague=agence)
    assert untouched(demandes)


def test_an_accord_taken_back_meanwhile_undoes_all(desk_client, exploitant, demandes, monkeypatch):
    """Taken back between the check of the page and the act: the last one refuses all."""
    change = desk.change_status_of_several

    def too_late(*, demandes, **values):
        demandes = list(demandes)
        Demande.objects.filter(pk=demandes[-1].pk).update(consent_withdrawn_at=timezone.now())
        return change(demandes=demandes, **values)

    monkeypatch.setattr(desk, "change_status_of_several", too_late)
    response = send(desk_client, demandes, acte="suivre", status="vote")
    assert response.status_code == 409
    assert "Rien n’est encore changé" in response.text
    last = OperatorLine(demandes[-1]).title
    assert f"« {last} »" in str(response.context["bulk_form"].errors["demandes"])
    assert untouched(demandes)


def test_what_the_page_itself_sent_is_not_given_back_as_written(desk_client, demandes):
    seen = " ".join(f"{one.public_id}:{one.version}" for one in demandes)
    first = send(desk_client, demandes, acte="suivre", status="vote", lus=seen)
    assert first.status_code == 302
    late = send(desk_client, demandes, acte="suivre", status="abandonne", note="Vu hier", lus=seen)
    assert late.status_code == 409
    assert "Vu hier" in late.text
    assert "Voici ce que vous aviez écrit" not in late.text


def test_they_are_locked_in_one_order_whatever_the_order_sent(exploitant, demandes):
    """Two colleagues who choose the same ones in another order never wait for each other."""
    reverse = sorted(demandes, key=lambda demande: -demande.pk)
    with CaptureQueriesContext(connection) as asked:
        desk.change_status_of_several(actor=exploitant, demandes=reverse, status="vote")
    first = next(query["sql"] for query in asked if 'demande"."public_id' in query["sql"])
    assert 'ORDER BY "demandes_demande"."id" ASC' in first
    assert ("FOR UPDATE" in first) == (connection.vendor == "postgresql")
    moved = StatusEvent.objects.order_by("pk").values_list("demande", flat=True)
    assert list(moved) == sorted(demande.pk for demande in demandes)


def test_the_act_asks_no_more_than_so_much_a_demande(desk_client, operator):
    asked = []
    for number in (2, 4, 6):
        demandes = several(operator, number, desk_status=DeskStatus.RECONTACTE)
        with CaptureQueriesContext(connection) as queries:
            send(desk_client, demandes, acte="suivre", status="vote")
        asked.append(len(queries))
    assert asked[2] - asked[1] <= asked[1] - asked[0] <= 2 * 15


def test_what_is_taken_back_from_another_browser_leads_to_the_desk(client, exploitant, demandes):
    client.force_login(exploitant, backend="django.contrib.auth.backends.ModelBackend")
    done = desk.change_status_of_several(actor=exploitant, demandes=demandes, status="vote")
    undone = client.post("/espaces/annuler/", {"act": [one.pk for one in done]})
    assert undone.url == "/exploitant/"

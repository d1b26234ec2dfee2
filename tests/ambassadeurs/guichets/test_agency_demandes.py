"""A demande of advice at its agency's desk: answers, notes, a colleague, where it stands."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.demandes.enums import State
from ambassadeurs.demandes.errors import NotAllowed
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.services.erasure import forget
from ambassadeurs.demandes.services.messages import post_message
from ambassadeurs.demandes.shared_requests import line_of
from ambassadeurs.guichets.agence import stages
from ambassadeurs.guichets.handling import services as handling
from ambassadeurs.guichets.models import ReplyTemplate
from communaute.comptes.perms import memberships_of
from communaute.notifications.models import Notification
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import MembershipFactory
from tests.versions import version_in

pytestmark = pytest.mark.django_db
SECRET = "Ne rappelle qu’après 18 h, chaudière en panne."


@pytest.fixture
def advice(agency):
    return DemandeFactory(agence=True, organisation=agency)


@pytest.fixture
def desk_client(client, agence):
    client.force_login(agence, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(demande, act=""):
    return f"/agence/demandes/{demande.public_id}/{act}"


def asked(response):
    return [line.demande for line in response.context["advice"]]


def test_closed_exchanges_leave_who_waits(desk_client, agency, advice):
    answered = DemandeFactory(agence=True, organisation=agency, state=State.ANSWERED)
    closed = DemandeFactory(
        agence=True, organisation=agency, state=State.CLOSED, closed_at=timezone.now()
    )
    assert asked(desk_client.get("/agence/")) == [advice, answered]
    assert asked(desk_client.get("/agence/?etat=en_attente")) == [advice]
    assert asked(desk_client.get("/agence/?etat=en_cours")) == [answered]
    assert asked(desk_client.get("/agence/?etat=close")) == [closed]
    # An unknown filter stops no list, and is said beside its field.
    wrong = desk_client.get("/agence/?etat=parti")
    assert asked(wrong) == [advice, answered]
    assert wrong.context["form"].errors


def test_filters_by_colleague_and_by_day(desk_client, agency, agence, advice):
    mine = DemandeFactory(
        agence=True,
        organisation=agency,
        assigned_to=agence,
        follow_up_on=timezone.localdate() + timedelta(days=2),
    )
    due = DemandeFactory(
        agence=True, organisation=agency, follow_up_on=timezone.localdate() - timedelta(days=1)
    )
    assert asked(desk_client.get(f"/agence/?suivi={agence.pk}")) == [mine]
    assert asked(desk_client.get("/agence/?suivi=personne")) == [advice, due]
    assert asked(desk_client.get("/agence/?etat=relancer")) == [due, mine]
    assert "1 demande à relancer aujourd’hui" in desk_client.get("/agence/").text


def test_an_answer_from_the_desk_takes_the_demande(desk_client, agence, advice):
    sent = {"body": "Bonjour, appelons-nous.", "submission_key": uuid.uuid4()}
    assert desk_client.post(address(advice, "repondre/"), sent).status_code == 302
    advice.refresh_from_db()
    assert (advice.state, advice.assigned_to) == (State.ANSWERED, agence)
    page = desk_client.get(address(advice))
    assert "Bonjour, appelons-nous." in page.text
    empty = desk_client.post(
        address(advice, "repondre/"), {"body": "", "submission_key": uuid.uuid4()}
    )
    assert empty.status_code == 422
    assert "<title>Erreur – " in empty.text


def test_ready_answers_of_the_agency_are_taken_up(desk_client, agency, advice):
    desk_client.post("/agence/modeles/", {"title": "Rendez-vous", "body": "Nos horaires sont…"})
    template = ReplyTemplate.objects.get(organisation=agency)
    taken = {
        "reprendre": "1",
        "modele": template.pk,
        "body": "Bonjour,",
        "submission_key": uuid.uuid4(),
    }
    page = desk_client.post(address(advice, "repondre/"), taken)
    assert page.status_code == 200
    assert "Bonjour,\n\nNos horaires sont…" in page.text.replace("\r", "")
    assert not advice.messages.exists()
    listed = desk_client.get("/agence/modeles/").text
    assert f"/agence/modeles/{template.pk}/supprimer/" in listed
    assert "/exploitant/" not in listed


def test_a_ready_answer_changed_meanwhile_is_not_replaced_unread(desk_client, agency):
    template = ReplyTemplate.objects.create(organisation=agency, title="Visite", body="Lundi.")
    address = f"/agence/modeles/{template.pk}/"
    read = version_in(desk_client.get(address))
    colleague = MembershipFactory(organisation=agency).user
    handling.save_template(
        actor=colleague, organisation=agency, title="Visite", body="Mardi.", template=template
    )
    mine = {"title": "Visite", "body": "Mercredi.", "version": read}
    refused = desk_client.post(address, mine)
    assert refused.status_code == 409
    assert "vient de modifier ce modèle" in refused.text
    assert "Mercredi." in refused.text
    template.refresh_from_db()
    assert template.body == "Mardi."
    again = mine | {"version": version_in(refused)}
    # The same click twice is no conflict.
    assert desk_client.post(address, again).status_code == 302
    assert desk_client.post(address, again).status_code == 302
    template.refresh_from_db()
    assert template.body == "Mercredi."
    # Nor is it deleted from a list of before.
    gone = f"{address}supprimer/"
    assert "il n’est pas supprimé" in desk_client.post(gone, {"version": read}, follow=True).text
    now = version_in(desk_client.get("/agence/modeles/"))
    assert "Modèle supprimé" in desk_client.post(gone, {"version": now}, follow=True).text


def test_ready_answers_of_others_do_not_exist(desk_client, agence, advice, exploitant):
    theirs = [
        ReplyTemplate.objects.create(organisation=one, title="Secret", body="Rien.")
        for one in (
            DemandeFactory(agence=True).organisation,
            memberships_of(exploitant)[0].organisation,
        )
    ]
    for template in theirs:
        assert desk_client.get(f"/agence/modeles/{template.pk}/").url == "/agence/modeles/"
        refused = desk_client.post(f"/agence/modeles/{template.pk}/supprimer/", follow=True)
        assert "Modèle supprimé." not in refused.text
        with pytest.raises(NotAllowed):
            handling.delete_template(actor=agence, template=template)
        taken = {"reprendre": "1", "modele": template.pk}
        page = desk_client.post(address(advice, "repondre/"), taken)
        assert page.status_code == 422
        assert "Rien." not in page.text


def test_a_note_is_for_colleagues_only(client, desk_client, agence, advice):
    for _ in range(2):
        assert desk_client.post(address(advice, "noter/"), {"note": SECRET}).status_code == 302
    assert advice.events.count() == 1
    page = desk_client.get(address(advice))
    assert SECRET in page.text
    assert "la personne ne les lit jamais" in page.text
    empty = desk_client.post(address(advice, "noter/"), {"note": "  "})
    assert empty.status_code == 422
    assert "Écrivez la note" in empty.text
    assert not Notification.objects.filter(user=advice.requester).exists()
    # The thread shows it to neither side.
    assert SECRET not in client.get(advice.get_absolute_url()).text
    client.force_login(advice.requester, backend="django.contrib.auth.backends.ModelBackend")
    assert SECRET not in client.get(advice.get_absolute_url()).text
    assert client.get(address(advice)).status_code == 403


def test_notes_go_with_the_account(agence, advice):
    handling.add_note(actor=agence, demande=advice, note=SECRET)
    Demande.objects.filter(pk=advice.pk).update(requester=None, desk_comment="Du logiciel")
    forget(advice.pk, timezone.now())
    advice.refresh_from_db()
    assert advice.desk_comment == ""
    assert [event.note for event in advice.events.all()] == [""]


def test_a_colleague_of_the_agency_takes_it_nobody_else(desk_client, agency, advice, exploitant):
    colleague = MembershipFactory(organisation=agency).user
    desk_client.post(address(advice, "confier/"), {"colleague": colleague.pk})
    advice.refresh_from_db()
    assert advice.assigned_to == colleague
    told = Notification.objects.get(user=colleague)
    assert told.url == address(advice)
    assert "une demande de conseil" in told.body
    refused = desk_client.post(address(advice, "confier/"), {"colleague": exploitant.pk})
    assert refused.status_code == 422


def test_taken_by_phone_then_back(desk_client, agence, advice):
    assert desk_client.post(address(advice, "etat/"), {"stage": "en_cours"}).status_code == 302
    advice.refresh_from_db()
    assert (advice.state, advice.assigned_to) == (State.ANSWERED, agence)
    assert advice.first_answer_at is None, "nothing was written to the person"
    desk_client.post(address(advice, "etat/"), {"stage": "en_attente"})
    advice.refresh_from_db()
    assert (advice.state, advice.first_answer_at) == (State.WAITING, None)
    assert not Notification.objects.filter(user=advice.requester).exists()


def test_the_building_reads_that_its_request_was_taken(agency):
    taken = DemandeFactory(agence=True, organisation=agency, state=State.ANSWERED)
    assert line_of(taken, taken.requester).awaited == "en cours"


def test_a_written_answer_does_not_go_back(desk_client, agence, advice):
    offered = '<option value="en_attente"'
    assert offered in desk_client.get(address(advice, "")).text
    post_message(actor=agence, demande=advice, body="Bonjour.", submission_key=uuid.uuid4())
    assert offered not in desk_client.get(address(advice, "")).text
    back = desk_client.post(address(advice, "etat/"), {"stage": "en_attente"})
    assert back.status_code == 409
    assert "Vous avez déjà répondu par écrit" in back.text
    advice.refresh_from_db()
    assert advice.state == State.ANSWERED


def test_the_agency_closes_and_the_person_alone_opens_again(desk_client, agence, advice):
    assert desk_client.post(address(advice, "etat/"), {"stage": "close"}).status_code == 302
    advice.refresh_from_db()
    assert advice.state == State.CLOSED
    assert Notification.objects.filter(user=advice.requester).count() == 1
    refused = desk_client.post(address(advice, "etat/"), {"stage": "en_cours"})
    assert refused.status_code == 409
    assert "seule la personne qui vous a écrit peut le rouvrir" in refused.text
    with pytest.raises(stages.WrongStage):
        stages.move(actor=agence, demande=advice, stage=State.WAITING)
    # Again changes nothing, and tells nothing.
    stages.move(actor=agence, demande=advice, stage=State.CLOSED)
    assert Notification.objects.filter(user=advice.requester).count() == 1


def test_others_move_and_note_nothing(
    agence, exploitant, operator, membre, equipe, desk_client, advice
):
    its_own = DemandeFactory(exploitant=True, organisation=operator)
    with pytest.raises(NotAllowed):
        stages.move(actor=exploitant, demande=its_own, stage=State.ANSWERED)
    elsewhere, theirs = DemandeFactory(agence=True), DemandeFactory(exploitant=True)
    outsider = MembershipFactory(organisation=elsewhere.organisation).user
    pairs = [(agence, elsewhere), (agence, theirs), (outsider, advice)]
    pairs += [(one, advice) for one in (exploitant, membre, equipe, advice.requester)]
    for actor, demande in pairs:
        with pytest.raises(NotAllowed):
            stages.move(actor=actor, demande=demande, stage=State.ANSWERED)
        with pytest.raises(NotAllowed):
            handling.add_note(actor=actor, demande=demande, note="Non")
    assert desk_client.get(address(elsewhere)).status_code == 404
    assert desk_client.get(address(theirs)).status_code == 404


def test_a_page_holds_its_budget(desk_client, agence, advice, django_assert_max_num_queries):
    for number in range(3):
        handling.add_note(actor=agence, demande=advice, note=f"Note {number}")
    desk_client.get("/agence/")
    # One of them reads whether moderation lets this person write.
    with django_assert_max_num_queries(13):
        desk_client.get(address(advice))


def test_a_ready_answer_deleted_by_a_colleague_is_said_so(desk_client, agency):
    template = agency.reply_templates.create(title="Rendez-vous", body="Nos horaires sont…")
    address = f"/agence/modeles/{template.pk}/"
    assert "Modèle supprimé." in desk_client.post(f"{address}supprimer/", follow=True).text
    kept = desk_client.post(address, {"title": "Rendez-vous", "body": "Nos horaires changent."})
    assert (kept.status_code, "Nos horaires changent." in kept.text) == (409, True)
    deleted = desk_client.post(f"{address}supprimer/", follow=True)
    for again in (desk_client.get(address, follow=True), deleted):
        assert again.redirect_chain == [("/agence/modeles/", 302)]
        assert "n’est plus, parmi ceux de votre organisme" in again.text
    assert not ReplyTemplate.objects.exists()

"""Every refusal of the rooms of demandes is a `Refused`: uncaught, it answers 403, never 500."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.demandes import errors
from ambassadeurs.demandes.enums import State
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.services.erasure import forget
from ambassadeurs.demandes.views import threads
from ambassadeurs.guichets.agence import views as agency_views
from ambassadeurs.guichets.exploitant import services, views
from ambassadeurs.guichets.handling import services as handling
from ambassadeurs.visites import errors as visits
from communaute.moderation.enums import SanctionKind
from socle.errors import Refused
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import MembershipFactory
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.moderation.sanctions.scenes import sanctioned

from .acts import desk


def test_every_error_of_these_rooms_is_a_refusal():
    found = [
        one
        for module in (errors, visits, handling)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Exception)
    ]
    assert len(found) > 12
    assert [one for one in found if not issubclass(one, Refused)] == []


@pytest.mark.django_db
def test_a_consent_withdrawn_while_the_operator_writes_is_a_403(client, monkeypatch):
    demande = DemandeFactory(exploitant=True)
    client.force_login(MembershipFactory(organisation=demande.organisation).user)
    find = views._demande

    def found_then_withdrawn(*args):
        one = find(*args)
        Demande.objects.filter(pk=one.pk).update(consent_withdrawn_at=timezone.now())
        return one

    monkeypatch.setattr(views, "_demande", found_then_withdrawn)
    client.raise_request_exception = False
    where = f"/exploitant/demandes/{demande.public_id}/suivi/"
    answer = client.post(where, {"status": "recontacte", "note": "Plans attendus."})
    assert answer.status_code == 403
    assert "n’est pas adressée à votre organisme" in answer.content.decode()
    assert not demande.events.exists()


@pytest.mark.django_db
def test_a_consent_withdrawn_while_the_operator_answers_is_a_403_that_keeps_the_text(
    client, monkeypatch
):
    demande = DemandeFactory(exploitant=True, sent={"address": "33 boulevard Clemenceau"})
    client.force_login(MembershipFactory(organisation=demande.organisation).user)
    find = threads._thread

    def found_then_withdrawn(*args):
        one = find(*args)
        Demande.objects.filter(pk=one.pk).update(consent_withdrawn_at=timezone.now())
        return one

    monkeypatch.setattr(threads, "_thread", found_then_withdrawn)
    client.raise_request_exception = False
    answer = client.post(demande.get_absolute_url(), {"body": "Voici notre proposition."})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Cet échange n’est pas le vôtre" in page
    assert "Voici notre proposition." in page
    # What was sent is theirs to read no longer.
    assert "Clemenceau" not in page
    assert not demande.messages.filter(from_requester=False).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["repondre", "relancer", "confier"])
def test_a_consent_withdrawn_meanwhile_is_a_403_without_the_page_at_the_desk(
    client, monkeypatch, act
):
    demande = DemandeFactory(exploitant=True, sent={"address": "33 boulevard Clemenceau"})
    colleague = MembershipFactory(organisation=demande.organisation).user
    client.force_login(colleague)
    handled, locked = handling.handled, services.locked

    def withdraw():
        Demande.objects.filter(pk=demande.pk).update(consent_withdrawn_at=timezone.now())

    def withdrawn_then_handled(actor, one):
        withdraw()
        return handled(actor, one)

    def withdrawn_then_locked(one):
        withdraw()
        return locked(one)

    monkeypatch.setattr(handling, "handled", withdrawn_then_handled)
    monkeypatch.setattr(services, "locked", withdrawn_then_locked)
    client.raise_request_exception = False
    typed = {
        "body": "Voici notre proposition.",
        "submission_key": uuid.uuid4(),
        "day": (timezone.localdate() + timedelta(days=2)).isoformat(),
        "colleague": colleague.pk,
    }
    answer = client.post(f"/exploitant/demandes/{demande.public_id}/{act}/", typed)
    assert answer.status_code == 403
    assert "Clemenceau" not in answer.text
    assert demande.requester.public_name not in answer.text
    demande.refresh_from_db()
    assert demande.assigned_to is None
    assert not demande.messages.filter(from_requester=False).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "desk", "act"),
    [
        ({"exploitant": True}, "exploitant", "repondre"),
        ({"exploitant": True}, "exploitant", "relancer"),
        ({"agence": True}, "agence", "repondre"),
        ({"agence": True}, "agence", "relancer"),
    ],
)
def test_what_was_typed_before_the_exchange_ended_is_shown_again(client, facts, desk, act):
    demande = DemandeFactory(**facts, state=State.CLOSED, closed_at=timezone.now())
    client.force_login(MembershipFactory(organisation=demande.organisation).user)
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    typed = {"body": "Notre longue réponse.", "submission_key": uuid.uuid4(), "day": day}
    page = f"/{desk}/demandes/{demande.public_id}/"
    assert 'name="day"' not in client.get(page).text
    answer = client.post(f"{page}{act}/", typed)
    assert answer.status_code == 409
    assert "Cet échange est clos" in answer.text
    assert (typed["body"] if act == "repondre" else day) in answer.text
    assert not demande.messages.filter(from_requester=False).exists()


@pytest.mark.django_db
def test_a_ready_answer_taken_up_after_the_end_loses_nothing(client):
    demande = DemandeFactory(agence=True, state=State.CLOSED, closed_at=timezone.now())
    client.force_login(MembershipFactory(organisation=demande.organisation).user)
    typed = {"body": "Déjà écrit.", "submission_key": uuid.uuid4(), "reprendre": "1"}
    answer = client.post(f"/agence/demandes/{demande.public_id}/repondre/", typed)
    assert "Déjà écrit." in answer.text


@pytest.mark.django_db
def test_a_stage_chosen_after_the_end_is_shown_again_with_why(client):
    demande = DemandeFactory(agence=True, state=State.CLOSED, closed_at=timezone.now())
    client.force_login(MembershipFactory(organisation=demande.organisation).user)
    page = f"/agence/demandes/{demande.public_id}/"
    assert 'name="stage"' not in client.get(page).text
    answer = client.post(f"{page}etat/", {"stage": "en_cours"})
    assert answer.status_code == 409
    assert 'name="stage"' in answer.text


@pytest.mark.django_db
def test_a_stage_of_another_desk_is_a_403(client, monkeypatch):
    demande = DemandeFactory(agence=True)
    client.force_login(MembershipFactory(organisation=demande.organisation).user)

    def refuse(**given):
        raise errors.NotAllowed(handling.NOT_YOURS)

    monkeypatch.setattr(agency_views.stages, "move", refuse)
    client.raise_request_exception = False
    page = f"/agence/demandes/{demande.public_id}/"
    assert client.post(f"{page}etat/", {"stage": "en_cours"}).status_code == 403


@pytest.mark.django_db
def test_nothing_is_noted_about_who_closed_the_account(client):
    demande = DemandeFactory(agence=True)
    colleague = MembershipFactory(organisation=demande.organisation).user
    client.force_login(colleague)
    page = f"/agence/demandes/{demande.public_id}/"
    assert 'name="note"' in client.get(page).text
    Demande.objects.filter(pk=demande.pk).update(requester=None)
    forget(demande.pk, timezone.now())
    shown = client.get(page).text
    assert 'name="note"' not in shown
    assert "Cet échange est effacé : le compte est fermé" in shown
    assert "seule la personne qui vous a écrit" not in shown
    answer = client.post(f"{page}noter/", {"note": "Léa, 06 12 34 56 78"})
    assert answer.status_code == 409
    assert "on ne note plus rien sur sa demande" in answer.text
    assert "Léa, 06 12 34 56 78" in answer.text
    assert not demande.events.exists()
    with pytest.raises(handling.PersonGone):
        handling.add_note(actor=colleague, demande=demande, note="Non")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["exploitant", "agence"])
def test_a_desk_says_that_private_messages_are_suspended_before_one_types(at_desk, kind):
    demande, one = at_desk(kind)
    demande.messages.create(author=demande.requester, from_requester=True, body="Combien ?")
    said = "Vos messages privés, mises en relation et visites sont suspendus"
    assert said not in one.get(desk(demande)).text
    sanctioned(SanctionKind.MESSAGES, case=CaseFactory(content__author=one.person))
    page = one.get(desk(demande))
    assert page.text.count(said) == 1
    assert page.text.index(said) < page.text.index('name="body"')

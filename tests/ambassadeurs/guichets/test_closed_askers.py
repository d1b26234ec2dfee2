"""Who asked closed their account: nobody reads an answer, none is offered, none is waited for."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ambassadeurs.demandes.errors import ThreadClosed
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.pages import thread_page
from ambassadeurs.demandes.services.messages import post_message
from communaute.comptes.models import User
from communaute.donnees.account_closing import leave
from communaute.donnees.enums import Texts
from communaute.notifications.models import Mail
from tests import clock
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import MembershipFactory

from .acts import reply

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Paris"))
GONE = "La personne a fermé son compte"
DESKS = {"exploitant": "/exploitant/", "agence": "/agence/"}


@pytest.fixture(autouse=True)
def at_noon(monkeypatch):
    clock.stop(monkeypatch, NOON)


@pytest.fixture(params=DESKS)
def desk(request):
    """A demande of an account that has just closed, who answers, and the address of its desk."""
    demande = DemandeFactory(**{request.param: True}, created_at=NOON - timedelta(days=2))
    colleague = MembershipFactory(organisation=demande.organisation).user
    User.objects.filter(pk=demande.requester_id).update(is_active=False)
    return demande, colleague, DESKS[request.param]


def read(demande):
    return Demande.objects.for_list().get(pk=demande.pk)


def test_the_desk_offers_no_answer_and_says_why(client, desk):
    demande, colleague, address = desk
    client.force_login(colleague)
    page = client.get(f"{address}demandes/{demande.public_id}/").text
    assert GONE in page
    assert 'name="body"' not in page
    assert "La personne est prévenue" not in page
    assert "À répondre" not in page
    thread = client.get(demande.get_absolute_url()).text
    assert 'name="body"' not in thread
    assert "elle ne lit plus rien" in thread
    assert "attendue" not in thread


def test_an_answer_that_was_being_typed_is_kept_and_not_sent(client, desk):
    demande, colleague, address = desk
    client.force_login(colleague)
    typed = {"body": "Voici le devis.", "version": demande.version}
    answer = client.post(f"{address}demandes/{demande.public_id}/repondre/", typed)
    assert answer.status_code in (409, 422)
    assert "Voici le devis." in answer.text
    with pytest.raises(ThreadClosed):
        post_message(
            actor=colleague,
            demande=read(demande),
            body="Voici le devis.",
            submission_key="6a1f0d3e-6c53-4a37-9d6c-8b0f4b1f0a11",
        )
    assert not demande.messages.filter(from_requester=False).exists()
    assert not Mail.objects.exists()


def test_the_lists_do_not_say_that_somebody_waits_and_nobody_is_reminded(client, desk):
    demande, colleague, address = desk
    client.force_login(colleague)
    assert "Compte fermé" in client.get(address).text
    assert "Compte fermé" in client.get("/mises-en-relation/?cote=recues").text
    assert Demande.objects.to_answer_by(colleague) == 0
    clock.tick(NOON + timedelta(days=20), "demandes")
    assert not demande.clock.exists()
    User.objects.filter(pk=demande.requester_id).update(is_active=True)
    assert Demande.objects.to_answer_by(colleague) == 1


def test_what_has_just_been_sent_is_not_said_to_leave_by_mail(client):
    demande = DemandeFactory(exploitant=True, created_at=NOON - timedelta(days=2))
    colleague = MembershipFactory(organisation=demande.organisation).user
    client.force_login(colleague)
    page = f"/exploitant/demandes/{demande.public_id}/"
    reply(client, demande, body="Voici le devis.")
    assert "remise à 12 h 05" in client.get(page).text.replace("\u00a0", " ")
    User.objects.filter(pk=demande.requester_id).update(is_active=False)
    shown = client.get(page).text
    assert "vient de fermer son compte" in shown
    assert "par courriel" not in shown
    line = thread_page(colleague, read(demande))["lines"][-1]
    assert line.leaves_at is None


def test_an_answer_that_did_not_leave_before_the_account_closed_is_not_said_answered(client):
    demande = DemandeFactory(exploitant=True, created_at=NOON - timedelta(days=2))
    colleague = MembershipFactory(organisation=demande.organisation).user
    client.force_login(colleague)
    page = f"/exploitant/demandes/{demande.public_id}/"
    reply(client, demande, body="Voici le devis.")
    assert "Répondu" in client.get(page).text
    leave(actor=demande.requester, texts=Texts.KEEP)
    for address in (page, "/exploitant/", "/mises-en-relation/?cote=recues"):
        shown = client.get(address).text
        assert "Compte fermé" in shown
        assert "Répondu" not in shown
    steps = thread_page(colleague, read(demande))["steps"]
    assert [one.note for one in steps if one.label == "Première réponse"] == [
        "non remise : le compte était fermé"
    ]


@pytest.mark.parametrize("status", ["vote", "raccorde"])
def test_moved_alone_or_together_nobody_is_said_to_know_it(client, status):
    demande = DemandeFactory(exploitant=True, created_at=NOON - timedelta(days=2))
    colleague = MembershipFactory(organisation=demande.organisation).user
    User.objects.filter(pk=demande.requester_id).update(is_active=False)
    client.force_login(colleague)
    page = f"/exploitant/demandes/{demande.public_id}/"
    client.post(f"{page}suivi/", {"status": "abandonne", "version": demande.version})
    shown = client.get(page).text
    assert "Le suivi est changé" in shown
    assert "Ce sera dit" not in shown
    data = {"demandes": [demande.public_id], "acte": "suivre", "status": status}
    page = client.post("/exploitant/demandes/ensemble/", data, follow=True).text
    assert "saura bientôt" not in page
    assert "Ce sera dit" not in page

"""Who asked ends the exchange while the organisation may still take back what it did: it is
dropped, who did it is told, and nobody reads that it goes on."""

import uuid
from datetime import timedelta
from itertools import count

import pytest
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.demandes.enums import State
from ambassadeurs.demandes.models import Attachment, Demande, DeskAct
from ambassadeurs.demandes.numbers import NUMBERS
from ambassadeurs.demandes.services.erasure import of_person
from ambassadeurs.demandes.services.together import withdraw_together
from communaute.donnees.account_closing import leave
from communaute.donnees.enums import Texts
from communaute.notifications.models import Notification
from tests.clock import NOON, stop

from .acts import BODY, OFFER, desk, later, mails, quote, reply, takes_back, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["exploitant", "agence"])
def held(request, client_of, at_desk):
    """A demande just answered, who answered, and who asked."""
    demande, one = at_desk(request.param)
    asker = client_of(demande.requester)
    reply(one, demande, body=BODY, attachments=quote())
    assert DeskAct.objects.get().until > NOON
    return demande, one, asker


def close(client, demande):
    return client.post(f"{demande.get_absolute_url()}clore/", follow=True)


def test_it_is_closed_at_once_the_answer_given_back_and_nothing_left_to_take_back(
    held, monkeypatch
):
    demande, one, asker = held
    shown = one.get(desk(demande)).context["undos"][0]["pks"]
    page = close(asker, demande)
    assert "Cet échange est clos." in page.text
    assert "Rien à faire" not in page.text
    assert "Clore l’échange" not in page.text
    assert not page.context["may_write"]
    assert [step.label for step in page.context["steps"] if step.at][-1] == "Close par la personne"
    assert "En attente de réponse" not in asker.get("/mises-en-relation/").text
    encore = {"body": "Encore.", "submission_key": uuid.uuid4()}
    refused = asker.post(demande.get_absolute_url(), encore)
    assert refused.status_code == 409
    for read in (page.text, refused.text):
        assert "Première réponse" not in read
        assert "Recontacté pour étude" not in read

    assert not demande.messages.filter(from_requester=False).exists()
    assert not Attachment.objects.exists()
    told = one.person.notifications.get(kind="demandes.unsent")
    asked_by = demande.requester.public_name
    assert told.title == (
        f"{asked_by} a clos l’échange avant que votre réponse ne parte : elle n’a pas été envoyée"
    )
    assert BODY in told.body
    assert "fichiers joints" in told.body
    assert BODY in one.get(reverse("notifications:list")).text

    home = f"/{demande.kind}/"
    assert OFFER not in one.get(home).text
    page = takes_back(one, shown, follow=True)
    assert page.status_code == 200
    assert [str(message) for message in page.context["messages"]] == [
        "La personne a clos l’échange avant que votre réponse ne parte : elle n’a pas été envoyée. "
        "Votre texte est dans vos notifications."
    ]
    assert page.redirect_chain[-1][0] == (home if demande.kind == "exploitant" else desk(demande))

    later(monkeypatch, NUMBERS.undo_minutes + 1)
    subjects = mails()
    assert told.title in subjects
    assert not any("vous écrit" in subject for subject in subjects)
    assert not Notification.objects.visible_to(asker.person).exists()


def test_opened_again_it_waits_as_before_and_the_answer_is_found_in_the_form(held):
    demande, one, asker = held
    close(asker, demande)
    if demande.kind == "agence":
        page = one.get(desk(demande)).text
        assert "Réponse non remise : la personne a clos l’échange" in page
        assert BODY in page
        assert BODY in one.get(demande.get_absolute_url()).text
    asker.post(f"{demande.get_absolute_url()}rouvrir/")
    demande.refresh_from_db()
    assert (demande.state, demande.first_answer_at) == (State.WAITING, None)
    page = one.get(desk(demande))
    assert page.context["reply_form"]["body"].value() == BODY
    assert "Réponse non remise" in page.text
    assert one.get(demande.get_absolute_url()).context["form"]["body"].value() == BODY
    assert BODY not in asker.get(demande.get_absolute_url()).text
    assert one.post(desk(demande, "repondre/"), typed(one, demande)).status_code == 302
    assert demande.messages.get(from_requester=False).body == BODY
    page = one.get(desk(demande))
    assert "Réponse non remise" not in page.text
    assert not page.context["reply_form"]["body"].value()


def test_an_account_closed_within_the_minutes_is_told_and_shown(held):
    demande, one, _ = held
    leave(actor=demande.requester, texts=Texts.KEEP)
    told = one.person.notifications.get(kind="demandes.unsent")
    assert "a fermé son compte avant que votre réponse ne parte" in told.title
    assert "Elle reste dans l’échange" in told.body
    thread = one.get(demande.get_absolute_url()).text
    assert "non remis : la personne a fermé son compte avant" in thread
    shown = one.get(desk(demande)).context["undos"][0]["pks"]
    page = takes_back(one, shown, follow=True)
    assert "votre texte reste affiché ici" in page.text
    assert "vous attend dans le formulaire" not in page.text
    assert BODY in page.text
    assert not one.person.notifications.visible_to(one.person).filter(pk=told.pk).exists()


def test_the_note_for_colleagues_stays(client_of, at_desk):
    demande, one = at_desk("exploitant")
    reply(one, demande, body=BODY, note="Plans attendus.")
    close(client_of(demande.requester), demande)
    moves = [(event.from_status, event.to_status, event.note) for event in demande.events.all()]
    assert moves == [("a_traiter", "a_traiter", "Plans attendus.")]


def test_what_is_dropped_leaves_no_move_under_the_name_of_who_asked(client_of, at_desk):
    demande, one = at_desk("exploitant")
    asker = client_of(demande.requester)
    moved = {"status": "recontacte", "note": "Plans attendus."}
    assert one.post(desk(demande, "suivi/"), moved).status_code == 302
    assert demande.events.get().to_status == "recontacte"
    close(asker, demande)
    asker.post(f"{demande.get_absolute_url()}rouvrir/")
    assert [
        (event.actor, event.from_status, event.to_status, event.note)
        for event in demande.events.all()
    ] == [(one.person, "a_traiter", "a_traiter", "Plans attendus.")]


def test_nor_does_the_move_that_an_answer_makes_by_itself(client_of, at_desk, monkeypatch):
    demande, one = at_desk("exploitant")
    passing = count()
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(milliseconds=next(passing)))
    reply(one, demande, body=BODY)
    assert demande.events.get().to_status == "recontacte"
    close(client_of(demande.requester), demande)
    assert not demande.events.exists()


def test_a_building_said_connected_is_as_it_was(client_of, monkeypatch, at_desk):
    demande, one = at_desk("exploitant")
    reply(one, demande, status="raccorde")
    close(client_of(demande.requester), demande)
    later(monkeypatch, NUMBERS.undo_minutes + 1)
    assert not Copropriete.objects.connected().exists()
    assert not any("raccordé" in subject for subject in mails())


@pytest.mark.parametrize("ends", ["together", "account"])
def test_whatever_ends_it_drops_what_is_held(at_desk, ends, monkeypatch):
    demande, one = at_desk("exploitant", batch=uuid.uuid4())
    person = demande.requester
    reply(one, demande, body=BODY)
    stop(monkeypatch, NOON + timedelta(minutes=1))
    if ends == "together":
        withdraw_together(actor=person, batch=demande.batch)
    else:
        of_person(person, NOON + timedelta(minutes=1))
    demande.refresh_from_db()
    assert (demande.state, demande.first_answer_at) == (State.CLOSED, None)
    assert BODY in one.person.notifications.get(kind="demandes.unsent").body


@pytest.mark.parametrize("body", ["", BODY])
def test_who_writes_before_the_end_is_told_keeps_the_exchange_open(
    client_of, body, monkeypatch, at_desk
):
    demande, one = at_desk("agence")
    asker = client_of(demande.requester)
    reply(one, demande, body=body, stage="close")
    assert asker.get(demande.get_absolute_url()).context["may_write"]
    sent = {"body": "Encore.", "submission_key": uuid.uuid4()}
    assert asker.post(demande.get_absolute_url(), sent).status_code == 302
    demande.refresh_from_db()
    assert demande.state == (State.ANSWERED if body else State.WAITING)
    assert (demande.closed_at, demande.closed_because) == (None, "")
    assert "Suivi : close" not in one.get(desk(demande)).text
    later(monkeypatch, NUMBERS.undo_minutes + 1)
    assert not Notification.objects.visible_to(asker.person).filter(kind="demandes.closed").exists()
    assert demande.messages.filter(from_requester=False).exists() is bool(body)
    assert (BODY in asker.get(demande.get_absolute_url()).text) is bool(body)


def test_an_answer_left_of_an_end_dropped_may_still_be_taken_back(client_of, at_desk):
    demande, one = at_desk("agence")
    reply(one, demande, body=BODY, stage="close")
    sent = {"body": "Encore.", "submission_key": uuid.uuid4()}
    client_of(demande.requester).post(demande.get_absolute_url(), sent)
    shown = one.get(desk(demande)).context["undos"][0]
    assert "clos" not in shown["said"]
    takes_back(one, shown["pks"])
    demande.refresh_from_db()
    assert (demande.state, demande.first_answer_at) == (State.WAITING, None)


@pytest.mark.parametrize("act", ["rouvrir/", "partager/"])
def test_whatever_who_asked_does_in_it_keeps_it_open(client_of, act, at_desk):
    demande, one = at_desk("agence")
    one.post(desk(demande, "etat/"), {"stage": "close", "version": demande.version})
    client_of(demande.requester).post(f"{demande.get_absolute_url()}{act}")
    demande.refresh_from_db()
    assert (demande.state, demande.told_from) == (State.WAITING, None)


def test_what_the_agency_closed_and_may_take_back_is_open_for_who_asked_and_theirs_to_close(
    client_of, at_desk
):
    demande, one = at_desk("agence")
    one.post(desk(demande, "etat/"), {"stage": "close", "version": demande.version})
    wanted = {name: getattr(demande, name) for name in ("requester", "copropriete", "organisation")}
    assert list(Demande.objects.already_open(ambassadeur=None, **wanted)) == [demande]
    page = close(client_of(demande.requester), demande)
    assert "Close par la personne" in page.text
    assert not one.person.notifications.filter(kind="demandes.unsent").exists()

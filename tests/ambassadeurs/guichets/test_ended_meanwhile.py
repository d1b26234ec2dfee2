"""Who asked acts in the exchange while the organisation may still take back what it did: ending it
has that told at once; doing anything else in it keeps it open."""

import uuid
from datetime import timedelta

import pytest

from ambassadeurs.demandes.enums import State
from ambassadeurs.demandes.models import Attachment, Demande, DeskAct
from ambassadeurs.demandes.numbers import NUMBERS
from ambassadeurs.demandes.services.desk_acts import can_undo
from ambassadeurs.demandes.services.erasure import of_person
from ambassadeurs.demandes.services.together import withdraw_together
from communaute.donnees.account_closing import leave
from communaute.donnees.enums import Texts
from communaute.notifications.models import Notification
from tests.clock import NOON, stop

from .acts import BODY, OFFER, desk, later, quote, reply, takes_back

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


def test_it_is_closed_and_the_answer_told_at_once(held):
    demande, one, asker = held
    shown = one.get(desk(demande)).context["undos"][0]["pks"]
    page = close(asker, demande)
    assert "Cet échange est clos." in page.text
    assert "Clore l’échange" not in page.text
    assert not page.context["may_write"]
    assert [step.label for step in page.context["steps"] if step.at][-1] == "Close par la personne"
    assert "En attente de réponse" not in asker.get("/mises-en-relation/").text
    assert BODY in page.text
    assert Attachment.objects.exists()

    home = f"/{demande.kind}/"
    assert OFFER not in one.get(home).text
    page = takes_back(one, shown, follow=True)
    assert page.status_code == 200
    said = [str(message) for message in page.context["messages"]]
    assert said == ["C’est trop tard pour annuler : c’est parti."]
    # An operator reads no more what it may not answer.
    assert page.redirect_chain[-1][0] == (home if demande.kind == "exploitant" else desk(demande))
    demande.refresh_from_db()
    assert demande.first_answer_at is not None


def test_an_account_closed_within_the_minutes_lets_the_answer_be_taken_back(held):
    demande, one, _ = held
    leave(actor=demande.requester, texts=Texts.KEEP)
    thread = one.get(demande.get_absolute_url()).text
    assert "non remis : la personne a fermé son compte avant" in thread
    shown = one.get(desk(demande)).context["undos"][0]["pks"]
    page = takes_back(one, shown, follow=True)
    assert "votre texte reste affiché ici" in page.text
    assert "vous attend dans le formulaire" not in page.text
    assert BODY in page.text


@pytest.mark.parametrize("ends", ["together", "account"])
def test_whatever_ends_it_has_what_is_held_told(at_desk, ends, monkeypatch):
    demande, one = at_desk("exploitant", batch=uuid.uuid4())
    person = demande.requester
    reply(one, demande, body=BODY)
    now = stop(monkeypatch, NOON + timedelta(minutes=1))
    if ends == "together":
        withdraw_together(actor=person, batch=demande.batch)
    else:
        of_person(person, now)
    demande.refresh_from_db()
    assert (demande.state, demande.told_from) == (State.CLOSED, None)
    assert demande.messages.told().filter(body=BODY).exists()
    assert not can_undo(one.person, DeskAct.objects.get())


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


def test_what_the_agency_closed_and_may_take_back_is_open_for_who_asked(client_of, at_desk):
    demande, one = at_desk("agence")
    one.post(desk(demande, "etat/"), {"stage": "close", "version": demande.version})
    wanted = {name: getattr(demande, name) for name in ("requester", "copropriete", "organisation")}
    assert list(Demande.objects.already_open(ambassadeur=None, **wanted)) == [demande]
    page = close(client_of(demande.requester), demande)
    assert "Cet échange est clos." in page.text
    assert not page.context["may_write"]

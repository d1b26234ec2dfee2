"""A first answer is a message to the person: a change of status alone is none."""

import uuid
from datetime import timedelta

import pytest

from ambassadeurs.demandes.enums import State
from ambassadeurs.demandes.services.messages import close, post_message, reopen
from ambassadeurs.guichets.agence import stages
from ambassadeurs.guichets.exploitant import services as desk
from ambassadeurs.guichets.exploitant.desk import figures
from ambassadeurs.stats.daily_counts import deadline_of
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.clock import NOON, stop

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def steps_of(client, demande):
    client.force_login(demande.requester, backend="django.contrib.auth.backends.ModelBackend")
    return [step.label for step in client.get(demande.get_absolute_url()).context["steps"]]


def answer(actor, demande):
    post_message(actor=actor, demande=demande, body="Bonjour.", submission_key=uuid.uuid4())
    demande.refresh_from_db()


def test_an_operator_answers_the_day_it_writes(client, monkeypatch, operator, exploitant):
    stop(monkeypatch, at=NOON - 20 * DAY)
    demande = DemandeFactory(exploitant=True, organisation=operator, created_at=NOON - 20 * DAY)
    desk.change_status(actor=exploitant, demande=demande, status="recontacte")
    demande.refresh_from_db()
    # Nobody waits any more: no reminder leaves.
    assert (demande.state, demande.first_answer_at) == (State.ANSWERED, None)
    assert figures(type(demande).objects.all()).median_answer is None
    # Once it can be taken back no more, the person reads that it moved.
    stop(monkeypatch, at=NOON - 19 * DAY)
    assert "Première réponse" not in steps_of(client, demande)

    stop(monkeypatch)
    answer(exploitant, demande)
    assert demande.first_answer_at == NOON
    assert figures(type(demande).objects.all()).median_answer == 20 * DAY
    stop(monkeypatch, at=NOON + DAY)
    assert "Première réponse" in steps_of(client, demande)
    assert demande.first_answer_at > deadline_of(demande.kind, demande.created_at, "")


def test_an_agency_answers_the_day_it_writes(monkeypatch, agence):
    stop(monkeypatch, at=NOON - 3 * DAY)
    demande = DemandeFactory(
        agence=True,
        organisation=agence.memberships.get().organisation,
        created_at=NOON - 4 * DAY,
    )
    stages.move(actor=agence, demande=demande, stage=State.ANSWERED)
    demande.refresh_from_db()
    assert (demande.state, demande.first_answer_at) == (State.ANSWERED, None)
    stop(monkeypatch)
    answer(agence, demande)
    assert demande.first_answer_at == NOON


def test_what_was_moved_on_without_a_word_does_not_wait_once_reopened(
    monkeypatch, operator, exploitant
):
    stop(monkeypatch, at=NOON - DAY)
    demande = DemandeFactory(exploitant=True, organisation=operator)
    desk.change_status(actor=exploitant, demande=demande, status="proposition")
    stop(monkeypatch)
    demande = close(actor=demande.requester, demande=demande)
    demande = reopen(actor=demande.requester, demande=demande)
    assert (demande.state, demande.reopened_at) == (State.ANSWERED, None)


def test_a_step_without_a_word_is_never_called_an_answer(client, operator, exploitant, agence):
    advised = DemandeFactory(
        agence=True, organisation=agence.memberships.get().organisation, created_at=NOON - 4 * DAY
    )
    moved = DemandeFactory(exploitant=True, organisation=operator, created_at=NOON - 20 * DAY)
    desk.change_status(actor=exploitant, demande=moved, status="recontacte")
    stages.move(actor=agence, demande=advised, stage=State.ANSWERED)
    rooms = (
        (exploitant, moved, "exploitant", "Étape changée"),
        (agence, advised, "agence", "Pris en charge"),
    )
    for actor, demande, room, said in rooms:
        client.force_login(actor, backend="django.contrib.auth.backends.ModelBackend")
        pages = (f"/{room}/", f"/{room}/demandes/{demande.public_id}/")
        for page in pages:
            text = client.get(page).text
            assert said in text
            assert "Répondu" not in text
        answer(actor, demande)
        for page in pages:
            text = client.get(page).text
            assert "Répondu" in text
            assert said not in text

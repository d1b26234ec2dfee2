"""A local authority reminds an operator or an agency of a demande that is late, once in a while."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from ambassadeurs.demandes.enums import State
from ambassadeurs.demandes.errors import NotAllowed
from ambassadeurs.demandes.models import ClockEvent
from ambassadeurs.demandes.numbers import NUMBERS
from ambassadeurs.demandes.services.messages import post_message
from ambassadeurs.guichets.collectivite import demandes
from ambassadeurs.guichets.collectivite.demandes import DemandeLine
from ambassadeurs.guichets.lines import DeskLine
from ambassadeurs.guichets.mails import waits_as_nudged
from ambassadeurs.guichets.models import Nudge
from communaute.comptes.perms import memberships_of
from communaute.notifications.models import Mail, Notification
from communaute.notifications.outbox import drain
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 11, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=20)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def desk_client(client, collectivite):
    client.force_login(collectivite, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def late(operator, exploitant):
    return DemandeFactory(exploitant=True, organisation=operator, created_at=LONG_AGO)


def page(demande):
    return f"/collectivite/demandes/{demande.public_id}/relancer/"


def said(answer):
    return [str(one).replace("\xa0", " ") for one in answer.context["messages"]]


def test_at_night_it_says_when_the_mail_will_leave(monkeypatch, desk_client, late):
    night = NOW.replace(hour=21)
    monkeypatch.setattr(timezone, "now", lambda: night)
    answer = desk_client.post(page(late), follow=True)
    assert said(answer) == [f"Le message à {late.organisation} part à 7 h."]
    assert {row.due_at for row in Mail.objects.filter(kind="guichets.nudge")} == {
        datetime(2026, 11, 26, 6, tzinfo=UTC)
    }


def test_the_operator_is_told_and_it_is_kept(desk_client, collectivite, exploitant, late):
    assert "Relancer" in desk_client.get("/collectivite/").text
    answer = desk_client.post(page(late), follow=True)
    assert said(answer) == [f"Le message à {late.organisation} est parti."]
    kept = Nudge.objects.get()
    authority = memberships_of(collectivite)[0].organisation
    assert (kept.demande, kept.organisation, kept.actor) == (late, authority, collectivite)
    told = Notification.objects.get(user=exploitant)
    assert told.title.startswith(f"{authority} vous relance")
    assert "à Grenoble" in told.title
    assert told.url == f"/exploitant/demandes/{late.public_id}/"
    assert late.requester.public_name not in told.title + told.body
    assert "Relancée le 25 novembre 2026" in answer.text
    assert "Relancer<" not in answer.text


def test_a_place_that_was_not_sent_is_not_told(collectivite, exploitant, late):
    late.sent = {"lots": 60}
    late.save()
    demandes.nudge(actor=collectivite, demande=late)
    told = Notification.objects.get(user=exploitant)
    assert "Grenoble" not in told.title + told.body


def test_once_in_seven_days_whoever_asks(desk_client, collectivite, late, monkeypatch):
    colleague = MembershipFactory(organisation=memberships_of(collectivite)[0].organisation).user
    demandes.nudge(actor=colleague, demande=late)
    refused = desk_client.post(page(late), follow=True)
    assert said(refused) == [
        f"Cette demande a déjà été relancée le 25 novembre à 12 h, par votre collègue "
        f"{colleague.public_name} : rien n’est envoyé. Vous pourrez recommencer le 2 décembre."
    ]
    week = NOW + timedelta(days=7)
    monkeypatch.setattr(timezone, "now", lambda: week - timedelta(seconds=1))
    with pytest.raises(demandes.NudgedAlready):
        demandes.nudge(actor=collectivite, demande=late)
    monkeypatch.setattr(timezone, "now", lambda: week)
    demandes.nudge(actor=collectivite, demande=late)
    assert Nudge.objects.count() == 2


def test_what_is_not_late_is_refused_with_words(desk_client, operator, collectivite):
    recent = DemandeFactory(exploitant=True, organisation=operator, created_at=NOW)
    answered = DemandeFactory(
        exploitant=True, organisation=operator, created_at=LONG_AGO, state=State.ANSWERED
    )
    assert "Relancer</" not in desk_client.get("/collectivite/").text
    for demande in (recent, answered):
        refused = desk_client.post(page(demande), follow=True)
        assert "n’est pas en retard" in said(refused)[0]
        with pytest.raises(demandes.NotLate):
            demandes.nudge(actor=collectivite, demande=demande)
    assert not Nudge.objects.exists()
    assert not Notification.objects.exists()


def test_elsewhere_others_and_ambassadors(desk_client, collectivite, exploitant, agence, membre):
    elsewhere = DemandeFactory(
        exploitant=True, created_at=LONG_AGO, commune_id="44109", departement_id="44"
    )
    neighbour = DemandeFactory(created_at=LONG_AGO)
    withdrawn = DemandeFactory(
        exploitant=True, created_at=LONG_AGO, consent_withdrawn_at=NOW - timedelta(days=1)
    )
    mine = DemandeFactory(exploitant=True, created_at=LONG_AGO)
    pairs = [(collectivite, one) for one in (elsewhere, neighbour, withdrawn)]
    pairs += [(one, mine) for one in (exploitant, agence, membre, mine.requester)]
    for actor, demande in pairs:
        with pytest.raises(NotAllowed):
            demandes.nudge(actor=actor, demande=demande)
    assert desk_client.post(page(elsewhere)).status_code == 404
    assert not Nudge.objects.exists()


def test_an_agency_is_reminded_too_and_an_operator_without_account_is_written_to(
    collectivite, agence
):
    advice = DemandeFactory(
        agence=True, organisation=memberships_of(agence)[0].organisation, created_at=LONG_AGO
    )
    without = OrganisationFactory(kind="exploitant", email="accueil@reseau.test")
    asked = DemandeFactory(exploitant=True, organisation=without, created_at=LONG_AGO)
    for demande in (advice, asked):
        demandes.nudge(actor=collectivite, demande=demande)
    assert Notification.objects.get(user=agence).url == f"/agence/demandes/{advice.public_id}/"
    assert Mail.objects.get(kind="guichets.nudge", user=None).email == "accueil@reseau.test"


def test_who_cannot_be_reached_is_said_and_nothing_is_kept(desk_client, collectivite, equipe):
    operator = OrganisationFactory(kind="exploitant", name="Chaleur du Lac", email="")
    demande = DemandeFactory(exploitant=True, organisation=operator, created_at=LONG_AGO)
    MembershipFactory(organisation=operator, user__is_active=False)
    refused = desk_client.post(page(demande), follow=True)
    assert said(refused)[0].startswith(
        "Personne ne peut recevoir cette relance : Chaleur du Lac n’a ni compte ouvert"
    )
    with pytest.raises(demandes.NobodyThere, match="prévenez l’équipe nationale"):
        demandes.nudge(actor=collectivite, demande=demande)
    with pytest.raises(demandes.NobodyThere, match=r"Rien n’est envoyé\.$"):
        demandes.nudge(actor=equipe, demande=demande)
    assert not Nudge.objects.exists()
    assert not Mail.objects.exists()


def test_the_national_team_reminds_from_the_page_of_all_that_is_late(
    client, equipe, operator, exploitant, late
):
    """When the answer was due, and not when the clock reminded of it, a day later."""
    ClockEvent.objects.create(demande=late, step="rappel_5jo")
    client.force_login(equipe, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/equipe/retards/").text
    due = DeskLine(late).due_at
    assert due < NOW - timedelta(days=8)
    assert f'datetime="{timezone.localtime(due):%Y-%m-%dT%H:%M:%S}' in page
    address = f"/equipe/demandes-en-retard/{late.public_id}/relancer/"
    assert f'action="{address}"' in page
    answer = client.post(address, follow=True)
    assert said(answer) == [f"Le message à {operator} est parti."]
    assert "relance du 25 novembre 2026" in answer.text
    assert f'action="{address}"' not in answer.text
    told = Notification.objects.get(user=exploitant)
    assert told.url == f"/exploitant/demandes/{late.public_id}/"
    assert Nudge.objects.get().actor == equipe
    assert said(client.post(address, follow=True))[0].startswith("Cette demande a déjà été")
    # The two pages that told of what is late are one.
    assert client.get("/equipe/demandes-en-retard/").url == "/equipe/retards/"


def test_a_demande_that_is_closed_reads_closed_whatever_the_operator_had_written(late):
    assert DemandeLine(late).status == late.get_desk_status_display()
    late.state = State.CLOSED
    assert DemandeLine(late).status == State.CLOSED.label


def test_what_is_answered_and_not_told_yet_is_still_late_for_the_authority(
    desk_client, operator, exploitant, late, monkeypatch
):
    post_message(actor=exploitant, demande=late, body="Bonjour.", submission_key=uuid4())
    assert "Relancer<" in desk_client.get("/collectivite/?etat=en_attente").text
    assert "Relancer<" not in desk_client.get("/collectivite/?etat=en_cours").text
    answer = desk_client.post(page(late), follow=True)
    assert said(answer) == [
        f"Le message à {late.organisation} part à 12 h 05, s’il n’y a pas de réponse d’ici là."
    ]
    later = NOW + timedelta(minutes=NUMBERS.undo_minutes)
    assert Mail.objects.get(kind="guichets.nudge").due_at == later
    monkeypatch.setattr(timezone, "now", lambda: later + timedelta(seconds=1))
    drain()
    assert not any("relance" in one.subject for one in mail.outbox)


def test_a_reminder_does_not_leave_once_a_new_delay_began(collectivite, late):
    demandes.nudge(actor=collectivite, demande=late)
    context = {"demandes": [late.pk], "since": late.clock_from}
    assert waits_as_nudged(context)
    type(late).objects.filter(pk=late.pk).update(reopened_at=NOW)
    assert not waits_as_nudged(context)

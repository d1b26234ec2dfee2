"""A request whose writer left the building: what its people read and follow stays theirs, and they
may ask anew."""

from datetime import timedelta

import pytest

from ambassadeurs.assemblees.next_step import now_of
from ambassadeurs.assemblees.selectors import has_offer
from ambassadeurs.coproprietes.projects.services import leave_building
from ambassadeurs.demandes.enums import DeskStatus
from ambassadeurs.demandes.errors import MessagesSuspended
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.services.messages import close, reopen
from ambassadeurs.demandes.shared_requests import follow, requests_of, share_with_members
from communaute.comptes.models import User
from communaute.donnees.account_closing import leave, take_back
from communaute.moderation.enums import SanctionKind
from communaute.moderation.sanctions.services import confirm_proposal
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.clock import NOON, stop, tick
from tests.communaute.comptes.factories import MembershipFactory, UserFactory
from tests.communaute.moderation.factories import CaseFactory
from tests.communaute.moderation.sanctions.scenes import proposed
from tests.mails import sent_mails

from .asking import ask, ask_operator, asker, minutes_over, operator_of_network
from .test_members import answer, neighbour

pytestmark = pytest.mark.django_db


@pytest.fixture
def left():
    """Shared, followed and answered; its writer left, and who followed it asked anew."""
    organisation, reseau = operator_of_network()
    MembershipFactory(organisation=organisation)
    writer, building = asker()
    network = {"organisation": organisation, "reseau": reseau}
    demande = ask_operator(writer, building, for_members=True, **network)
    reader = neighbour(building)
    follow(actor=reader, demande=demande, is_followed=True)
    said = answer(demande)
    Demande.objects.update(desk_status=DeskStatus.PROPOSITION)
    minutes_over()
    leave_building(actor=writer, copropriete=building)
    theirs = ask_operator(reader, building, **network)
    demande.refresh_from_db()
    return {
        "demande": demande,
        "theirs": theirs,
        "said": said,
        "writer": writer,
        "reader": reader,
        "building": building,
    }


def test_what_was_shared_stays_readable_once_asked_anew(left, client):
    demande, building = left["demande"], left["building"]
    client.force_login(left["reader"])
    page = client.get(demande.get_absolute_url())
    assert page.status_code == 200
    assert left["said"].body in page.text
    assert "vous pourrez toujours lire celle-ci" in page.text
    assert "Un membre" not in page.text
    assert demande.get_absolute_url() in client.get("/mises-en-relation/?cote=copropriete").text
    # Both count on the page of the building, the offer of the first too.
    lines = requests_of(building, left["reader"])
    assert {line.demande for line in lines} == {demande, left["theirs"]}
    assert has_offer(building)


def test_who_followed_it_is_still_told(left):
    said = answer(left["demande"], "Voici le plan.")
    told = [mail for mail in sent_mails() if left["reader"].email in mail.to]
    assert any("a répondu à une demande" in mail.subject for mail in told)
    assert all(said.body not in mail.body for mail in told)


def test_its_writer_still_takes_it_back(left, client):
    demande = left["demande"]
    client.force_login(left["writer"])
    assert "membres lisent cet échange" in client.get(demande.get_absolute_url()).text
    share_with_members(actor=left["writer"], demande=demande, is_shared=False)
    client.force_login(left["reader"])
    assert client.get(demande.get_absolute_url()).status_code == 404


def test_it_is_closed_and_opened_again_beside_the_new_one(left, client):
    demande, writer = left["demande"], left["writer"]
    close(actor=writer, demande=demande)
    client.force_login(writer)
    assert "a fait la même demande depuis" not in client.get(demande.get_absolute_url()).text
    assert reopen(actor=writer, demande=demande).state != "close"


def test_followed_alone_its_answer_is_still_told(client):
    organisation, reseau = operator_of_network()
    MembershipFactory(organisation=organisation)
    writer, building = asker()
    demande = ask_operator(writer, building, organisation=organisation, reseau=reseau)
    reader = neighbour(building)
    follow(actor=reader, demande=demande, is_followed=True)
    leave_building(actor=writer, copropriete=building)
    ask_operator(reader, building, organisation=organisation, reseau=reseau)
    demande = Demande.objects.for_list().get(pk=demande.pk)
    client.force_login(reader)
    assert client.get(demande.get_absolute_url()).status_code == 404
    answer(demande)
    told = [mail for mail in sent_mails() if reader.email in mail.to]
    assert any("a répondu à une demande" in mail.subject for mail in told)


def test_who_leaves_is_told_that_it_stays_readable(client):
    writer, building = asker()
    neighbour(building)
    client.force_login(writer)
    page = client.get(f"/mon-compte/copropriete/{building.pk}/quitter/").text
    assert "leur reste lisible" in page


def test_of_whose_account_closes_it_goes_on_beside_that_of_a_neighbour():
    user, building = asker()
    organisation, reseau = operator_of_network()
    MembershipFactory(organisation=organisation)
    network = {"organisation": organisation, "reseau": reseau}
    demande = ask_operator(user, building, **network)
    leave(actor=user, texts="garder")
    other = neighbour(building)
    theirs = ask_operator(other, building, **network)
    demande.refresh_from_db()
    assert demande.copropriete == building  # theirs, if they come back
    assert demande.replaced_at
    take_back(person=User.objects.get(pk=user.pk))
    close(actor=other, demande=theirs)
    assert reopen(actor=other, demande=theirs).state != "close"


def test_what_somebody_who_left_asked_is_not_awaited_by_the_building():
    organisation, reseau = operator_of_network()
    MembershipFactory(organisation=organisation)
    writer, building = asker()
    building.nearest_reseau = reseau
    building.save()
    reader = neighbour(building)
    ask_operator(writer, building, organisation=organisation, reseau=reseau)
    assert not now_of(building, reader).may_ask_operator
    leave_building(actor=writer, copropriete=building)
    now = now_of(building, reader)
    assert now.may_ask_operator
    assert "Réponse attendue" not in (now.next.title if now.next else "")


def test_who_moderation_closed_the_account_of_still_reads_the_answer(client):
    """Why desks go on saying that the request waits: unlike who closed their account themselves,
    this person is told of the answer, reads it, and may be given their account back."""
    organisation, reseau = operator_of_network()
    MembershipFactory(organisation=organisation)
    writer, building = asker()
    demande = ask_operator(writer, building, organisation=organisation, reseau=reseau)
    case, team = CaseFactory(content__author=writer), UserFactory(equipe=True)
    closing = proposed(case, team, SanctionKind.CLOSING, None)
    confirm_proposal(actor=UserFactory(equipe=True), proposal=closing)
    said = answer(demande)
    minutes_over()
    told = [mail.subject for mail in sent_mails() if writer.email in mail.to]
    assert any("vous écrit" in subject for subject in told), told
    client.force_login(writer)
    page = client.get(demande.get_absolute_url()).text
    assert said.body in page
    assert "compte est fermé par une décision de modération" in page
    assert "<textarea" not in page
    close(actor=organisation.memberships.get().user, demande=demande)
    minutes_over()
    assert "Rouvrir" not in client.get(demande.get_absolute_url()).text
    with pytest.raises(MessagesSuspended, match="fermé par une décision"):
        reopen(actor=User.objects.get(pk=writer.pk), demande=demande)


def test_an_ambassador_whose_account_moderation_closed_keeps_no_request_waiting(monkeypatch):
    demande = ask(*asker())
    spare, team = AmbassadeurFactory(), UserFactory(equipe=True)
    case = CaseFactory(content__author=demande.ambassadeur.user)
    closing = proposed(case, team, SanctionKind.CLOSING, None)
    confirm_proposal(actor=UserFactory(equipe=True), proposal=closing)
    # It may be undone.
    assert not tick(NOON, "demandes")
    told = stop(monkeypatch, NOON + timedelta(minutes=6))
    assert tick(told, "demandes") == {"orphans_reoffered": 1}
    assert Demande.objects.open().get().ambassadeur == spare

"""What a syndic asked, in « Mes demandes »: the building named, one line and one withdrawal for a
request sent for several."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail

from ambassadeurs.demandes.enums import OVER, ClosedBecause, State
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.services.messages import close, reopen
from ambassadeurs.demandes.services.together import open_together, withdraw_together
from ambassadeurs.guichets.exploitant import services
from communaute.comptes.services import add_member
from communaute.notifications.catalogue import kind_of
from communaute.notifications.models import Mail, Notification
from communaute.notifications.outbox import drain
from communaute.notifications.outbox.pending import bring_up_to_date, is_worth_sending
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.guichets.syndics.factories import ManagedBuildingFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.clock import NOON, stop
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(syndic, lead, monkeypatch):
    """Three buildings asked of one operator at once."""
    stop(monkeypatch)
    operator = OrganisationFactory(kind="exploitant")
    add_member(organisation=operator, user=UserFactory(email="karim@exemple.test"))
    network = ReseauFactory(exploitant=operator)
    buildings = [
        ManagedBuildingFactory(
            organisation=syndic,
            copropriete__name=f"Résidence {letter}",
            copropriete__nearest_reseau=network,
        ).copropriete
        for letter in "CAB"
    ]
    return open_together(
        actor=lead,
        kind="exploitant",
        purpose="devis",
        coproprietes=buildings,
        organisation=operator,
        sender=syndic.name,
        message="Est-ce possible ?",
        share={"name"},
        consent=True,
        submission_key=uuid.uuid4(),
    )


def lines(desk):
    response = desk.get("/mises-en-relation/?cote=envoyees")
    return response.context["lines"], response.content.decode()


def test_a_request_for_several_buildings_is_one_line_that_names_them(desk, asked, lead):
    DemandeFactory(agence=True, requester=lead, copropriete__name="Le Grand Pré")
    found, page = lines(desk)
    assert len(found) == 2
    (group,) = (one for one in found if one.group)
    assert [one.copropriete.name for one in group.group] == [
        "Résidence A",
        "Résidence B",
        "Résidence C",
    ]
    assert "pour Le Grand Pré" in page
    assert "Envoyées (2)" in page
    for demande in asked:
        assert demande.get_absolute_url() in page


@pytest.mark.parametrize("status", OVER)
def test_a_project_that_has_ended_is_not_in_progress_anywhere(desk, syndic, lead, status):
    managed = ManagedBuildingFactory(organisation=syndic)
    DemandeFactory(
        exploitant=True,
        requester=lead,
        copropriete=managed.copropriete,
        state=State.ANSWERED,
        desk_status=status,
    )
    said = f"Projet terminé : {status.label.lower()}"
    address = f"/syndic/{syndic.slug}/"
    for page in (
        lines(desk)[1],
        desk.get(f"{address}immeubles/{managed.pk}/").content.decode(),
    ):
        assert said in page
        assert "En cours" not in page
    assert "<span>Aucune</span>" in desk.get(address).content.decode()


def test_the_line_comes_first_when_one_of_its_buildings_moves(desk, asked, lead):
    alone = DemandeFactory(agence=True, requester=lead, last_act_at=NOON + timedelta(hours=1))
    assert lines(desk)[0][0].demande == alone
    Demande.objects.filter(pk=asked[0].pk).update(last_act_at=NOON + timedelta(hours=2))
    found, _ = lines(desk)
    assert [one.demande for one in found] == [asked[0], alone]


def test_one_withdrawal_ends_all_and_tells_once(desk, asked):
    drain()
    mail.outbox.clear()
    where = f"/mises-en-relation/groupe/{asked[0].batch}/retirer/"
    assert where in lines(desk)[1]
    page = desk.get(where).content.decode()
    assert "Résidence B" in page
    assert "Nous le dirons à" in page and "prévenu" not in page
    assert Demande.objects.filter(state=State.CLOSED).count() == 0
    for _ in range(2):
        assert desk.post(where).status_code == 302
    for demande in Demande.objects.filter(batch=asked[0].batch):
        assert demande.state == State.CLOSED
        assert demande.closed_because == ClosedBecause.REQUESTER
        assert demande.consent_withdrawn_at == NOON
    drain()
    (told,) = mail.outbox
    assert told.to == ["karim@exemple.test"]
    assert "Résidence A" in told.body
    assert "Résidence C" in told.body
    assert where not in lines(desk)[1]


def test_each_colleague_reads_all_that_was_withdrawn_whoever_answers_which(asked, lead):
    lea = MembershipFactory(organisation=asked[0].organisation, user__email="lea@exemple.test")
    Demande.objects.filter(pk=asked[1].pk).update(assigned_to=lea.user)
    drain()
    mail.outbox.clear()
    withdraw_together(actor=lead, batch=asked[0].batch)
    drain()
    assert {one.to[0] for one in mail.outbox} == {"karim@exemple.test", "lea@exemple.test"}
    for told in mail.outbox:
        assert all(f"Résidence {one}" in told.body for one in "ABC")


def test_what_another_person_sent_is_not_withdrawn(asked, client):
    other = UserFactory()
    assert withdraw_together(actor=other, batch=asked[0].batch) == 0
    client.force_login(other)
    where = f"/mises-en-relation/groupe/{asked[0].batch}/retirer/"
    assert client.post(where).status_code == 404
    assert Demande.objects.filter(state=State.CLOSED).count() == 0


def test_the_organisation_reads_what_still_waits_when_the_mail_leaves(asked, lead):
    close(actor=lead, demande=asked[1])
    drain()
    (request,) = (one for one in mail.outbox if "vous demande" in one.subject)
    assert request.subject.endswith("vous demande un devis pour 2 immeubles")
    assert "Résidence A" not in request.body
    assert "Résidence C" in request.body
    (withdrawn,) = (one for one in mail.outbox if "retiré" in one.subject)
    assert "pour Résidence A." in withdrawn.body
    assert "ne la recontactez plus au sujet de cette demande" in withdrawn.body


def test_nothing_is_said_to_wait_once_all_is_withdrawn(asked, lead):
    for one in asked:
        close(actor=lead, demande=one)
    drain()
    assert not any("vous demande" in one.subject for one in mail.outbox)


def test_what_was_reopened_before_the_mail_leaves_is_not_said_withdrawn(asked, lead):
    withdraw_together(actor=lead, batch=asked[0].batch)
    row = Mail.objects.get(kind="demandes.withdrawn")
    kind = kind_of(row.kind)
    reopen(actor=lead, demande=asked[1])
    assert is_worth_sending(row, kind)
    bring_up_to_date(row, kind)
    named = [one.sent["name"] for one in asked if one.pk != asked[1].pk]
    assert sorted(row.context["buildings"]) == sorted(named)
    for one in asked:
        reopen(actor=lead, demande=one)
    assert not is_worth_sending(row, kind)


def test_what_is_closed_already_is_neither_counted_nor_listed_before_withdrawing(desk, asked, lead):
    where = f"/mises-en-relation/groupe/{asked[0].batch}/retirer/"
    close(actor=lead, demande=asked[1])
    page = " ".join(desk.get(where).content.decode().replace("\u00a0", " ").split())
    assert "2 échanges sont encore ouverts" in page
    assert "Résidence C" in page
    assert asked[1].sent["name"] not in page
    for one in (asked[0], asked[2]):
        close(actor=lead, demande=one)
    assert desk.get(where).url == "/mises-en-relation/"


def test_the_line_of_a_request_for_several_stays_true_when_one_is_closed(asked, lead):
    """The mail counts as it leaves; the line is written once."""
    close(actor=lead, demande=asked[1])
    (line,) = Notification.objects.filter(kind="demandes.together")
    assert line.title.endswith("vous demande un devis, immeuble par immeuble")


def test_what_is_not_told_yet_moves_neither_the_group_nor_the_table(desk, asked, syndic, lead):
    first, second, _ = asked
    actor = first.organisation.memberships.get().user
    services.change_status(actor=actor, demande=first, status="abandonne")
    services.change_status(actor=actor, demande=second, status="raccorde")
    close(actor=actor, demande=second)
    page = desk.get(f"/mises-en-relation/groupe/{first.batch}/retirer/").content.decode()
    assert page.count("en attente de réponse") == len(asked)
    address = f"/syndic/{syndic.slug}/"
    for table in (desk.get(address), desk.get(f"{address}export.csv")):
        assert "Raccordé" not in table.content.decode()
    assert "<span>Aucune</span>" not in desk.get(address).content.decode()
    desk.post(f"/mises-en-relation/groupe/{first.batch}/retirer/")
    ended = Demande.objects.filter(batch=first.batch, state=State.CLOSED)
    assert ended.exclude(consent_withdrawn_at=None).count() == len(asked)


def test_what_an_agency_reads_again_is_where_the_mail_leads(syndic, lead, client, monkeypatch):
    stop(monkeypatch)
    adviser = UserFactory(agence=True)
    agency = adviser.memberships.get().organisation
    buildings = [ManagedBuildingFactory(organisation=syndic).copropriete for _ in "AB"]
    sent = open_together(
        actor=lead,
        kind="agence",
        purpose="conseil",
        coproprietes=buildings,
        organisation=agency,
        sender=syndic.name,
        message="Par où commencer ?",
        share={"name"},
        consent=False,
        submission_key=uuid.uuid4(),
    )
    drain()
    withdraw_together(actor=lead, batch=sent[0].batch)
    client.force_login(adviser)
    told = Notification.objects.get(kind="demandes.closed", user=adviser)
    page = client.get(told.url).content.decode()
    assert all(one.get_absolute_url() in page or str(one.public_id) in page for one in sent)

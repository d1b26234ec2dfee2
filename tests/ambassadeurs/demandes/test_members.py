"""Requests to an operator or an agency are the building's: its people read that they are made, join
them, and read the thread when its writer agrees."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadeurs.coproprietes.models import CoproprieteMember
from ambassadeurs.coproprietes.projects.services import leave_building
from ambassadeurs.demandes.enums import Purpose, State
from ambassadeurs.demandes.errors import AskedByMember, DuplicateDemande, NotAllowed
from ambassadeurs.demandes.models import Attachment, Demande, Follower
from ambassadeurs.demandes.perms import can_read_as_member
from ambassadeurs.demandes.services.erasure import of_person
from ambassadeurs.demandes.services.messages import close, post_message, reopen
from ambassadeurs.demandes.shared_requests import follow, requests_of, share_with_members
from communaute.notifications.catalogue import Channel
from communaute.notifications.models import Mail, Preference
from tests.clock import NOON
from tests.communaute.comptes.factories import MembershipFactory, UserFactory
from tests.mails import sent_mails

from .asking import ask, ask_operator, asker, minutes_over, operator_of_network
from .factories import DemandeFactory

pytestmark = pytest.mark.django_db
NEW = "/mises-en-relation/nouvelle/"
SECRET = "Appelez-moi au 06 12 34 56 78, le soir."


@pytest.fixture
def network():
    """An operator who answers, and its network."""
    organisation, reseau = operator_of_network()
    MembershipFactory(organisation=organisation)
    return {"organisation": organisation, "reseau": reseau}


def neighbour(building):
    user = UserFactory(display_name="Paulette R.")
    CoproprieteMember.objects.create(copropriete=building, user=user)
    return user


def answer(demande, body="Votre devis est prêt."):
    colleague = demande.organisation.memberships.first().user
    return post_message(actor=colleague, demande=demande, body=body, submission_key=uuid.uuid4())


def typed(**changes):
    return {
        "purpose": "devis",
        "message": "Bonjour, nous voudrions un devis.",
        "share": ["lots"],
        "consent": "on",
        "submission_key": str(uuid.uuid4()),
    } | changes


def test_the_building_reads_that_it_was_asked_not_the_thread(client, network):
    user, building = asker()
    demande = ask_operator(user, building, message=SECRET, **network)
    other = neighbour(building)
    client.force_login(other)
    page = client.get(f"/mon-compte/copropriete/{building.pk}/").text
    assert "Votre copropriété a demandé un devis" in page
    assert "le 26 novembre, réponse attendue jeudi 3 décembre." in page
    assert demande.get_absolute_url() + '"' not in page
    listed = client.get("/mises-en-relation/").text
    assert "De ma copropriété" in listed
    assert "Votre copropriété a demandé un devis" in listed
    assert client.get(demande.get_absolute_url()).status_code == 404
    client.force_login(user)
    assert (
        "Vous avez demandé un devis" in client.get(f"/mon-compte/copropriete/{building.pk}/").text
    )


@pytest.mark.parametrize(
    ("kind", "said"),
    [("exploitant", "réponse reçue ; projet : à traiter."), ("agence", "réponse reçue.")],
)
def test_once_answered_the_line_is_still_a_sentence(client, kind, said):
    user, building = asker()
    DemandeFactory(
        **{kind: True},
        requester=user,
        copropriete=building,
        state=State.ANSWERED,
        first_answer_at=NOON,
    )
    client.force_login(user)
    assert f", {said}" in client.get(f"/mon-compte/copropriete/{building.pk}/").text


def test_the_thread_opens_when_its_writer_agrees_and_closes_again(client, network):
    user, building = asker()
    demande = ask_operator(user, building, message=SECRET, **network)
    other = neighbour(building)
    client.force_login(user)
    box = f"{demande.get_absolute_url()}membres/"
    assert client.post(box, {"oui": "1"}).status_code == 302
    client.force_login(other)
    page = client.get(demande.get_absolute_url())
    assert page.status_code == 200
    assert "Appelez-moi" in page.text
    assert "06 12 34 56 78" not in page.text
    assert "<textarea" not in page.text
    # Reading is all: nothing is written, shared or ended by another.
    for act in ("", "clore/", "partager/", "membres/", "rouvrir/"):
        sent = client.post(demande.get_absolute_url() + act, {"body": "Bonjour", "oui": "1"})
        assert sent.status_code == 404
    client.force_login(user)
    client.post(box)
    client.force_login(other)
    assert client.get(demande.get_absolute_url()).status_code == 404


def test_who_is_alone_in_the_building_is_told_of_no_others(client, network):
    user, building = asker()
    demande = ask_operator(user, building, **network)
    client.force_login(user)
    page = client.get(demande.get_absolute_url()).text
    assert "Les autres membres" not in page
    assert "aux autres membres" not in page
    client.post(f"{demande.get_absolute_url()}membres/", {"oui": "1"})
    page = client.get(demande.get_absolute_url()).text
    assert "Qui la rejoindra lira cet échange" in page
    assert "Le garder pour moi" in page
    neighbour(building)
    assert "Les autres membres lisent cet échange" in client.get(demande.get_absolute_url()).text


def test_contacts_stay_masked_for_the_members_though_both_sides_share_them(client, network):
    user, building = asker()
    demande = ask_operator(user, building, message=SECRET, for_members=True, **network)
    Demande.objects.update(requester_shares_contact=True, recipient_shares_contact=True)
    client.force_login(neighbour(building))
    assert "06 12 34 56 78" not in client.get(demande.get_absolute_url()).text


def test_members_read_nothing_that_may_still_be_taken_back(client, network):
    user, building = asker()
    demande = ask_operator(user, building, for_members=True, **network)
    said = answer(demande)
    Attachment.objects.create(
        message=said,
        file="demandes/x.pdf",
        name="devis.pdf",
        content_type="application/pdf",
        size=1,
    )
    client.force_login(neighbour(building))
    file = f"{demande.get_absolute_url()}fichiers/{said.attachments.get().pk}/"
    assert said.body not in client.get(demande.get_absolute_url()).text
    assert client.get(file).status_code == 404
    minutes_over()
    page = client.get(demande.get_absolute_url()).text
    assert said.body in page
    assert file in page


def test_the_box_is_asked_unticked_at_writing(client, network):
    user, _ = asker()
    client.force_login(user)
    where = f"{NEW}?a=exploitant&reseau={network['reseau'].slug}"
    page = client.get(where)
    assert "Les autres membres de ma copropriété, s’il y en a, peuvent lire" in page.text
    assert not page.context["form"]["for_members"].value()
    client.post(where, typed())
    assert Demande.objects.get().shared_with_members_at is None
    client.post(where, typed(purpose="rendez_vous", for_members="on"))
    assert Demande.objects.get().shared_with_members_at is not None


def test_nothing_of_a_thread_with_an_ambassador_is_the_buildings(client):
    user, building = asker()
    demande = ask(user, building, for_members=True)
    other = neighbour(building)
    assert demande.shared_with_members_at is None
    assert requests_of(building, other) == []
    client.force_login(other)
    assert client.get(demande.get_absolute_url()).status_code == 404
    with pytest.raises(NotAllowed):
        share_with_members(actor=user, demande=demande, is_shared=True)
    with pytest.raises(NotAllowed):
        follow(actor=other, demande=demande, is_followed=True)


def test_the_second_member_is_led_to_the_first_and_joins(client, network):
    user, building = asker()
    demande = ask_operator(user, building, **network)
    other = neighbour(building)
    client.force_login(other)
    where = f"{NEW}?a=exploitant&reseau={network['reseau'].slug}&immeuble={building.pk}"
    # Something else may still be asked.
    form = client.get(where)
    assert form.context["form"]["purpose"].value() == Purpose.RENDEZ_VOUS
    page = client.get(f"{where}&objet=devis")
    assert "Votre copropriété l’a déjà demandé" in page.text
    assert "La réponse : vous recevrez un courriel" in page.text
    stopped = Preference.objects.create(
        user=other, kind="demandes.followed", site=True, mail=Channel.NONE
    )
    quiet = client.get(f"{where}&objet=devis")
    assert "La réponse : vous la lirez sur le site, sans courriel" in quiet.text
    stopped.delete()
    second = ask_operator(neighbour(building), building, **network, purpose=Purpose.RENDEZ_VOUS)
    shown = client.get(f"{where}&objet=rendez_vous").context["line"]
    assert shown.demande == second
    second.delete()
    refused = client.post(where, typed())
    assert refused.status_code == 409
    # Nothing typed is lost.
    assert "nous voudrions un devis" in refused.text
    assert Demande.objects.get() == demande
    for _ in range(2):
        client.post(f"{demande.get_absolute_url()}suivre/", {"oui": "1"})
    assert Follower.objects.get().user == other
    client.force_login(user)
    assert "Suivie par Paulette R." in client.get(demande.get_absolute_url()).text


def test_who_joined_is_told_of_the_answer_and_not_what_it_says(network):
    user, building = asker()
    demande = ask_operator(user, building, **network)
    other, left = neighbour(building), neighbour(building)
    for one in (other, left):
        follow(actor=one, demande=demande, is_followed=True)
    leave_building(actor=left, copropriete=building)
    said = answer(demande)
    # Not before the organisation can no longer take it back.
    held = Mail.objects.get(user=other, key=f"mer-message-{said.pk}")
    assert held.not_before == said.shown_from
    told = {to: one for one in sent_mails() for to in one.to}
    assert said.body in told[user.email].body
    mail = told[other.email]
    assert "a répondu à une demande de devis pour" in mail.subject
    assert said.body not in mail.body
    assert f"/mon-compte/copropriete/{building.pk}/" in mail.body
    assert left.email not in told


@pytest.mark.parametrize(
    ("purpose", "added"), [("devis", ""), ("rendez_vous", "devis"), ("devis", "rendez_vous")]
)
def test_two_at_once_are_one_by_the_database(network, purpose, added):
    _, building = asker()
    common = {"exploitant": True, "copropriete": building, **network}
    DemandeFactory(purpose=purpose, added_purpose=added, **common)
    with pytest.raises(IntegrityError), transaction.atomic():
        DemandeFactory(purpose="devis", **common)
    Demande.objects.update(state="close")
    DemandeFactory(purpose="devis", **common)


def test_an_agency_too_is_asked_once():
    _, building = asker()
    first = DemandeFactory(agence=True, copropriete=building)
    with pytest.raises(IntegrityError), transaction.atomic():
        DemandeFactory(agence=True, copropriete=building, organisation=first.organisation)
    DemandeFactory(agence=True, copropriete=building)
    DemandeFactory(agence=True, organisation=first.organisation)


def test_another_building_or_another_purpose_is_another_request(network):
    user, building = asker()
    ask_operator(user, building, **network)
    other = neighbour(building)
    with pytest.raises(AskedByMember):
        ask_operator(other, building, **network)
    assert ask_operator(other, building, purpose=Purpose.RENDEZ_VOUS, **network)
    # One's own devis is asked for already by the first: it is not added to the rendez-vous.
    with pytest.raises(AskedByMember):
        ask_operator(other, building, **network)
    with pytest.raises(AskedByMember):
        ask_operator(user, building, purpose=Purpose.RENDEZ_VOUS, **network)


def test_however_old_ones_own_open_request_is_shown_again(network):
    user, building = asker()
    ask_operator(user, building, **network)
    Demande.objects.update(created_at=timezone.now() - timedelta(days=200))
    with pytest.raises(DuplicateDemande):
        ask_operator(user, building, **network)


def test_closed_it_is_not_opened_again_over_that_of_another(network):
    user, building = asker()
    demande = ask_operator(user, building, **network)
    close(actor=user, demande=demande)
    theirs = ask_operator(neighbour(building), building, **network)
    with pytest.raises(AskedByMember):
        reopen(actor=user, demande=demande)
    close(actor=theirs.requester, demande=theirs)
    assert reopen(actor=user, demande=demande).state != "close"


def test_of_who_left_the_building_goes_on_without_it(network):
    user, building = asker()
    demande = ask_operator(user, building, **network)
    other = neighbour(building)
    leave_building(actor=user, copropriete=building)
    assert [line.demande for line in requests_of(building, other)] == [demande]
    theirs = ask_operator(other, building, **network)
    demande.refresh_from_db()
    assert (demande.copropriete, theirs.copropriete) == (None, building)
    assert demande.state != "close"


def test_who_left_the_building_reads_and_joins_nothing_more(client, network):
    user, building = asker()
    demande = ask_operator(user, building, for_members=True, **network)
    other = neighbour(building)
    demande.refresh_from_db()
    assert can_read_as_member(other, demande)
    leave_building(actor=other, copropriete=building)
    assert not can_read_as_member(other, demande)
    client.force_login(other)
    assert client.get(demande.get_absolute_url()).status_code == 404
    assert client.post(f"{demande.get_absolute_url()}suivre/", {"oui": "1"}).status_code == 404


def test_closing_an_account_ends_what_it_opened_and_joined(network):
    user, building = asker()
    demande = ask_operator(user, building, for_members=True, **network)
    other = neighbour(building)
    follow(actor=other, demande=demande, is_followed=True)
    of_person(other, timezone.now())
    assert not Follower.objects.exists()
    of_person(user, timezone.now())
    demande.refresh_from_db()
    assert demande.shared_with_members_at is None
    assert not Demande.objects.shared_with(other).exists()


def test_the_page_of_a_building_costs_the_same_at_one_and_at_ten(
    client, network, django_assert_max_num_queries
):
    user, building = asker()
    ask_operator(user, building, **network)
    client.force_login(user)
    address = f"/mon-compte/copropriete/{building.pk}/"
    client.get(address)
    with django_assert_max_num_queries(21) as one:
        client.get(address)
    for _ in range(9):
        member = neighbour(building)
        demande = DemandeFactory(agence=True, copropriete=building, requester=member)
        Follower.objects.create(demande=demande, user=neighbour(building))
    with django_assert_max_num_queries(21) as many:
        client.get(address)
    assert len(many) <= len(one) + 1


def test_who_joins_while_an_answer_waits_to_be_delivered_is_told_of_it_too(network):
    user, building = asker()
    demande, other = ask_operator(user, building, **network), neighbour(building)
    message = answer(demande)
    for _ in range(2):
        follow(actor=other, demande=demande, is_followed=True)
    told = Mail.objects.get(user=other)
    assert (told.kind, told.not_before) == ("demandes.followed", message.shown_from)
    assert message.shown_from > timezone.now()


def test_who_leaves_the_building_follows_its_requests_no_more():
    user, building = asker()
    neighbour = UserFactory()
    building.memberships.create(user=neighbour)
    demande = ask_operator(user, building)
    follow(actor=neighbour, demande=demande, is_followed=True)
    leave_building(actor=neighbour, copropriete=building)
    assert not demande.followers.exists()


def test_a_request_asked_again_by_a_neighbour_is_not_offered_to_be_reopened(client):
    user, building = asker()
    neighbour = UserFactory(display_name="Paulette G.")
    building.memberships.create(user=neighbour)
    demande = ask_operator(user, building)
    close(actor=user, demande=demande)
    ask_operator(neighbour, building, organisation=demande.organisation, reseau=demande.reseau)
    client.force_login(user)
    page = client.get(demande.get_absolute_url()).text
    assert "a fait la même demande depuis" in page
    assert "Rouvrir l’échange" not in page


def test_the_page_of_a_request_sent_is_not_read_again_once_it_was_answered(client):
    user, building = asker()
    demande = ask_operator(user, building)
    sent = f"{demande.get_absolute_url()}envoyee/"
    client.force_login(user)
    assert client.get(sent).status_code == 200
    close(actor=user, demande=demande)
    assert client.get(sent).url == demande.get_absolute_url()

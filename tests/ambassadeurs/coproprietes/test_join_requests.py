"""Somebody describes a building that others follow: they ask to take part, or record it apart."""

import uuid
from datetime import timedelta

import pytest

from ambassadeurs.coproprietes import join_requests
from ambassadeurs.coproprietes.errors import CoproprieteNotAllowed
from ambassadeurs.coproprietes.models import Copropriete, CoproprieteMember, JoinRequest
from ambassadeurs.coproprietes.numbers import NUMBERS
from ambassadeurs.coproprietes.projects import invitations
from ambassadeurs.coproprietes.projects.services import create_building, leave_building
from ambassadeurs.coproprietes.still_true import takes_part
from ambassadeurs.demandes.models import Demande
from communaute.notifications.models import Mail
from communaute.territoires.models import Commune
from socle.calendar import end_of_day
from tests.ambassadeurs.demandes.asking import ask_operator, operator_of_network
from tests.clock import tick
from tests.communaute.comptes.factories import UserFactory
from tests.mails import leaves, sent_mails

from .factories import AmbassadeurFactory, CoproprieteFactory

pytestmark = pytest.mark.django_db

BASE = "/mon-compte/copropriete/"
NEW = f"{BASE}nouvelle/"
NO_ANSWER = "votre demande à participer n’a pas eu de suite"
# The same place as `theirs`, typed otherwise.
TYPED = {"name": "Bâtiment B", "commune": "38185", "address": "12, Rue bayard", "lots": "40"}

REQUEST = {
    "purpose": "devis",
    "commune": "38185",
    "address": "12 rue Bayard",
    "message": "Pouvez-vous chiffrer notre raccordement ?",
    "share": ["commune", "address"],
    "consent": "on",
}


@pytest.fixture
def member():
    return UserFactory(display_name="Monique D.")


@pytest.fixture
def theirs(member):
    commune = Commune.objects.get(pk="38185")
    return create_building(
        actor=member, name="Résidence Bayard", commune=commune, address="12 rue Bayard"
    )


@pytest.fixture
def asker(client, theirs):
    asker = UserFactory(display_name="Camille P.")
    client.force_login(asker)
    return asker


def asked_by(asker, theirs):
    return join_requests.ask_to_join(actor=asker, copropriete=theirs, told_as="12 rue Bayard")


def subjects_to(person):
    return [mail.subject for mail in sent_mails() if mail.to == [person.email]]


def test_a_building_that_others_follow_is_not_recorded_twice(client, asker, geocoder):
    page = client.post(NEW, TYPED)

    assert page.status_code == 409
    assert "déjà suivie ici" in page.text
    assert 'value="Bâtiment B"' in page.text
    # Neither who follows it, nor how they call it.
    assert "Monique" not in page.text
    assert "Résidence Bayard" not in page.text
    assert Copropriete.objects.count() == 1

    client.post(NEW, TYPED | {"known": "apart"})
    assert Copropriete.objects.of_member(asker).get().name == "Bâtiment B"
    assert not JoinRequest.objects.exists()


def test_asking_then_being_welcomed(client, asker, member, theirs, geocoder):
    for _ in range(2):
        page = client.post(NEW, TYPED | {"known": "join"}, follow=True)

    assert "Votre demande est partie" in page.text
    assert "Retirer ma demande" in page.text
    assert subjects_to(member) == ["Camille P. demande à participer à Résidence Bayard"]
    client.force_login(member)
    assert "Camille P." in client.get(f"{BASE}{theirs.pk}/").text
    asked = JoinRequest.objects.get()

    client.post(f"{BASE}{theirs.pk}/demandes/{asked.pk}/", {"welcome": "1"})

    assert theirs.memberships.filter(user=asker).exists()
    assert subjects_to(asker) == ["Vous participez maintenant à Résidence Bayard"]
    assert not JoinRequest.objects.exists()
    again = client.post(f"{BASE}{theirs.pk}/demandes/{asked.pk}/", follow=True)
    assert "déjà close" in again.text


def test_who_has_no_name_chooses_one_to_be_recognised(client, theirs, geocoder):
    nameless, apart = UserFactory.create_batch(2, display_name="")
    client.force_login(nameless)

    page = client.post(NEW, TYPED | {"known": "join", "display_name": ""}).text
    assert "Choisissez le nom que les autres verront." in page
    assert not JoinRequest.objects.exists()
    assert "(Optionnel)" not in page.split("Le nom que les autres")[1][:90]

    client.post(NEW, TYPED | {"known": "join", "display_name": "Camille"})
    assert JoinRequest.objects.get().user.display_name == "Camille"
    # Recorded apart it needs none.
    client.force_login(apart)
    client.post(NEW, TYPED | {"known": "apart", "display_name": "jean@exemple.test"})
    assert Copropriete.objects.of_member(apart).exists()


def test_turned_away_one_is_told_without_a_name(client, asker, member, theirs):
    asked = asked_by(asker, theirs)
    client.force_login(member)
    client.post(f"{BASE}{theirs.pk}/demandes/{asked.pk}/")

    (mail,) = [mail for mail in sent_mails() if mail.to == [asker.email]]
    assert "12 rue Bayard, à Grenoble" in mail.body
    assert "Monique" not in mail.body
    assert "Résidence Bayard" not in mail.body
    assert not theirs.memberships.filter(user=asker).exists()


def test_a_request_taken_back_is_told_to_nobody(client, asker, member, theirs):
    asked = asked_by(asker, theirs)
    for said in ("Votre demande est retirée.", "Cette demande est déjà close"):
        page = client.post(f"{BASE}demandes/{asked.pk}/retirer/", follow=True)
        assert said in page.content.decode()
    assert subjects_to(member) == []
    assert not JoinRequest.objects.exists()


def test_a_request_without_answer_ends_when_an_invitation_would(asker, theirs):
    asked = asked_by(asker, theirs)
    ends = asked.until
    assert ends == end_of_day(asked.asked_at + timedelta(days=NUMBERS.invitation_days))

    tick(ends, "coproprietes")
    assert JoinRequest.objects.exists()
    ends += timedelta(seconds=1)
    assert tick(ends, "coproprietes")["join_requests_ended"] == 1
    assert tick(ends, "coproprietes").get("join_requests_ended", 0) == 0
    assert subjects_to(asker)[-1] == f"12 rue Bayard, à Grenoble : {NO_ANSWER}"


def test_the_last_member_leaves_and_who_asked_is_told(client, asker, member, theirs):
    asked_by(asker, theirs)
    client.force_login(member)
    leave = f"{BASE}{theirs.pk}/quitter/"
    assert "1 personne attend votre réponse" in client.get(leave).text
    client.post(leave)
    assert subjects_to(asker) == [f"12 rue Bayard, à Grenoble : {NO_ANSWER}"]
    told = sent_mails()[-1].body
    assert "plus personne ne peut vous répondre" in told
    assert "Ses membres" not in told


def test_the_last_one_leaves_a_building_that_is_kept_and_who_asked_is_told(client, asker):
    building = CoproprieteFactory(address="3 rue Trois")
    last = CoproprieteMember.objects.create(copropriete=building, user=UserFactory())
    join_requests.ask_to_join(actor=asker, copropriete=building, told_as="3 rue Trois")
    client.force_login(last.user)
    page = client.get(f"{BASE}{building.pk}/quitter/").text
    assert "seront effacées" not in page
    assert "sa demande prend fin" in page
    # An ambassador answers them; one who closes an account takes part no more.
    mandate = AmbassadeurFactory(copropriete=building)
    CoproprieteMember.objects.create(copropriete=building, user=UserFactory(is_active=False))
    page = client.get(f"{BASE}{building.pk}/quitter/").text
    assert "sa demande prend fin" not in page
    assert "continue de participer" not in page
    building.memberships.exclude(pk=last.pk).delete()
    mandate.delete()
    leave_building(actor=last.user, copropriete=building)
    assert not JoinRequest.objects.exists()
    assert subjects_to(asker) == [f"3 rue Trois, à Grenoble : {NO_ANSWER}"]


def test_invited_meanwhile_one_asks_no_more(asker, member, theirs):
    asked_by(asker, theirs)
    sent = invitations.invite(actor=member, copropriete=theirs, email=asker.email)
    invitations.accept_invitation(actor=asker, token=invitations.token_of(sent))
    assert not JoinRequest.objects.exists()


def test_an_ambassador_who_leaves_still_reads_by_the_mandate(client):
    mandate = AmbassadeurFactory()
    building = mandate.copropriete
    CoproprieteMember.objects.create(copropriete=building, user=mandate.user)
    client.force_login(mandate.user)
    assert "Votre mandat d’ambassadeur reste" in client.get(f"{BASE}{building.pk}/quitter/").text
    page = client.post(f"{BASE}{building.pk}/quitter/", follow=True)
    assert "Vous n’êtes plus membre" in page.text


def test_an_ambassador_who_is_no_member_takes_part_by_the_mandate(client):
    mandate = AmbassadeurFactory(first_name="Lucien")
    building = f"{BASE}{mandate.copropriete_id}/"
    client.force_login(mandate.user)
    page = client.get(building).text
    assert "Lucien (vous), ambassadeur" in page
    assert "Quitter cette copropriété" not in page
    asked = client.post(f"{building}quitter/", follow=True)
    assert "par votre mandat" in asked.text
    assert "Vous n’êtes plus membre" not in asked.text


def test_answered_meanwhile_nothing_is_done_and_only_members_answer(asker, member, theirs):
    read_before = asked_by(asker, theirs)
    for act in (join_requests.welcome, join_requests.turn_away):
        with pytest.raises(CoproprieteNotAllowed):
            act(actor=asker, asked=read_before)
    with pytest.raises(CoproprieteNotAllowed):
        join_requests.take_back(actor=UserFactory(), asked=read_before)
    join_requests.turn_away(actor=member, asked=JoinRequest.objects.get())
    assert not join_requests.welcome(actor=member, asked=read_before)
    assert not join_requests.turn_away(actor=member, asked=read_before)
    assert not theirs.memberships.filter(user=asker).exists()
    # Nor does a mail that waits leave for who takes part no more.
    context = {"copropriete": theirs.pk}
    assert takes_part(member, context)
    theirs.memberships.all().delete()
    assert not takes_part(member, context)


@pytest.mark.parametrize(
    ("mine", "others", "is_known"),
    [
        ({"register_number": "AA1234567"}, {"register_number": "AA1234567"}, True),
        # Two numbers are two co-ownerships, at one address or not.
        (
            {"register_number": "AA1234567", "address": "1 rue Une"},
            {"register_number": "BB1234567", "address": "1 rue Une"},
            False,
        ),
        ({"address": "1 rue Une"}, {"register_number": "BB1234567", "address": "1, RUE UNE"}, True),
        ({"address": "1 rue Une"}, {"address": "11 rue Une"}, False),
        ({"address": ""}, {"address": ""}, False),
    ],
)
def test_what_is_the_same_building(member, mine, others, is_known):
    commune = Commune.objects.get(pk="38185")
    create_building(actor=member, name="Les Tilleuls", commune=commune, **others)
    found = join_requests.find_known(UserFactory(), commune=commune, **mine)
    assert (found is not None) is is_known


def test_the_one_of_an_ambassador_is_known_and_one_that_nobody_follows_is_not():
    followed = AmbassadeurFactory(copropriete__address="3 rue Trois").copropriete
    left = CoproprieteFactory(address="4 rue Quatre")
    CoproprieteMember.objects.create(copropriete=left, user=UserFactory(is_active=False))
    person = UserFactory()
    found = join_requests.find_known(person, commune=followed.commune, address="3 rue Trois")
    assert found == followed
    alone = join_requests.find_known(person, commune=left.commune, address="4 rue Quatre")
    assert alone is None


def test_a_request_to_an_operator_asks_first(client, asker, theirs, geocoder):
    _, reseau = operator_of_network()
    page = f"/mises-en-relation/nouvelle/?a=exploitant&reseau={reseau.slug}"
    data = REQUEST | {"submission_key": str(uuid.uuid4())}

    refused = client.post(page, data)
    assert refused.status_code == 409
    assert "déjà suivie ici" in refused.content.decode()
    assert not Demande.objects.exists()

    client.post(page, data | {"known": "join"})
    assert JoinRequest.objects.get().copropriete == theirs
    kept = client.get(page).content.decode()
    assert "Pouvez-vous chiffrer notre raccordement ?" in kept

    client.post(page, data | {"known": "apart"})
    assert Demande.objects.get().requester == asker


def test_welcomed_one_reads_that_it_is_asked_and_finds_the_message_again(
    client, asker, member, theirs, geocoder
):
    demande = ask_operator(member, theirs)
    page = f"/mises-en-relation/nouvelle/?a=exploitant&reseau={demande.reseau.slug}"
    client.post(page, REQUEST | {"submission_key": str(uuid.uuid4()), "known": "join"})
    join_requests.welcome(actor=member, asked=JoinRequest.objects.get())
    text = client.get(f"{page}&immeuble={theirs.pk}").content.decode()
    assert "Pouvez-vous chiffrer notre raccordement ?" in text
    assert "devis" in text
    assert 'id="demande"' not in text


def test_who_joined_or_asks_again_since_is_not_told_that_it_ended(asker, member, theirs):
    asked = join_requests.ask_to_join(actor=asker, copropriete=theirs, told_as="12 rue Bayard")
    members_mail = Mail.objects.get(user=member, kind="coproprietes.join_asked")
    type(asker).objects.filter(pk=asker.pk).update(is_active=False)
    assert not leaves(members_mail)
    type(asker).objects.filter(pk=asker.pk).update(is_active=True)
    assert leaves(members_mail)

    join_requests.turn_away(actor=member, asked=asked)
    ended = Mail.objects.get(user=asker, kind="coproprietes.join_ended")
    assert leaves(ended) and not leaves(members_mail)
    again = join_requests.ask_to_join(actor=asker, copropriete=theirs, told_as="12 rue Bayard")
    assert not leaves(ended)
    join_requests.welcome(actor=member, asked=again)
    assert not leaves(ended)


def test_leaving_twice_is_said_and_somebody_elses_building_is_not_left(client):
    building, person = CoproprieteFactory(name="Les Tilleuls cachés"), UserFactory()
    for one in (person, UserFactory()):
        building.memberships.create(user=one)
    client.force_login(person)
    address = f"{BASE}{building.pk}/quitter/"
    assert "Vous avez quitté la copropriété." in client.post(address, follow=True).text
    for again in (client.post(address, follow=True), client.get(address, follow=True)):
        assert again.redirect_chain[0] == (BASE, 302)
        assert "Vous ne faites pas, ou plus, partie de cette copropriété." in again.text
        assert building.name not in again.text
    assert building.memberships.count() == 1


@pytest.mark.parametrize("page", ["", "modifier/", "inviter/"])
def test_a_building_of_others_or_left_since_leads_to_ones_own(client, theirs, page):
    person, gone = UserFactory(), "Vous ne faites pas, ou plus, partie de cette copropriété."
    client.force_login(person)
    address = f"{BASE}{theirs.pk}/{page}"
    shown = client.get(address, follow=True)
    assert shown.redirect_chain[0] == (BASE, 302)
    assert gone in shown.text
    assert theirs.name not in shown.text
    if page:
        kept = client.post(address, TYPED | {"email": "a@b.fr", "told": "La cave est sèche."})
        assert kept.status_code == 409
        for said in (gone, "La cave est sèche.", f'href="{BASE}"'):
            assert said in kept.text

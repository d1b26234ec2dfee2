"""What one has just done, and a colleague, oneself or a program followed at once: it is no longer
taken back, and what was told stays true."""

import pytest

from ambassadeurs.demandes.enums import State
from ambassadeurs.demandes.services.messages import close
from ambassadeurs.guichets.exploitant import services
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.clock import NOON
from tests.communaute.comptes.factories import MembershipFactory

from .acts import BODY, OFFER, desk, later, mails, reply, takes_back, undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]
FOLLOWED = "Le suivi a changé depuis : on ne peut plus annuler."
NEXT = "Voici notre proposition."


@pytest.fixture
def demande(db):
    return DemandeFactory(exploitant=True)


@pytest.fixture
def pair(demande, client_of):
    people = MembershipFactory.create_batch(2, organisation=demande.organisation)
    return [client_of(one.user) for one in people]


def sends(client, demande, **given):
    assert reply(client, demande, **given).status_code == 302
    demande.refresh_from_db()


def test_an_answer_that_left_at_once_keeps_the_first_one(demande, pair, client_of, monkeypatch):
    one, two = pair
    asker = client_of(demande.requester)
    sends(one, demande, body=BODY, status="raccorde")
    later(monkeypatch, 1)
    sends(two, demande, body=NEXT, status="proposition")
    page = asker.get(demande.get_absolute_url()).text
    assert NEXT in page
    assert "Première réponse attendue" not in page
    assert OFFER not in one.get(desk(demande)).text
    assert FOLLOWED in takes_back(one, [demande.acts.first().pk], follow=True).text
    demande.refresh_from_db()
    assert (demande.state, demande.first_answer_at) == (State.ANSWERED, NOON)
    assert demande.messages.filter(from_requester=False).count() == 2
    assert mails()


def test_who_asked_ends_it_and_both_answers_are_told(demande, pair, monkeypatch):
    one, two = pair
    sends(one, demande, body=BODY, status="raccorde")
    later(monkeypatch, 1)
    sends(two, demande, body=NEXT, status="proposition")
    close(actor=demande.requester, demande=demande)
    demande.refresh_from_db()
    first, second = demande.messages.filter(from_requester=False).order_by("sent_at")
    assert (first.body, second.body) == (BODY, NEXT)
    assert demande.first_answer_at == first.sent_at


@pytest.mark.parametrize("who", [0, 1])
def test_leaving_connected_ends_the_offer(demande, pair, who):
    one, next_one = pair[0], pair[who]
    sends(one, demande, status="raccorde")
    assert OFFER in one.get(desk(demande)).text
    sends(next_one, demande, status="vote")
    for page in (desk(demande), "/exploitant/"):
        assert OFFER not in one.get(page).text
    held = demande.acts.first()
    assert FOLLOWED in takes_back(one, [held.pk], follow=True).text
    demande.refresh_from_db()
    assert demande.desk_status == "vote"


def test_leaving_connected_in_bulk_ends_the_offer_of_all(demande, pair):
    one, _ = pair
    other = DemandeFactory(
        exploitant=True, organisation=demande.organisation, reseau=demande.reseau
    )
    for status, pks in (("raccorde", [demande, other]), ("vote", [demande])):
        given = {
            "acte": "suivre",
            "status": status,
            "demandes": [item.public_id for item in pks],
            "lus": one.get("/exploitant/").context["read"],
        }
        assert one.post("/exploitant/demandes/ensemble/", given).status_code == 302
    assert OFFER not in one.get("/exploitant/").text
    said = takes_back(one, one.session["desk_undos"][0]["pks"], follow=True).text
    assert FOLLOWED in said
    other.refresh_from_db()
    assert other.desk_status == "raccorde"


def test_a_program_that_moves_it_ends_the_offer_and_is_read_at_once(demande, pair, client_of):
    one, _ = pair
    sends(one, demande, status="vote")
    services.change_status(actor=None, demande=demande, status="proposition", by_partner_api=True)
    assert OFFER not in one.get(desk(demande)).text
    page = client_of(demande.requester).get(demande.get_absolute_url()).text
    assert "Première réponse attendue" not in page
    undo(one)
    demande.refresh_from_db()
    assert demande.desk_status == "proposition"


def test_what_colleagues_alone_read_leaves_the_offer(demande, pair):
    one, two = pair
    sends(one, demande, body=BODY)
    given = {"version": demande.version, "colleague": two.person.pk}
    assert two.post(desk(demande, "confier/"), given).status_code == 302
    assert OFFER in one.get(desk(demande)).text


def test_what_a_colleague_took_back_leaves_the_offer(demande, pair):
    one, two = pair
    sends(one, demande, status="vote")
    sends(two, demande, status="proposition")
    assert OFFER not in one.get(desk(demande)).text
    undo(two)
    assert OFFER in one.get(desk(demande)).text
    undo(one)
    demande.refresh_from_db()
    assert (demande.state, demande.desk_status) == (State.WAITING, "a_traiter")


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "C’est déjà annulé."), (9, "C’est trop tard pour annuler : c’est")]
)
def test_what_is_pressed_twice_or_late_says_why(demande, pair, monkeypatch, minutes, said):
    one, _ = pair
    sends(one, demande, status="vote")
    act = {"act": [demande.acts.get().pk]}
    if not minutes:
        undo(one)
    later(monkeypatch, minutes)
    assert said in one.post("/espaces/annuler/", act, follow=True).text

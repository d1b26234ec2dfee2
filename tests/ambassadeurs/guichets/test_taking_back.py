"""What one has just done at a desk: where it may be taken back, and what one finds again then."""

import pytest

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.demandes.enums import State
from ambassadeurs.demandes.numbers import NUMBERS
from tests.ambassadeurs.demandes.factories import DemandeFactory

from .acts import BODY, OFFER, desk, later, mails, quote, reply, takes_back, typed, undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]


BOTH_DESKS = pytest.mark.parametrize("two", ["exploitant", "agence"], indirect=True)


@pytest.fixture
def two(request, at_desk):
    """Two demandes of one desk, an operator's unless told, and somebody of this desk."""
    kind = getattr(request, "param", "exploitant")
    first, one = at_desk(kind)
    same = {"organisation": first.organisation, "reseau": first.reseau}
    return first, DemandeFactory(**{kind: True}, **same), one


@BOTH_DESKS
def test_it_is_offered_on_its_own_page_and_named_elsewhere(two):
    first, other, one = two
    assert OFFER in reply(one, first, follow=True, body=BODY).text
    assert OFFER in one.get(first.get_absolute_url()).text
    for page in (desk(other), other.get_absolute_url()):
        assert OFFER not in one.get(page).text
    refused = reply(one, first, body="x")
    assert (refused.status_code, OFFER in refused.text) == (422, False)
    assert OFFER not in reply(one, other, body=BODY, version=other.version + 9).text
    if first.kind == "exploitant":
        assert f"{first.sent['name']} : Votre réponse sera remise" in one.get("/exploitant/").text


@BOTH_DESKS
def test_what_was_done_first_is_still_taken_back_after_something_else(two):
    first, other, one = two
    for demande in (first, other):
        reply(one, demande, body=BODY)
    undo(one)
    assert not other.messages.filter(from_requester=False).exists()
    assert OFFER not in one.get(desk(other)).text
    page = one.get(desk(first))
    assert OFFER in page.text
    takes_back(one, page.context["undos"][0]["pks"])
    assert not first.messages.filter(from_requester=False).exists()
    assert BODY in one.get(desk(first)).text


def test_what_is_done_twice_of_one_demande_is_taken_back_in_its_order(two):
    first, _, one = two
    reply(one, first, body=BODY)
    reply(one, first, body="Un mot encore.")
    page = one.get(desk(first))
    assert page.text.count(OFFER) == 1
    takes_back(one, page.context["undos"][0]["pks"])
    assert [one.body for one in first.messages.filter(from_requester=False)] == [BODY]
    undo_first = one.get(desk(first)).context["undos"][0]["pks"]
    takes_back(one, undo_first)
    assert not first.messages.filter(from_requester=False).exists()


def test_the_list_keeps_what_was_done_of_several_beside_the_last_one(two):
    first, other, one = two
    same = {"exploitant": True, "organisation": first.organisation, "reseau": first.reseau}
    rest = [other, *DemandeFactory.create_batch(2, **same)]
    given = {
        "acte": "suivre",
        "status": "vote",
        "demandes": [item.public_id for item in (first, rest[0])],
        "lus": one.get("/exploitant/").context["read"],
    }
    one.post("/exploitant/demandes/ensemble/", given)
    for demande in rest[1:]:
        reply(one, demande, body=BODY)
    text = one.get("/exploitant/").text
    assert text.count(OFFER) == 2
    assert "2 suivis sont changés" in text
    assert f"{rest[2].sent['name']} : Votre réponse sera remise" in text


def test_a_window_takes_back_what_it_shows(two):
    first, other, one = two
    reply(one, first, body=BODY)
    shown = one.get(desk(first)).context["undos"][0]["pks"]
    reply(one, other, body=BODY)
    takes_back(one, shown)
    assert not first.messages.filter(from_requester=False).exists()
    assert other.messages.filter(from_requester=False).exists()
    assert BODY in one.get(desk(first)).text


def test_what_was_typed_with_the_answer_is_found_again(at_desk):
    demande, one = at_desk("exploitant")
    given = {"body": BODY, "status": "vote", "note": "Plans attendus."}
    reply(one, demande, attachments=quote(), **given)
    undo(one)
    page = one.get(desk(demande))
    assert "Les fichiers sont à choisir de nouveau." in page.text
    form = page.context["reply_form"]
    assert {name: form[name].value() for name in given} == given
    # Sent as it is, it does what it says.
    one.post(desk(demande, "repondre/"), typed(one, demande))
    demande.refresh_from_db()
    assert demande.desk_status == "vote"
    assert [one.note for one in demande.events.all()] == ["", "", "Plans attendus."]


@pytest.mark.parametrize(
    ("given", "moves"),
    [
        ({"body": BODY, "status": "vote"}, [("a_traiter", "vote"), ("vote", "a_traiter")]),
        ({"status": "vote"}, [("a_traiter", "vote"), ("vote", "a_traiter")]),
        # The answer alone takes « À traiter » away.
        ({"body": BODY}, [("a_traiter", "recontacte"), ("recontacte", "a_traiter")]),
    ],
)
def test_a_note_goes_with_what_is_taken_back(monkeypatch, given, moves, at_desk):
    demande, one = at_desk("exploitant")
    reply(one, demande, note="Plans attendus.", **given)
    later(monkeypatch, 1)
    # One that is written since, by itself, stays.
    reply(one, demande, note="Gardien absent.")
    undo(one)
    events = list(demande.events.all())
    assert [event.note for event in events if event.note] == ["Gardien absent."]
    told = [(event.from_status, event.to_status) for event in events if not event.note]
    assert told == moves
    assert one.get(desk(demande)).context["reply_form"]["note"].value() == "Plans attendus."


def test_an_answer_and_its_note_without_a_move_leave_nothing(at_desk):
    demande, one = at_desk("exploitant", desk_status="vote")
    reply(one, demande, body=BODY, note="Plans attendus.")
    assert demande.events.get().note == "Plans attendus."
    undo(one)
    assert not demande.events.exists()
    one.post(desk(demande, "repondre/"), typed(one, demande))
    assert demande.events.get().note == "Plans attendus."


def test_a_ready_answer_leaves_the_status_chosen(at_desk):
    demande, one = at_desk("exploitant")
    sent = typed(one, demande, body=BODY, status="vote")
    form = one.post(desk(demande, "repondre/"), sent | {"reprendre": "1"}).context["reply_form"]
    again = {name: form[name].value() or "" for name in form.fields if name != "attachments"}
    one.post(desk(demande, "repondre/"), again)
    demande.refresh_from_db()
    assert demande.desk_status == "vote"


def test_the_agency_closes_and_takes_it_back(monkeypatch, at_desk):
    demande, one = at_desk("agence")
    page = reply(one, demande, follow=True, body="Au revoir.", stage="close").text
    assert "Votre réponse sera remise" in page
    assert "et l’échange est clos" in page
    demande.refresh_from_db()
    assert demande.state == State.CLOSED
    undo(one)
    demande.refresh_from_db()
    assert (demande.state, demande.closed_at, demande.closed_because) == (State.WAITING, None, "")
    later(monkeypatch, NUMBERS.undo_minutes + 1)
    assert mails() == []


def test_until_it_is_told_neither_ones_data_nor_the_local_authority_tell_it(
    monkeypatch, two, client_of, collectivite
):
    demande, _, one = two
    asker = client_of(demande.requester)
    authority = client_of(collectivite)
    pages = [
        (asker, "/mon-compte/donnees/demandes-message/", "la personne qui répond"),
        (asker, "/mon-compte/donnees/demandes-demande/", "En cours"),
        (authority, "/collectivite/demandes.csv", ";En cours;"),
    ]
    reply(one, demande, body=BODY)
    for client, page, said in pages:
        assert said not in client.get(page).content.decode(), page
    assert BODY in one.get("/mon-compte/donnees/demandes-message/").text
    later(monkeypatch, NUMBERS.undo_minutes + 1)
    for client, page, said in pages:
        assert said in client.get(page).content.decode(), page


def test_the_totals_of_the_local_authority_count_what_is_told(
    monkeypatch, client_of, at_desk, collectivite
):
    first, one = at_desk("exploitant")
    others = DemandeFactory.create_batch(
        5, exploitant=True, organisation=first.organisation, reseau=first.reseau
    )
    Copropriete.objects.update(nearest_reseau=None, longitude=2.35, latitude=48.85)
    authority = client_of(collectivite)

    def told():
        page = authority.get("/collectivite/")
        picture = page.context["picture"]
        by_status = dict(picture.by_status)
        month = page.context["months"][0]
        text = authority.get("/collectivite/export.csv").content.decode()
        assert f"Raccordé;{by_status['Raccordé']}" in text
        alone = [number for _, number in picture.without_network]
        to_do, connected = by_status["À traiter"], by_status["Raccordé"]
        return to_do, connected, month.states[0], month.answered, alone

    assert told() == ("6", "0", "6", "0", ["6"])
    for demande in [first, *others]:
        reply(one, demande, body=BODY, status="raccorde")
    assert told() == ("6", "0", "6", "0", ["6"])
    later(monkeypatch, NUMBERS.undo_minutes)
    assert told() == ("0", "6", "0", "6", [])

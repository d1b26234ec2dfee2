"""One request of a syndic for several buildings."""

import uuid
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.demandes.enums import GIVEN_UP, State
from ambassadeurs.demandes.errors import (
    AskedByColleague,
    ConsentMissing,
    TooManyDemandes,
    WrongBuilding,
)
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.services.messages import close, post_message, share_contact
from ambassadeurs.demandes.services.together import open_together
from ambassadeurs.guichets.exploitant.services import change_status
from communaute.comptes.perms import memberships_of
from communaute.comptes.services import add_member
from communaute.notifications.models import Notification
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.guichets.syndics.factories import ManagedBuildingFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import UserFactory
from tests.mails import sent_mails


@pytest.fixture
def karim(db):
    return UserFactory(exploitant=True)


@pytest.fixture
def operator(karim):
    return memberships_of(karim)[0].organisation


@pytest.fixture
def managed(syndic, operator):
    network = ReseauFactory(exploitant=operator)
    return [
        ManagedBuildingFactory(
            organisation=syndic,
            copropriete__name=f"Immeuble {letter}",
            copropriete__nearest_reseau=network,
            copropriete__distance_m=90,
        )
        for letter in "ABC"
    ]


def _asked(lead, operator, managed, **changed):
    told = {
        "actor": lead,
        "kind": "exploitant",
        "purpose": "devis",
        "coproprietes": [one.copropriete for one in managed],
        "organisation": operator,
        "sender": "Cabinet Exemple",
        "message": "Est-ce possible ?",
        "share": {"name", "distance"},
        "consent": True,
        "submission_key": uuid.uuid4(),
    }
    return open_together(**(told | changed))


def test_one_form_sends_a_request_for_each_building_once(
    desk, syndic, operator, managed, karim, client
):
    query = "&".join(f"immeuble={one.pk}" for one in managed)
    address = f"/syndic/{syndic.slug}/demande/?{query}"
    page = desk.get(address)
    (choice,) = page.context["choices"]
    assert (choice.organisation, len(choice.buildings)) == (operator, 3)
    address = f"{address}&vers={choice.key}"
    page = desk.get(address)
    assert "Le même pour tous les immeubles." in page.content.decode()
    form = page.context["form"]
    data = {
        "purpose": "devis",
        "message": "Pouvez-vous nous dire ce qui est possible ?",
        "share": ["name", "lots", "distance"],
        "submission_key": form.initial["submission_key"],
    }
    refused = desk.post(address, data)
    assert refused.status_code == 422
    assert not Demande.objects.exists()
    for _ in range(2):
        answer = desk.post(address, data | {"consent": "on"})
        assert answer.url == f"/syndic/{syndic.slug}/"
    said = BeautifulSoup(desk.get(answer.url).content, "html.parser").select_one(".cu-messages")
    assert said.find("a", href="/mises-en-relation/", string="Mes demandes")
    sent = list(Demande.objects.order_by("pk"))
    assert [one.sent["name"] for one in sent] == ["Immeuble A", "Immeuble B", "Immeuble C"]
    assert len({one.consent_text for one in sent}) == 1
    assert "Immeuble A, Immeuble B, Immeuble C" in sent[0].consent_text
    assert all("email" not in one.sent and one.messages.count() == 1 for one in sent)
    assert Notification.objects.filter(user=karim).count() == 1
    client.force_login(karim, backend="django.contrib.auth.backends.ModelBackend")
    at_desk = client.get("/exploitant/").content.decode()
    assert all(f"Immeuble {letter}" in at_desk for letter in "ABC")


def test_each_mail_of_one_of_them_names_the_building_first(lead, karim, operator, managed):
    first, _, last = _asked(lead, operator, managed)
    post_message(actor=karim, demande=first, body="Voici.", submission_key=uuid.uuid4())
    change_status(actor=karim, demande=first, status="proposition")
    post_message(actor=lead, demande=first, body="Merci.", submission_key=uuid.uuid4())
    share_contact(actor=lead, demande=first)
    close(actor=karim, demande=last)
    told = [(one.to, one.subject) for one in sent_mails()]
    to_lead = [subject for to, subject in told if to == [lead.email]]
    assert len(to_lead) == 3
    assert ["Immeuble A" in one for one in to_lead].count(True) == 2
    assert ["Immeuble C" in one for one in to_lead].count(True) == 1
    to_karim = [subject for to, subject in told if to == [karim.email]]
    # Answered, or ended, the two others wait no more.
    assert "pour Immeuble B" in to_karim[0]
    assert all("Immeuble A" in one for one in to_karim[1:])


def test_without_consent_or_for_a_building_of_nobody_nothing_leaves(lead, operator, managed):
    with pytest.raises(ConsentMissing):
        _asked(lead, operator, managed, consent=False)
    stranger = ManagedBuildingFactory()
    with pytest.raises(WrongBuilding):
        _asked(lead, operator, [*managed, stranger])
    assert not Demande.objects.exists()


def test_what_is_sent_together_is_one_request_of_the_week(lead, operator, managed, settings):
    settings.NUMBERS = {"demandes": {"demandes_a_week": 2}}
    _asked(lead, operator, managed[:2])
    _asked(lead, operator, managed[2:])
    with pytest.raises(TooManyDemandes):
        _asked(lead, operator, managed)


def test_too_many_or_no_building_says_so(desk, syndic, managed, settings):
    settings.NUMBERS = {"syndics": {"together": 2}}
    address = f"/syndic/{syndic.slug}/demande/"
    for chosen, status in (([], 422), (managed, 422), (managed[:2], 200)):
        query = {"immeuble": [one.pk for one in chosen]}
        assert desk.get(address, query).status_code == status


def test_a_building_that_left_the_table_is_said_and_the_others_go_on(desk, syndic, managed):
    """Never said « not ticked »; once it is sent, all of them are chosen again."""
    address = f"/syndic/{syndic.slug}/demande/"
    query = {"immeuble": [one.pk for one in managed]}
    (choice,) = desk.get(address, query).context["choices"]
    managed[0].delete()
    page = desk.get(address, query)
    assert page.status_code == 200
    assert [one.name for one in page.context["choices"][0].buildings] == [
        "Immeuble B",
        "Immeuble C",
    ]
    assert "n’est plus dans votre tableau" in page.text
    where = f"{address}?{urlencode(query | {'vers': choice.key}, doseq=True)}"
    refused = desk.post(where, {"message": "Un long message."})
    assert refused.status_code == 409
    assert "Un long message." in refused.text
    assert not Demande.objects.exists()
    for one in managed[1:]:
        one.delete()
    page = desk.get(address, query)
    assert page.status_code == 422
    assert "Ce que vous avez coché n’est plus dans votre tableau" in page.text
    assert "Aucun immeuble n’est coché" not in page.text
    assert "Aucun immeuble n’est coché" in desk.get(address).text


def test_what_a_colleague_asked_is_not_asked_again(desk, lead, syndic, operator, managed):
    """Both had the page of their choice open: the second is told who wrote, nothing leaves."""
    colleague = add_member(organisation=syndic, user=UserFactory(display_name="Inès T.")).user
    _asked(colleague, operator, managed[:1])
    with pytest.raises(AskedByColleague, match=r"Inès T\. a déjà écrit à .* « Immeuble A »"):
        _asked(lead, operator, managed, colleagues=[colleague.pk, lead.pk])
    assert Demande.objects.count() == 1
    query = {"immeuble": [one.pk for one in managed]}
    (choice,) = desk.get(f"/syndic/{syndic.slug}/demande/", query).context["choices"]
    assert [one.name for one in choice.buildings] == ["Immeuble B", "Immeuble C"]


def test_what_asked_a_colleague_who_left_is_of_here_no_more(desk, syndic, operator, managed):
    colleague = add_member(organisation=syndic, user=UserFactory(display_name="Inès T.")).user
    _asked(colleague, operator, managed[:1])

    def told():
        table, building = (
            desk.get(f"/syndic/{syndic.slug}/{rest}")
            for rest in ("", f"immeubles/{managed[0].pk}/")
        )
        choices = desk.get(f"/syndic/{syndic.slug}/demande/?immeuble={managed[0].pk}")
        return (
            [one.managed.open_demandes for one in table.context["lines"]],
            "ne travaille plus ici" in building.text,
            len(choices.context["choices"]),
        )

    assert told() == ([1, 0, 0], False, 0)
    colleague.memberships.all().delete()
    assert told() == ([0, 0, 0], True, 1)


def test_what_was_typed_for_a_recipient_who_is_gone_comes_back(desk, syndic, operator, managed):
    page = f"/syndic/{syndic.slug}/demande/?immeuble={managed[0].pk}"
    gone = f"{page}&vers={desk.get(page).context['choices'][0].key}"
    Copropriete.objects.update(nearest_reseau=None)
    refused = desk.post(gone, {"message": "Pouvez-vous passer mardi ?"})
    assert refused.status_code == 409
    assert "Pouvez-vous passer mardi ?" in refused.text
    assert "n’est pas partie" in refused.text
    assert "n’est pas partie" not in desk.get(page).text


def test_a_second_window_whose_recipient_is_gone_keeps_its_message(
    desk, lead, syndic, operator, managed
):
    address = f"/syndic/{syndic.slug}/demande/?immeuble={managed[0].pk}"
    (choice,) = desk.get(address).context["choices"]
    address = f"{address}&vers={choice.key}"
    form = desk.get(address).context["form"]
    _asked(lead, operator, managed[:1])
    data = {"message": "Un long message.", "submission_key": form.initial["submission_key"]}
    refused = desk.post(address, data)
    assert refused.status_code == 409
    assert "n’est pas partie" in refused.text
    assert "Un long message." in refused.text
    assert Demande.objects.count() == 1
    shown = desk.get(address)
    assert (shown.status_code, "n’est pas partie" in shown.text) == (200, False)


def test_a_message_for_buildings_that_left_the_table_is_kept(desk, syndic, managed):
    address = f"/syndic/{syndic.slug}/demande/?immeuble={managed[0].pk}"
    (choice,) = desk.get(address).context["choices"]
    managed[0].delete()
    refused = desk.post(f"{address}&vers={choice.key}", {"message": "Un long message."})
    assert refused.status_code == 422
    assert "Un long message." in refused.text


def test_for_one_building_the_text_that_is_ready_speaks_of_one(desk, syndic, managed):
    for chosen, words in ((managed[:1], "de cette copropriété"), (managed, "de ces copropriétés")):
        address = f"/syndic/{syndic.slug}/demande/"
        query = {"immeuble": [one.pk for one in chosen]}
        (choice,) = desk.get(address, query).context["choices"]
        form = desk.get(address, query | {"vers": choice.key}).context["form"]
        assert words in form["message"].initial
        assert ("chacune" in form["message"].initial) == (len(chosen) > 1)
        assert bool(form["message"].help_text) == (len(chosen) > 1)


def test_a_building_said_connected_is_not_proposed_again(desk, syndic, managed):
    Copropriete.objects.filter(pk=managed[0].copropriete_id).update(stage="raccorde")
    query = {"immeuble": [one.pk for one in managed]}
    (choice,) = desk.get(f"/syndic/{syndic.slug}/demande/", query).context["choices"]
    assert {one.pk for one in choice.buildings} == {one.copropriete_id for one in managed[1:]}
    alone = desk.get(f"/syndic/{syndic.slug}/demande/", {"immeuble": managed[0].pk}).text
    assert "notés raccordés" in alone
    assert "Aucun exploitant ni agence" not in alone


@pytest.mark.parametrize("status", GIVEN_UP)
def test_a_project_given_up_may_be_asked_again(desk, lead, syndic, operator, managed, status):
    for one in managed:
        DemandeFactory(
            exploitant=True,
            organisation=operator,
            requester=lead,
            copropriete=one.copropriete,
            state=State.ANSWERED,
            desk_status=status,
        )
    query = {"immeuble": [one.pk for one in managed]}
    (choice,) = desk.get(f"/syndic/{syndic.slug}/demande/", query).context["choices"]
    assert len(choice.buildings) == len(managed)

"""Two people, or two tabs, change the same thing: the second reads what the first saved before
replacing it, and nothing typed is lost."""

import pytest

from ambassadeurs.coproprietes.models import CoproprieteMember, RetourExperience
from ambassadeurs.coproprietes.retours.services import propose, save_draft
from tests.communaute.comptes.factories import UserFactory
from tests.versions import version_in

from .factories import AmbassadeurFactory, RetourFactory
from .test_project_pages import BASE, WHOLE, building_of
from .test_retours import page_of, sign_in

pytestmark = pytest.mark.django_db


FIGURES = {"cout_avant_value": "1400,5", "cout_avant_year": "2020"}


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_sheet_saved_by_a_colleague_is_not_replaced_unread(client, is_begun):
    mandate = AmbassadeurFactory()
    building = mandate.copropriete
    if is_begun:
        RetourFactory(copropriete=building, author=mandate.user)
    sign_in(client, mandate.user)
    page = page_of(building)
    read = version_in(client.get(page))
    first = {"why": "Le texte de la première.", "version": read} | FIGURES
    assert client.post(page, first).status_code == 302
    # The same click twice is no conflict.
    assert client.post(page, first).status_code == 302

    second = {"why": "Le texte de la seconde.", "version": read}
    refused = client.post(page, second)
    assert refused.status_code == 409
    assert "vient de modifier" in refused.text
    assert "Le texte de la seconde." in refused.text
    assert page_of(building, "apercu/") in refused.text
    sheet = RetourExperience.objects.get()
    assert (sheet.why, sheet.figures.count()) == ("Le texte de la première.", 1)

    again = second | {"version": version_in(refused)}
    assert client.post(page, again).status_code == 302
    sheet.refresh_from_db()
    assert sheet.why == "Le texte de la seconde."


def test_a_figure_alone_is_a_change(client):
    mandate = AmbassadeurFactory()
    sign_in(client, mandate.user)
    page = page_of(mandate.copropriete)
    client.post(page, {"why": "Un texte."} | FIGURES)
    read = version_in(client.get(page))
    told = {"why": "Un texte.", "cout_avant_year": "2020", "version": read}
    assert client.post(page, told | {"cout_avant_value": "1300"}).status_code == 302
    assert client.post(page, told | {"cout_avant_value": "1200"}).status_code == 409


def test_a_sheet_proposed_meanwhile_gives_the_text_back(client):
    mandate = AmbassadeurFactory()
    sheet = save_draft(
        actor=mandate.user,
        copropriete=mandate.copropriete,
        story=dict.fromkeys(("why", "convinced", "objection", "regrets", "differently"), "Dit."),
        quote="",
        months_from_idea=None,
        figures={},
    )
    sign_in(client, mandate.user)
    page = page_of(mandate.copropriete)
    read = version_in(client.get(page))
    propose(actor=mandate.user, retour=sheet)
    refused = client.post(page, {"why": "Mon long texte.", "version": read})
    assert refused.status_code == 409
    assert "Mon long texte." in refused.text
    assert "Mon long texte." not in client.get(page).text


def test_a_building_changed_by_a_member_is_not_replaced_unread(client):
    one, two = UserFactory(), UserFactory()
    building = building_of(one)
    CoproprieteMember.objects.create(copropriete=building, user=two)
    page = f"{BASE}{building.pk}/modifier/"
    sign_in(client, two)
    read = version_in(client.get(page))
    sign_in(client, one)
    first = WHOLE | {"version": read, "lots": "41"}
    assert client.post(page, first).status_code == 302
    assert client.post(page, first).status_code == 302
    sign_in(client, two)
    second = WHOLE | {"version": read, "name": "Les Érables"}
    refused = client.post(page, second)
    assert refused.status_code == 409
    assert "vient de modifier" in refused.text
    assert "Les Érables" in refused.text
    building.refresh_from_db()
    assert (building.name, building.lots) == ("Les Tilleuls", 41)
    assert client.post(page, second | {"version": version_in(refused)}).status_code == 302
    building.refresh_from_db()
    assert building.name == "Les Érables"


def test_what_is_online_is_not_said_read_again(client):
    retour = RetourFactory(published=True)
    client.force_login(retour.author)
    page = client.post(f"{retour.copropriete.get_absolute_url()}retour/proposer/", follow=True).text
    assert "C’est parti" not in page
    assert "déjà en ligne" in page


def test_ended_twice_it_is_said_once_and_taken_back_twice_not_said_too_late(client):
    mandate = AmbassadeurFactory()
    client.force_login(mandate.user)
    address = f"/ambassadeurs/mon-mandat/{mandate.pk}/"
    assert "Votre mandat est terminé" in client.post(f"{address}arreter/", follow=True).text
    again = client.post(f"{address}arreter/", follow=True).text
    assert "Ce mandat est déjà terminé" in again
    assert "Votre demande est retirée" not in again
    # Nor is it asked any more how much one takes on.
    capacity = client.get(f"{address}capacite/", follow=True)
    assert "Ce mandat est déjà terminé" in capacity.text
    for said in ("", "ce mandat n’est plus arrêté"):
        page = client.post(f"{address}annuler-l-arret/", follow=True)
        assert said in page.text
        assert "trop tard" not in page.text

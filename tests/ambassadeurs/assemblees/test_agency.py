"""An agency reads the papers only when a member who wrote to it says so, and while that is open."""

import pytest

from ambassadeurs.assemblees.dossier import services
from ambassadeurs.assemblees.dossier.services import let_agency_read
from ambassadeurs.assemblees.errors import NoRequestToAgency, NotOfTheBuilding
from ambassadeurs.assemblees.models import Dossier
from ambassadeurs.assemblees.services import plan
from ambassadeurs.coproprietes.models import CoproprieteMember
from ambassadeurs.demandes.enums import State
from tests import clock
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.simulation.test_views import text_of as read_page
from tests.communaute.comptes.factories import MembershipFactory, UserFactory

from .dossiers import WHOLE, page_of, plain, send
from .factories import in_days

pytestmark = pytest.mark.django_db
BOX = "L’agence peut lire le dossier de l’assemblée"


@pytest.fixture
def asked(member, assembly):
    return DemandeFactory(agence=True, requester=member, copropriete=assembly.copropriete)


@pytest.fixture
def adviser(asked):
    return MembershipFactory(organisation=asked.organisation).user


def test_the_agency_reads_once_a_member_ticks_and_changes_nothing(
    client, member, assembly, asked, adviser, django_assert_max_num_queries
):
    services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE)
    page = page_of(assembly, "agence/")
    desk = f"/agence/demandes/{asked.public_id}/"
    client.force_login(adviser)
    assert client.get(page).status_code == 404
    assert page not in client.get(desk).text
    client.force_login(member)
    form = client.get(page_of(assembly)).text
    assert BOX in form
    assert "checked" not in form.partition('id="agency"')[2].partition(">")[0]
    assert client.post(page, {"agency": "oui"}).status_code == 302

    client.force_login(adviser)
    assert page in client.get(desk).text
    told = Dossier.objects.get().numbers
    Dossier.objects.update(numbers={"offer_on": "2026-10-02"})
    assert "vous manque" not in read_page(client.get(page))
    Dossier.objects.update(numbers=told)
    client.get(page)
    with django_assert_max_num_queries(10):
        shown = client.get(page)
    text = plain(read_page(shown))
    assert "maximal de 100 000 € TTC" in text
    assert "Rien ne s’y change d’ici" in text
    assert "<form" not in shown.text.partition('id="contenu"')[2].partition("</main>")[0]
    for what in ("", "envoye/", "agence/", "pdf/"):
        assert client.post(page_of(assembly, what), {"kw": "1"}).url == "/mon-compte/copropriete/"
    assert client.get(page_of(assembly)).url == "/mon-compte/copropriete/"

    # Any member stops it; the end of the request, or who asked leaving the building, too.
    let_agency_read(actor=member, assemblee=assembly, may_read=False)
    assert client.get(page).status_code == 404
    let_agency_read(actor=member, assemblee=assembly, may_read=True)
    asked.state = "close"
    asked.save()
    assert client.get(page).status_code == 404
    asked.state = "en_cours"
    asked.save()
    assert client.get(page).status_code == 200
    CoproprieteMember.objects.filter(user=member).delete()
    assert client.get(page).status_code == 404


def test_without_a_request_to_an_agency_nobody_is_let_read(client, member, assembly):
    client.force_login(member)
    assert BOX not in client.get(page_of(assembly)).text
    with pytest.raises(NoRequestToAgency):
        let_agency_read(actor=member, assemblee=assembly, may_read=True)
    with pytest.raises(NotOfTheBuilding):
        let_agency_read(actor=UserFactory(), assemblee=assembly, may_read=True)


def test_an_operator_never_reads_it(client, member, assembly):
    asked = DemandeFactory(exploitant=True, requester=member, copropriete=assembly.copropriete)
    seller = MembershipFactory(organisation=asked.organisation).user
    Dossier.objects.create(assemblee=assembly, read_for=asked)
    with pytest.raises(NoRequestToAgency):
        let_agency_read(actor=member, assemblee=assembly, may_read=True)
    client.force_login(seller)
    assert client.get(page_of(assembly, "agence/")).status_code == 404


def test_once_the_request_is_closed_nothing_says_that_it_reads(client, member, assembly, asked):
    let_agency_read(actor=member, assemblee=assembly, may_read=True)
    neighbour = UserFactory()
    CoproprieteMember.objects.create(copropriete=assembly.copropriete, user=neighbour)
    # Ticked as a neighbour finds it, the choice stays.
    let_agency_read(actor=neighbour, assemblee=assembly, may_read=True)
    assert Dossier.objects.get().read_for == asked
    type(asked).objects.filter(pk=asked.pk).update(state=State.CLOSED, closed_at=clock.NOON)
    client.force_login(member)
    assert BOX not in client.get(page_of(assembly)).text
    assert "le lit à la demande" not in client.get(page_of(assembly, "agence/")).text


def test_what_an_agency_was_let_read_follows_to_the_next_assembly(
    client, member, assembly, asked, adviser
):
    building = assembly.copropriete
    send(member, assembly)
    let_agency_read(actor=member, assemblee=assembly, may_read=True)
    client.force_login(member)
    assert "elle lit le dossier de la suivante" in client.get(page_of(assembly)).text
    plan(actor=member, copropriete=building, held_on=None)
    following = plan(actor=member, copropriete=building, held_on=in_days(200))
    said = f"{asked.organisation.name} lit ce dossier"
    home = f"/mon-compte/copropriete/{building.pk}/assemblee/"
    assert said in read_page(client.get(home))

    client.force_login(adviser)
    page = page_of(following, "agence/")
    assert client.get(page).status_code == 200
    assert page in client.get(f"/agence/demandes/{asked.public_id}/").text
    former = client.get(page_of(assembly, "agence/"))
    assert former.status_code == 410
    assert f'href="{page}"' in former.text
    assert "ne sont plus tenus" not in former.text

    # Taken back there, it is taken back of the one before too, and does not come again.
    let_agency_read(actor=member, assemblee=following, may_read=False)
    for one in (assembly, following):
        assert client.get(page_of(one, "agence/")).status_code == 404
    plan(actor=member, copropriete=building, held_on=None)
    last = plan(actor=member, copropriete=building, held_on=in_days(220))
    assert client.get(page_of(last, "agence/")).status_code == 404
    client.force_login(member)
    assert said not in read_page(client.get(home))


def test_whose_request_lets_it_read_is_said_to_the_other_members(client, member, assembly, asked):
    let_agency_read(actor=member, assemblee=assembly, may_read=True)
    neighbour = UserFactory()
    CoproprieteMember.objects.create(copropriete=assembly.copropriete, user=neighbour)
    DemandeFactory(agence=True, requester=neighbour, copropriete=assembly.copropriete)
    mine, theirs = "tant que votre demande est ouverte", "tant que sa demande est ouverte"
    for person, said, unsaid in ((member, mine, theirs), (neighbour, theirs, mine)):
        client.force_login(person)
        text = read_page(client.get(page_of(assembly)))
        assert said in text and unsaid not in text

"""The pages of an assembly that was cancelled since: 410, where to go, and what was typed."""

import pytest
from django.urls import reverse

from ambassadeurs.assemblees.dossier import services
from ambassadeurs.assemblees.enums import State
from ambassadeurs.assemblees.models import Assemblee
from ambassadeurs.assemblees.services import plan
from communaute.comptes.perms import memberships_of
from tests.ambassadeurs.guichets.syndics.factories import ManagedBuildingFactory
from tests.ambassadeurs.simulation.test_views import text_of as read_page
from tests.communaute.comptes.factories import UserFactory

from .dossiers import WHOLE, page_of, plain, typed
from .factories import AssembleeFactory, in_days

pytestmark = pytest.mark.django_db


def test_a_link_that_was_kept_says_where_to_go(client, member, assembly):
    services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE)
    building = assembly.copropriete
    client.force_login(member)
    plan(actor=member, copropriete=building, held_on=None)
    links = ("", "lettre/", "vos-questions/", "agenda.ics", "cout-par-lot/")
    for what in links:
        page = client.get(page_of(assembly, what))
        assert page.status_code == 410, what
        assert "L’assemblée du 15 avril 2027 est annulée" in read_page(page), what
        assert f'href="/mon-compte/copropriete/{building.pk}/assemblee/"' in page.text, what
    following = plan(actor=member, copropriete=building, held_on=in_days(200))
    assert f'href="{page_of(following)}"' in client.get(page_of(assembly)).text
    client.force_login(UserFactory())
    led = {what: client.get(page_of(assembly, what)).url for what in links}
    assert led == dict.fromkeys(links, "/mon-compte/copropriete/")


def test_numbers_typed_meanwhile_are_given_back(client, member, assembly):
    client.force_login(member)
    sent = typed(client.get(page_of(assembly)), kw="400", key="tantièmes", has_duty="on")
    plan(actor=member, copropriete=assembly.copropriete, held_on=None)
    page = client.post(page_of(assembly), sent)
    assert page.status_code == 410
    text = plain(read_page(page))
    assert "Rien n’est enregistré" in text
    for said in ("Puissance souscrite : 400", "travaux : tantièmes", "obligatoire ici : oui"):
        assert said in text
    asked = client.post(page_of(assembly, "vos-questions/"), {"body": "Combien ?"})
    assert asked.status_code == 410
    assert "Votre question : Combien ?" in read_page(asked)


def test_how_it_went_is_not_asked_of_one_that_was_cancelled(client, member, assembly):
    Assemblee.objects.update(state=State.CANCELLED, held_on=in_days(-1))
    client.force_login(member)
    page = client.post(page_of(assembly)[: -len("dossier/")] + "resultat/", {"voices_for": "612"})
    assert page.status_code == 410
    assert "Voix pour : 612" in read_page(page)


def test_the_syndic_reads_that_it_was_cancelled(client):
    person = UserFactory(syndic=True)
    managed = ManagedBuildingFactory(organisation=memberships_of(person)[0].organisation)
    one = AssembleeFactory(copropriete=managed.copropriete, state=State.CANCELLED)
    client.force_login(person)
    told = [managed.organisation.slug, managed.pk, one.pk]
    page = client.get(reverse("syndics:result", args=told))
    assert page.status_code == 410
    # Its members' pages are not the syndic's.
    assert "/mon-compte/copropriete/" not in page.text.partition("<main")[2]

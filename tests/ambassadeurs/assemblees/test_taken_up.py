"""An offer read again at `/simuler/` is not typed a second time in the papers."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.utils.http import urlencode

from ambassadeurs.assemblees.dossier import amounts
from ambassadeurs.assemblees.dossier.services import save_numbers
from ambassadeurs.assemblees.models import Dossier
from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.simulation.forms import SimulationForm
from tests.communaute.comptes.factories import UserFactory

from .dossiers import page_of, plain, typed

pytestmark = pytest.mark.django_db
OFFER = {
    "logements": "44",
    "r1": "62,5",
    "r2": "48,35",
    "kw_souscrits": "320",
    "travaux": "185 000",
}
TAKE_UP = "Reporter cette offre dans le dossier de l’assemblée du 15 avril 2027"
TOLD = "L’offre que vous avez relue est reportée"


def read(client, **told):
    return BeautifulSoup(client.get("/simuler/", OFFER | told).content, "html.parser")


def test_the_offer_read_again_is_in_the_form_and_kept_once_it_is_saved(client, member, assembly):
    save_numbers(actor=member, assemblee=assembly, numbers={"years": 20, "r1": Decimal(50)})
    client.force_login(member)
    link = read(client).find("a", string=TAKE_UP)
    page = client.get(link["href"].partition("#")[0])
    assert TOLD in page.text
    assert Dossier.objects.get().numbers == {"years": 20, "r1": "50"}
    soup = BeautifulSoup(page.content, "html.parser")
    client.post(soup.find("input", {"name": "r1"}).find_parent("form")["action"], typed(page))
    kept = amounts.read(Dossier.objects.get().numbers)
    assert (kept.r1, kept.r2) == (Decimal("62.5"), Decimal("48.35"))
    assert (kept.kw, kept.works, kept.years) == (320, 185_000, 20)


@pytest.mark.parametrize("told", [{}, {"r1": "62,5"}, OFFER | {"r1": "abc"}])
def test_an_address_that_tells_no_offer_fills_nothing(client, member, assembly, told):
    client.force_login(member)
    page = client.get(page_of(assembly), told)
    assert page.status_code == 200
    assert TOLD not in page.text


@pytest.mark.parametrize("is_in", [True, False])
def test_it_is_proposed_to_nobody_else(client, assembly, is_in):
    if is_in:
        client.force_login(UserFactory())
    assert "Votre offre, relue" in read(client).get_text()
    assert read(client).find("a", string=TAKE_UP) is None


def test_a_power_that_simuler_refuses_is_refused_with_the_same_words(client, member, assembly):
    Copropriete.objects.update(dwellings=44)
    client.force_login(member)
    page = client.get(page_of(assembly))
    refused = client.post(page_of(assembly), typed(page, kw="1 200"))
    assert refused.status_code == 422
    of_offer = {"logements": "44", "r1": "50", "r2": "60", "kw_souscrits": "1200"}
    words = SimulationForm(QueryDict(urlencode(of_offer))).errors["kw_souscrits"]
    assert refused.context["form"].errors["kw"] == words
    assert plain(words[0]) == "De 88 kW à 880 kW pour 44 logements."
    assert client.post(page_of(assembly), typed(page, kw="880")).status_code == 302

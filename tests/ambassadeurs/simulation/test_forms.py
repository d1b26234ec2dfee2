"""What the page of prices takes: networks, figures left out, a share."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.ambassadeurs.reseaux.factories import ReseauFactory

from .test_views import ask, text_of

pytestmark = pytest.mark.django_db


def test_a_closed_network_is_proposed_nowhere():
    closed = ReseauFactory(name="Chaleur des Alpes du Nord", is_open=False)
    assert f"/simuler/?reseau={closed.slug}" not in Client().get(closed.get_absolute_url()).text
    assert "fermé aux nouveaux raccordements" in text_of(ask(reseau="alpes"))
    ReseauFactory(name="Chaleur des Alpes", enrr_rate=67)
    assert "Chaleur des Alpes," in text_of(ask(reseau="alpes"))
    ReseauFactory(name="Chaleur des Alpes du Sud")
    response = ask(reseau="alpes")
    assert "Lequel de ces réseaux" in text_of(response)
    assert closed.name not in text_of(response)


@pytest.mark.parametrize(
    ("dwellings", "said"),
    [("1", "De 2 kW à 20 kW pour 1 logement."), ("500", "De 1 000 kW à 10 000 kW pour 500")],
)
def test_a_power_out_of_bounds_is_told_those_of_the_building(dwellings, said):
    page = text_of(ask(logements=dwellings, kw="999999"))
    assert said in page.replace("\xa0", " ")


@pytest.mark.parametrize("name", ["travaux", "prime"])
def test_thousands_after_a_dot_are_not_read_as_a_few_euros(name):
    response = ask(**{name: "61.250"})
    assert response.status_code == 422
    assert "ce nombre a trop de chiffres" in text_of(response)
    assert ask(**{name: "61 250,50 €"}).status_code == 200


def test_a_figure_left_out_is_one_that_is_not_known():
    """As the field says."""
    response = ask(valeur="", kw="")
    assert response.status_code == 200
    known = ask(energie="inconnue", valeur="", kw="")
    answers = [
        BeautifulSoup(one.content, "html.parser").find(id="reponse") for one in (response, known)
    ]
    assert answers[0].text == answers[1].text


def test_a_share_that_is_wrong_is_not_folded_away():
    response = ask(part="500", total="100")
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert page.find(id="id_part").find_parent("details").has_attr("open")


def test_a_bill_too_small_says_what_to_check():
    response = ask(valeur="12 000 kWh")
    assert response.status_code == 422
    assert "Vérifiez l’unité, et qu’il compte tous les logements." in text_of(response)


def test_overseas_nothing_is_counted_by_the_prices_of_elsewhere():
    response = ask(departement="974")
    assert response.status_code == 422
    page = text_of(response)
    assert "Outre-mer, demandez à un conseiller France Rénov’." in page
    assert "par logement et par an" not in page
    assert ask(departement="2A").status_code == 200

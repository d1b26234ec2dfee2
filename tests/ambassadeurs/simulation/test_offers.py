"""An offer read again: what it comes to, and what to ask."""

import re
import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from ambassadeurs.coproprietes.models import CoproprieteMember
from ambassadeurs.demandes.models import Demande
from ambassadeurs.simulation.cases import BoilerType, Case, Consumption, Fuel, Network, Offer
from ambassadeurs.simulation.engine import Simulation
from ambassadeurs.simulation.hypotheses import hypotheses
from ambassadeurs.simulation.offers import OfferReading, Owner, Terms, Told
from ambassadeurs.simulation.views import offer_message
from tests.ambassadeurs.coproprietes.factories import CoproprieteFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import UserFactory

from .test_views import ask, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

OFFER = Offer(Decimal(52), Decimal(62), Decimal(400))
CASE = Case(
    60,
    (60,),
    "H1",
    Consumption(Fuel.GAS_KWH, Decimal(716_000)),
    BoilerType.CONDENSING,
    network=Network(enrr=Decimal(67)),
    offer=OFFER,
)
WHOLE = Terms(Decimal("5.5"), 10, Told.YES, Told.YES, Owner.BUILDING)


def read(case=CASE, terms=WHOLE):
    return OfferReading(Simulation(case, hypotheses()), terms)


def seen(case=CASE, terms=WHOLE):
    return " ".join(flag.seen for flag in read(case, terms).flags)


def test_an_offer_that_says_everything_raises_nothing():
    reading = read()
    assert reading.flags == []
    assert round(reading.hours) == 1500
    assert round(reading.price, 1) == Decimal("98.5")
    assert reading.vat == Decimal("5.5")


def test_a_long_contract_for_twice_the_power_is_caught():
    case = replace(CASE, offer=replace(OFFER, kw=Decimal(800)))
    text = seen(case, replace(WHOLE, years=25))
    assert "trop haute" in text
    assert "25 ans" in text
    assert "D. 241-35" in read(case).flags[0].article


@pytest.mark.parametrize(
    ("case", "terms", "said"),
    [
        (replace(CASE, offer=replace(OFFER, kw=Decimal(200))), WHOLE, "trop basse"),
        (CASE, replace(WHOLE, vat_r1=Decimal(20)), "20 % de TVA"),
        (replace(CASE, network=Network()), WHOLE, "n’est pas connue"),
        (replace(CASE, network=Network(enrr=Decimal(40))), WHOLE, "ce serait 20 %"),
        (CASE, replace(WHOLE, has_exit=Told.UNKNOWN), "comment le contrat s’arrête"),
        (CASE, replace(WHOLE, has_formula=Told.NO), "comment le prix change"),
        (CASE, replace(WHOLE, owner=Owner.UNKNOWN), "à qui est la sous-station"),
    ],
)
def test_each_thing_to_ask(case, terms, said):
    assert said in seen(case, terms)
    assert len(read(case, terms).flags) == 1


def test_a_power_that_is_worth_a_question_makes_no_boiler_dearer():
    usual = Simulation(CASE, hypotheses())
    twice = Simulation(replace(CASE, offer=replace(OFFER, kw=Decimal(800))), hypotheses())
    assert usual.energy.power == 400
    assert 350 < twice.energy.power < 380
    assert twice.network.year > usual.network.year


TYPED = {"r1": "52", "r2": "62", "kw_souscrits": "400", "duree": "25", "sortie": "non"}


def test_an_offer_is_sent_to_the_agency_with_its_numbers_and_an_agreement(client):
    UserFactory(agence=True)
    reseau = ReseauFactory(enrr_rate=67, commune_id="38185", departement_id="38")
    user = UserFactory(display_name="Claire")
    building = CoproprieteFactory(connected_year=None)
    CoproprieteMember.objects.create(user=user, copropriete=building)
    client.force_login(user)
    page = BeautifulSoup(ask(client, reseau=reseau.slug, **TYPED).content, "html.parser")
    address = page.find("a", string="Faire relire par l’agence")["href"]
    form = client.get(address)
    message = form.context["form"]["message"].value()
    for said in (
        "400 kW",
        "52 € HT par MWh",
        "62 € HT par kW",
        "Durée : 25 ans",
        "contrat : l’offre ne la prévoit pas",
    ):
        assert said in message
    for part in ("Travaux", "Aides", "Sous-station"):
        assert f"{part} : non renseigné" in message
    assert "MWh, TVA non dite" in message
    assert "J’accepte que les nombres de cette offre" in text_of(form)
    posted = {"message": message, "purpose": "conseil", "submission_key": str(uuid.uuid4())}
    assert "sans votre accord, rien n’est transmis" in text_of(client.post(address, posted))
    assert Demande.objects.count() == 0
    assert client.post(address, posted | {"consent": "on"}).status_code == 302
    assert Demande.objects.get().messages.get().body == message
    again = client.get(address)
    assert "Vous avez déjà une demande" in text_of(again)
    assert "400 kW" in again.content.decode()


@pytest.mark.django_db
def test_the_message_says_all_that_was_typed_as_pages_write_it():
    typed = "logements=60&r1=52&r2=62&kw_souscrits=400&travaux=98000&prime=61000&tva_r1=5.5"
    message = offer_message(typed).replace("\u00a0", " ")
    for said in ("98 000 € TTC", "Aides : 61 000 €", "par MWh, TVA 5,5 %"):
        assert said in message


@pytest.mark.django_db
def test_a_substation_counted_beside_the_works_is_said(client):
    said = re.compile("Une sous-station de [1-9][0-9 ]+ € est comptée en plus des travaux saisis")
    typed = TYPED | {"travaux": "162000", "prime": "63000"}
    assert said.search(text_of(ask(client, **typed)))
    assert "Une sous-station" not in text_of(ask(client, **typed, echangeur="exploitant"))
    assert "Une sous-station" not in text_of(ask(client, **TYPED))


@pytest.mark.parametrize("typed", ["", "logements=60", "logements=x&r1=52", "%00", "r1=52&r2=62"])
def test_what_is_no_offer_writes_no_message(typed):
    assert offer_message(typed) == ""


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"travaux": "1000", "prime": "9999999"}, "Cette aide dépasse les travaux ("),
        ({"prime": "9999999"}, "Cette aide dépasse les travaux que nous comptons ("),
    ],
)
def test_an_aid_above_the_works_is_refused_beside_its_field(asked, said):
    response = ask(**asked)
    assert response.status_code == 422
    assert said in text_of(response)
    assert "prime" in response.context["form"].errors
    assert "9999999" in response.text


def test_the_aid_is_told_as_it_was_typed():
    text = text_of(ask(travaux="120000", prime="61234"))
    assert "celle que vous avez saisie : 61 234 €" in text
    assert "61 234,50 €" in text_of(ask(travaux="120000", prime="61234,50"))


@pytest.mark.parametrize(
    "energy",
    [
        {"energie": "fioul_litres", "valeur": "52 000", "chaudiere": "inconnue"},
        {"energie": "inconnue", "valeur": ""},
        {"energie": "gaz_kwh"},
    ],
)
def test_what_to_fetch_is_what_any_building_can_and_has_not_given_yet(energy):
    offer = {"r1": "54,2", "r2": "61,5", "kw_souscrits": "300", "travaux": "118000"}
    asked = {**energy, "annees": "3", **offer}
    # One that burns fuel oil has no bill of gas.
    told = "le prix du MWh de gaz sur une facture, ou demandez-le à un fournisseur"
    assert told in text_of(ask(**asked))
    assert told not in text_of(ask(**asked, prix_gaz="102"))


def price_of(enrr, vat):
    case = replace(CASE, network=Network(enrr=enrr), offer=replace(OFFER, vat_r1=vat))
    reading = read(case, replace(WHOLE, vat_r1=vat))
    return round(reading.price), reading.vat


def test_r1_bears_the_rate_of_the_offer_where_the_network_publishes_no_share():
    reduced, normal = Decimal("5.5"), Decimal(20)
    assert price_of(None, reduced) == price_of(Decimal(67), normal) == (98, reduced)
    assert price_of(None, normal) == price_of(None, None) == (106, normal)


def test_the_rate_counted_is_said_on_the_page_and_in_the_message(client):
    typed = TYPED | {"tva_r1": "5.5"}
    assert "TVA de R1 comptée, celle de l’offre : 5,5 %" in text_of(ask(client, **typed))
    assert "TVA de R1 comptée, faute de mieux : 20 %" in text_of(ask(client, **TYPED))
    message = offer_message("logements=60&r1=52&r2=62&kw_souscrits=400").replace("\u00a0", " ")
    assert "TTC par MWh, avec R1 à 20 % de TVA, et" in message
    # Both rest on a consumption: whoever reads the offer again is told which.
    assert "par an, pour 600 MWh par an, une consommation moyenne faute de la vraie." in message
    assert re.search(r"par an, pour \d+ MWh par an\.", text_of(ask(client, **TYPED)))

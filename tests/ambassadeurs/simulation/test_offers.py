"""An offer read again: what it comes to, and what to ask."""

from dataclasses import replace
from decimal import Decimal

import pytest

from ambassadeurs.simulation.cases import BoilerType, Case, Consumption, Fuel, Network, Offer
from ambassadeurs.simulation.engine import Simulation
from ambassadeurs.simulation.hypotheses import hypotheses
from ambassadeurs.simulation.offers import OfferReading, Owner, Terms, Told

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

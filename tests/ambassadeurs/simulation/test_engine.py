"""The worked examples, to the cent; what must hold whatever is typed."""

import io
import json
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from ambassadeurs.simulation import investment
from ambassadeurs.simulation.cases import (
    BoilerType,
    Case,
    Consumption,
    Fuel,
    Network,
    Offer,
    PriceOrigin,
)
from ambassadeurs.simulation.energy import r1_vat, sense_of_heat
from ambassadeurs.simulation.engine import Simulation, offer_bill, supplied_bill
from ambassadeurs.simulation.hypotheses import hypotheses
from ambassadeurs.simulation.presentation import SimulationAnswer
from socle.facts_registry.selectors import fact

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def known():
    return hypotheses()


def cents(amount):
    return None if amount is None else str(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


SIXTY = Case(
    60,
    (60,),
    "H1",
    Consumption(Fuel.GAS_KWH, Decimal(716_000), 1),
    BoilerType.CONDENSING,
    Decimal(400),
    Network(enrr=Decimal(67)),
)
E01 = {
    "logements": 60,
    "sous_stations": [60],
    "zone": "H1",
    "conso": {"nature": "gaz_kwh", "valeur": 716000, "annees": 1},
    "chaudiere": {"type": "condensation", "kw": 400},
    "reseau": {"enrr": 67, "origine": "national"},
}


def simulate(case):
    out = io.StringIO()
    call_command("simulate", json.dumps(case), stdout=out)
    return json.loads(out.getvalue())


def test_one_building_by_the_command():
    assert simulate(E01) == {
        "chaleur_mwh": "600.04",
        "reseau": {
            "facture": "66544.65",
            "travaux": "100035.60",
            "an": "71042.44",
            "logement": "1184.04",
        },
        "gaz": {"an": "85299.07", "logement": "1421.65"},
        "pac": {"an": "71394.74"},
        "equilibre": "82.01",
        "ecart": {"valeur": "14256.63", "demi": "20667.32", "mot": "comparable"},
        "a_fournir": "prix_reseau",
    }


def test_what_is_not_a_case_is_refused_in_words():
    for case, said in (
        ({}, "logements"),
        ({"logements": 0}, "un au moins"),
        ({**E01, "loyer": 3}, "loyer"),
        ({**E01, "conso": {"nature": "bois"}}, "bois"),
        ({**E01, "prix_gaz": "cher"}, "prix_gaz"),
        ({**E01, "prix_gaz": -1}, "prix_gaz"),
        ({**E01, "reseau": [1]}, "reseau"),
    ):
        with pytest.raises(CommandError, match=said):
            simulate(case)
    with pytest.raises(CommandError, match="JSON"):
        call_command("simulate", "{")


def test_vat_follows_the_share_of_renewables(known):
    bills = [
        cents(offer_bill(Decimal(600), Decimal(52), Decimal(62), Decimal(400), vat, known))
        for share in (Decimal("50.0"), Decimal("49.9"), None)
        for vat in [r1_vat(share, None, known)]
    ]
    assert bills == ["59080.00", "63604.00", "63604.00"]


def test_heat_from_litres_of_fuel(known):
    litres = Consumption(Fuel.FUEL_LITRES, Decimal(10_000))
    assert cents(Simulation(replace(SIXTY, consumption=litres), known).energy.heat) == "87.18"


def test_only_the_variable_part_follows_the_consumption():
    half = Decimal("0.55")
    before, after = (
        cents(supplied_bill(Decimal(600), Decimal("98.4"), half, ratio))
        for ratio in (Decimal(1), Decimal("0.7"))
    )
    assert (before, after) == ("59040.00", "51069.60")


@pytest.mark.parametrize(
    ("dwellings", "enrr", "zone", "kwhc", "euros"),
    [
        (125, 67, "H1", 12_000_000, "96480.00"),
        (126, 67, "H1", 12_004_000, "96512.16"),
        (60, "50.0", "H2", 2_370_000, "19054.80"),
        (60, None, "H3", 1_848_000, "14857.92"),
    ],
)
def test_certificates_of_a_sub_station(known, dwellings, enrr, zone, kwhc, euros):
    found = investment.certificates(known, dwellings, None if enrr is None else Decimal(enrr), zone)
    assert found == kwhc
    assert cents(investment.worth(known, found)) == euros


def test_certificates_are_counted_by_sub_station(known):
    two = replace(SIXTY, dwellings=120, substations=(60, 60))
    one = replace(two, substations=(120,))
    assert round(Simulation(one, known).works.aid_full) == 95515
    assert round(Simulation(two, known).works.aid_full) == 167875


def test_no_certificate_is_counted_overseas(known):
    away = replace(SIXTY, zone=investment.zone_of("974"), network=Network())
    found = Simulation(away, known).works
    assert found.aid_full is None
    assert found.aid == 0
    assert [investment.zone_of(code) for code in ("38", "35", "2A", "13", "75", "988")] == [
        *("H1", "H2", "H3", "H3", "H1", "")
    ]


def test_a_connection_is_flat_from_ten_and_unknown_outside(known):
    sizes = (9, 10, 24, 25, 60, 333, 334)
    assert [cents(investment.connection(known, size)) for size in sizes] == [
        *(None, "92725.00", "92725.00", "92725.00", "107824.00", "202400.00", None)
    ]


def test_where_works_are_unknown_nothing_rests_on_them():
    found = simulate({**E01, "logements": 9, "sous_stations": [9]})
    assert found["reseau"]["travaux"] is found["reseau"]["an"] is found["ecart"] is None
    assert found["reseau"]["facture"]


@pytest.mark.parametrize(
    ("heat", "sense"),
    [
        *(("600", "ok"), ("600000", "kwh_tapes"), ("59.9", "refuse"), ("60", "demande")),
        *(("179", "demande"), ("1201", "demande"), ("2400", "demande")),
        *(("2401", "refuse"), ("0", "refuse")),
    ],
)
def test_the_sense_of_a_consumption(heat, sense):
    assert sense_of_heat(Decimal(heat), 60) == sense


def test_what_is_published_of_twenty_five_dwellings(known):
    """25 dwellings of 70 m² at 170 kWh/m²: the figures that the guide on prices tells."""
    heat = Decimal(25 * 70 * 170) / 1000
    gas = heat * Decimal("0.86") * Decimal("1.11") / Decimal("0.80") * 1000
    case = replace(
        SIXTY,
        dwellings=25,
        substations=(25,),
        consumption=Consumption(Fuel.GAS_KWH, gas),
        kw=None,
    )
    found = Simulation(case, known)
    each = [round(one.year / 25) for one in (found.network, found.gas, found.heat_pump)]
    assert each == [1470, 1695, 1364]
    examples = ("exemple_reseau", "exemple_gaz", "exemple_pac")
    assert each == [fact(f"{one}_logement").value for one in examples]
    told = [fact(f"{one}_mwh").value for one in examples]
    assert told == [round(one * 25 / heat) for one in each]


def test_the_width_of_one_dwelling_without_any_question(known):
    ten = Case(1, network=Network(Decimal("110.9"), origin=PriceOrigin.PUBLISHED))
    width = Simulation(ten, known).width_bill
    assert round(width * 1109, -1) == 350
    national = Simulation(Case(1), known)
    assert round(national.bill * (1 - national.width_bill), -1) == 680
    assert round(national.bill * (1 + national.width_bill), -1) == 1540


def test_a_published_price_ages(known):
    def width(age):
        told = Network(Decimal(100), origin=PriceOrigin.PUBLISHED, price_age=age)
        return Simulation(replace(SIXTY, network=told), known).width_price

    assert [width(age) * 100 for age in (0, 2, 3, 4, 9)] == [10, 10, 15, 20, 25]


def test_more_bills_are_surer_and_an_unknown_boiler_is_not(known):
    widths = [
        Simulation(
            replace(SIXTY, consumption=Consumption(Fuel.GAS_KWH, Decimal(716_000), years)), known
        ).width_energy
        for years in (1, 2, 3)
    ]
    assert widths == [Decimal("0.08"), Decimal("0.06"), Decimal("0.04")]
    unknown = replace(SIXTY, boiler=BoilerType.UNKNOWN)
    assert round(Simulation(unknown, known).width_energy, 4) == Decimal("0.0943")


def test_what_makes_it_surer_is_the_largest_doubt(known):
    told = Network(Decimal(100), enrr=Decimal(67), origin=PriceOrigin.PUBLISHED)
    published = Simulation(replace(SIXTY, network=told), known)
    assert published.gap.to_supply[0] == "prix_gaz"
    offered = Offer(Decimal(52), Decimal(62), Decimal(400), Decimal(120_000), Decimal(60_000))
    sure = Simulation(replace(SIXTY, offer=offered, gas_price=Decimal(102)), known)
    assert sure.gap.half < published.gap.half
    assert sure.gap.to_supply == ("consommation",)


def test_what_is_typed_is_not_asked_again(known):
    def of(years, fuel=Fuel.FUEL_LITRES):
        return Simulation(
            replace(full, consumption=Consumption(fuel, Decimal(52_000), years)), known
        )

    def left(years, fuel=Fuel.FUEL_LITRES):
        return set(of(years, fuel).gap.to_supply)

    offer = Offer(Decimal(52), Decimal(62), Decimal(400), Decimal(120_000))
    full = replace(SIXTY, offer=offer, gas_price=Decimal(102), kw=Decimal(400))
    # The yield and the price of a new boiler have no field.
    assert left(3) == left(3, Fuel.GAS_KWH) == set()
    assert SimulationAnswer(of(3)).to_fetch == ""
    # Neither one year nor euros tell a mean of what is burnt.
    assert "consommation" in left(1)
    assert "consommation" in left(3, Fuel.GAS_EUROS)


def test_the_aid_pays_the_connection_first_and_never_more_than_all(known):
    rich = replace(SIXTY, offer=Offer(aid=Decimal(140_000)))
    connection, skid = Simulation(rich, known).works.net
    assert connection == 0
    assert 0 < skid < Decimal(33_600)
    richer = replace(SIXTY, offer=Offer(aid=Decimal(500_000)))
    assert Simulation(richer, known).works.net == (0, 0)


def test_the_sub_station_of_an_operator_is_no_work_of_the_building(known):
    with_it = Simulation(replace(SIXTY, offer=Offer(has_skid=True)), known)
    assert with_it.works.net[1] == 0
    assert with_it.network.year < Simulation(SIXTY, known).network.year


def test_two_sub_stations_share_the_power(known):
    two = Simulation(replace(SIXTY, substations=(20, 40)), known)
    assert [round(kw) for kw in two.powers] == [133, 267]
    assert two.works.connection > Simulation(SIXTY, known).works.connection


@pytest.mark.parametrize("kw", [Decimal(300), Decimal(800), Decimal(1500), None])
def test_a_gas_bill_in_euros_gives_its_kwh_back(known, kw):
    """The subscription of the boiler told, or of the power that the consumption takes."""
    told = replace(SIXTY, consumption=Consumption(Fuel.GAS_EUROS, Decimal(80_000)), kw=kw)
    found = Simulation(told, known)
    again = found.energy.bought * known["prix_gaz"] + found.gas.fixed
    assert cents(again) == "80000.00"


def test_the_break_even_makes_both_equal(known):
    found = Simulation(SIXTY, known)
    equal = Simulation(replace(SIXTY, gas_price=found.break_even), known)
    assert abs(equal.gap.value) < Decimal("0.01")


@pytest.mark.parametrize("key", ["prix_chaleur_moyen", "prix_gaz", "prix_electricite"])
def test_a_year_rises_with_each_price(known, key):
    def years(factor):
        found = Simulation(SIXTY, {**known, key: known[key] * factor})
        return [one.year for one in (found.network, found.gas, found.heat_pump)]

    risen = [a < b for a, b in zip(years(Decimal(1)), years(Decimal("1.1")), strict=True)]
    assert risen.count(True) == 1


def test_a_year_rises_with_the_energy(known):
    """Through the steps of the tables too: power, subscription, boilers."""
    for name in ("network", "heat_pump"):
        years = [
            getattr(
                Simulation(
                    replace(
                        SIXTY,
                        consumption=Consumption(Fuel.GAS_KWH, Decimal(mwh * 1000)),
                        kw=None,
                    ),
                    known,
                ),
                name,
            ).year
            for mwh in range(100, 2400, 50)
        ]
        assert all(low < high for low, high in pairwise(years)), name


def test_twenty_years_count_what_lasts_longer_for_its_share(known):
    found = Simulation(SIXTY, known).network
    connection, skid = (amount for amount, _ in found.investments)
    spent = connection * 20 / 30 + skid * 20 / 22
    assert found.twenty_years == 20 * found.running + spent


def test_carbon_makes_gas_dearer_and_nothing_else(known):
    now, later = Simulation(SIXTY, known), Simulation(replace(SIXTY, carbon=45), known)
    assert later.network.year == now.network.year
    assert cents(later.gas.year - now.gas.year) == cents(now.energy.gas * Decimal("9.83"))


def test_the_present_boiler_is_paid_no_more(known):
    kept = Simulation(SIXTY, known).kept
    assert kept.investment == 0
    assert Simulation(replace(SIXTY, consumption=Consumption()), known).kept is None

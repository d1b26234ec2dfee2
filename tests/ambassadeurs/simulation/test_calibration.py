"""What connected copropriétés publish corrects the computation, a little at a time, each night."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from ambassadeurs.coproprietes.enums import FigureKey
from ambassadeurs.simulation.calibration import (
    NETWORK_FROM,
    Pair,
    calibrate,
    cost_pair,
    heat_pair,
    learn,
    network_of,
    to_calibrate,
)
from ambassadeurs.simulation.cases import Case, Consumption, Fuel, Learnt, Network, Offer
from ambassadeurs.simulation.engine import Simulation
from ambassadeurs.simulation.hypotheses import hypotheses
from ambassadeurs.simulation.models import Calibration, Part
from tests.ambassadeurs.coproprietes.factories import FigureFactory, RetourFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory

from .test_views import ask, text_of

pytestmark = pytest.mark.django_db
NETWORK = Network(Decimal(100))


def pairs(*ratios, heat=600):
    return [
        Pair(Decimal(100), Decimal(20), Decimal(100) * Decimal(one), Decimal(heat))
        for one in ratios
    ]


def building(reseau, *, ratio="0.8", lots=50, energy="gaz", bought=600_000, key="gaz_avant"):
    """A connected copropriété whose heat after is `ratio` of what is computed from before."""
    sheet = RetourFactory(
        published=True,
        mandate__copropriete__reseau=reseau,
        mandate__copropriete__lots=lots,
        mandate__copropriete__former_energy=energy,
    )
    computed = heat_pair(
        NETWORK, lots, {key: Decimal(bought), "kwh_apres": Decimal(1)}, hypotheses()
    )
    FigureFactory(retour=sheet, key=key, value=bought, year=2020)
    after = computed.computed * 1000 * Decimal(ratio)
    FigureFactory(retour=sheet, key=FigureKey.KWH_AFTER, value=round(after), year=2024)
    return sheet


def test_below_five_pairs_nothing_is_learnt():
    assert learn(pairs("0.8", "0.8", "0.8", "0.8"), NETWORK_FROM) == Learnt()


def test_half_of_what_ten_pairs_say_is_believed():
    learnt = learn(pairs(*["0.8"] * 10), NETWORK_FROM)
    assert learnt.factor == Decimal("0.8944")  # 0.8 ** (10 / 20)
    assert (learnt.pairs, learnt.spread, learnt.within) == (10, 0, 10)


def test_the_middle_is_believed_and_one_mistake_is_not():
    learnt = learn(pairs("0.9", "1", "1", "1.1", "30"), NETWORK_FROM)
    assert (learnt.factor, learnt.within) == (1, 4)


def test_a_factor_stays_between_its_ends():
    assert learn(pairs(*["0.2"] * 90), NETWORK_FROM).factor == Decimal("0.7")
    assert learn(pairs(*["9"] * 90), NETWORK_FROM).factor == Decimal("1.4")


def test_one_building_is_never_most_of_what_is_heard():
    alone = [*pairs(*["0.8"] * 5, heat=10), *pairs("0.8", heat=51)]
    assert learn(alone, NETWORK_FROM) == Learnt()
    assert learn([*alone[:5], *pairs("0.8", heat=50)], NETWORK_FROM).pairs == 6


def test_the_width_goes_from_ours_to_theirs():
    usual = Decimal("0.08")
    assert Learnt().width(usual) == usual
    assert round(Learnt(10, spread=Decimal("0.02")).width(usual), 4) == Decimal("0.0583")


def test_heat_and_costs_are_compared_with_what_is_computed():
    known = hypotheses()
    heat = heat_pair(
        NETWORK, 50, {"fioul_avant": Decimal(10_000), "kwh_apres": Decimal(87_180)}, known
    )
    assert (round(heat.computed, 2), heat.told) == (Decimal("87.18"), Decimal("87.18"))
    assert (
        heat_pair(NETWORK, 50, {"kwh_avant": Decimal(10), "kwh_apres": Decimal(10)}, known) is None
    )
    paid = {"cout_avant": Decimal(1500), "cout_apres": Decimal(1200)}
    cost = cost_pair(NETWORK, 50, "gaz", paid, known)
    case = Case(50, consumption=Consumption(Fuel.GAS_EUROS, Decimal(75_000)), network=NETWORK)
    found = Simulation(case, known)
    assert cost.computed == found.bill
    assert cost.told == 60_000 - sum(found.upkeep)
    assert cost_pair(NETWORK, 50, "electricite", paid, known) is None
    assert cost_pair(NETWORK, 50, "fioul", paid, known).computed != cost.computed
    assert cost_pair(NETWORK, 50, "gaz", paid | {"cout_apres": Decimal(1)}, known) is None


def test_each_night_the_figures_of_a_network_are_learnt_and_its_pages_follow():
    reseau, alone = ReseauFactory(enrr_rate=67), ReseauFactory(enrr_rate=67)
    for _ in range(5):
        building(reseau)
    building(alone)
    before = text_of(ask(reseau=reseau.slug))
    assert "comparé" not in before
    now = timezone.now()
    assert to_calibrate(now)
    assert calibrate(now) == {"calibrated": 1}
    assert not to_calibrate(now)
    assert to_calibrate(now + timedelta(days=1))
    row = Calibration.objects.get(reseau=reseau)
    assert (row.part, row.pairs, row.factor) == (Part.HEAT, 5, Decimal("0.9283"))  # 0.8 ** (1/3)
    # Six of France teach nothing yet.
    assert set(Calibration.objects.filter(reseau=None).values_list("pairs", flat=True)) == {0}
    assert network_of(reseau).heat.factor == row.factor
    assert network_of(alone).heat == network_of(None).heat == Learnt()
    for _ in range(4):
        building(alone)
    calibrate(now)
    assert network_of(None).heat.pairs == 10
    assert Calibration.objects.count() == 4


def test_a_sheet_that_is_hidden_or_a_draft_teaches_nothing():
    reseau = ReseauFactory()
    sheets = [building(reseau) for _ in range(5)]
    sheets[0].state = "brouillon"
    sheets[0].save()
    calibrate(timezone.now())
    assert not Calibration.objects.filter(reseau=reseau).exists()


def test_what_is_learnt_moves_the_heat_of_a_bill_and_never_its_gas():
    known = hypotheses()
    case = Case(60, consumption=Consumption(Fuel.GAS_KWH, Decimal(716_000)), network=NETWORK)
    learnt = replace(NETWORK, heat=Learnt(10, Decimal("0.9")), cost=Learnt(10, Decimal("1.1")))
    plain, told = Simulation(case, known), Simulation(replace(case, network=learnt), known)
    assert told.energy.heat == plain.energy.heat * Decimal("0.9")
    assert (told.energy.gas, told.energy.power) == (plain.energy.gas, plain.energy.power)
    assert told.bill == plain.bill * Decimal("0.99")
    assert told.width_heat < plain.width_heat
    # A dwelling of the usual consumption comes from no bill; an offer has its own price.
    unknown = Simulation(Case(60, network=learnt), known)
    assert unknown.energy.heat == Simulation(Case(60, network=NETWORK), known).energy.heat
    offer = Offer(Decimal(52), Decimal(62), Decimal(400))
    assert Simulation(Case(60, network=learnt, offer=offer), known).bill == (
        Simulation(Case(60, network=NETWORK, offer=offer), known).bill
    )


def test_the_page_says_with_how_many_it_was_compared_by_fives():
    reseau = ReseauFactory(enrr_rate=67)
    row = {"reseau": reseau, "part": Part.COST, "counted_on": timezone.localdate()}
    calibration = Calibration.objects.create(pairs=9, within=8, factor=1, **row)
    said = "aux chiffres d’au moins 5 copropriétés raccordées : au moins 5 sont dans notre"
    assert said in text_of(ask(reseau=reseau.slug))
    calibration.within = 4
    calibration.save()
    assert "trop peu sont dans notre fourchette" in text_of(ask(reseau=reseau.slug))
    offer = {"r1": "52", "r2": "62", "kw_souscrits": "400"}
    assert "Calcul comparé" not in text_of(ask(reseau=reseau.slug, **offer))


def test_medians_of_the_network_are_shown_with_the_answer():
    reseau = ReseauFactory(enrr_rate=67)
    for number in range(5):
        assert "Les factures réelles" not in text_of(ask(Client(), reseau=reseau.slug))
        sheet = RetourFactory(published=True, mandate__copropriete__reseau=reseau)
        FigureFactory(retour=sheet, key=FigureKey.COST_AFTER, value=1000 + number)
    text = text_of(ask(reseau=reseau.slug))
    assert "Les factures réelles de ce réseau" in text
    assert "médiane de 5 copropriétés" in text

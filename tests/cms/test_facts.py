import pytest
from django.template import Context, Template

from cms.facts import UnknownFact, all_facts, fact, fact_choices
from cms.facts_data import SOURCES


def test_a_fact_carries_all_that_makes_a_figure_checkable():
    item = fact("co2_gaz_acv")
    assert (item.value, item.unit, item.year) == ("227", "g de CO2 par kWh", "2023")
    assert "cycle de vie" in item.scope
    assert "FEDENE" in item.source


@pytest.mark.parametrize("item", list(all_facts()), ids=lambda item: item.key)
def test_no_fact_is_half_sourced(item):
    assert item.label and item.value and item.scope and item.year and item.source
    assert not item.url or item.url.startswith("https://")


def test_the_figures_of_the_reference():
    expected = {
        "co2_fioul_acv": "324",
        "co2_reseaux_acv": "113",
        "enrr_reseaux": "66,5",
        "tva_reduite": "5,5",
        "pdp_seuil_kw": "30",
        "cout_raccordement_25": "74 180 à 111 269",
    }
    assert {key: fact(key).value for key in expected} == expected


def test_every_source_is_used():
    assert {item.source for item in all_facts()} == {name for name, _ in SOURCES.values()}


def test_value_and_unit_do_not_part_at_the_end_of_a_line():
    assert fact("tva_reduite").figure == "5,5\u00a0%"


def test_an_unknown_key_is_an_error():
    with pytest.raises(UnknownFact, match="inconnu"):
        fact("inconnu")


def test_choices_name_the_figure():
    assert ("tva_reduite", "TVA réduite sur la chaleur : 5,5\u00a0%") in fact_choices()


def test_the_tag_shows_value_unit_source_and_year():
    html = Template('{% load cms_tags %}{% fact "co2_gaz_acv" %}').render(Context())
    assert "227\u00a0g de CO2 par kWh" in html
    assert "FEDENE, 2023" in html

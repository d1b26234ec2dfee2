import pytest
from django.template import Context, Template

from cms.facts import UnknownFact, all_facts, fact, fact_choices
from cms.facts_data import READ, SOURCES


def test_a_fact_carries_all_that_makes_a_figure_checkable():
    item = fact("co2_gaz_acv")
    assert (item.value, item.unit, item.year) == ("227", "g de CO2 par kWh", READ)
    assert "cycle de vie" in item.scope
    assert item.source == "France Chaleur Urbaine"


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


def test_a_rule_names_its_own_text_and_says_that_it_is_in_force():
    """The year of a text is not the year of a figure, and one text does not found another rule."""
    assert fact("convocation_jours").year == "article 9, en vigueur"
    assert fact("contestation_mois").year == "article 42, en vigueur"
    rules = ("seuil_enrr", "seuil_enrr_classement", "seuil_enrr_coup_de_pouce")
    assert len({fact(key).source for key in rules}) == 3
    for item in all_facts():
        assert "sans date" not in item.year
        # A bare home page proves nothing, unless it is the very publication that was read.
        assert "France Chaleur Urbaine" in item.source or not item.url.endswith(".fr/")


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
    assert "France Chaleur Urbaine, relevé en juillet 2026" in html

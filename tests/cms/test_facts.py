from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template

from cms.facts import fact_choices
from cms.facts.formulas import coup_de_pouce
from cms.facts.initial_figures import SOURCES, read
from socle.facts_registry.citations import first_facts, formulas
from socle.facts_registry.selectors import UnknownFact, all_facts, fact
from socle.facts_registry.shape import Range, Status, Year, day, worded
from socle.typography import typography

pytestmark = pytest.mark.django_db
KEYS = [*first_facts(), *formulas()]
# The days on which the whole list was read: first, again, and prices, aids and law once more.
READ = {date(2026, 7, 23), date(2026, 11, 25), date(2026, 11, 28)}


def test_a_fact_carries_all_that_makes_a_figure_checkable():
    item = fact("co2_gaz_acv")
    assert (item.value, item.unit, item.year) == (227, "g de CO2 par kWh", "année non précisée")
    assert "cycle de vie" in item.measure
    assert "gaz naturel" in item.perimeter
    assert item.source.name == "France Chaleur Urbaine"
    assert item.checked == date(2026, 11, 28)
    # A gas bill counts another heat of combustion than the content of CO2.
    assert "facture de gaz compte en PCS, 1,11" in item.measure


def is_whole(item):
    said = (item.label, item.measure, item.perimeter, item.year, item.source.name)
    return (
        all(said)
        and (not item.url or item.url.startswith("https://"))
        and item.checked in READ
        and bool(item.url) != item.source.is_offline
        and "[fait:" not in item.note + item.label
    )


def test_no_fact_is_half_sourced_and_a_value_is_raw():
    """French is written when it is shown."""
    facts = {key: fact(key) for key in KEYS}
    assert [key for key, item in facts.items() if not is_whole(item)] == []
    kinds = {key: type(item.value) for key, item in facts.items()}
    assert {key for key, kind in kinds.items() if kind in (str, bool, float)} == set()
    assert all(issubclass(kind, int | Decimal | Range | date) for kind in kinds.values()), kinds


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Decimal("66.5"), "66,5"),
        (1000, "1\u00a0000"),
        (999, "999"),
        (9_000_000, "9\u00a0000\u00a0000"),
        (Range(4500, 14_000), "4\u00a0500 à 14\u00a0000"),
        (date(2022, 7, 1), "1er juillet 2022"),
        (date(2022, 7, 11), "11 juillet 2022"),
        (Year(2028), "2028"),
    ],
)
def test_numbers_and_dates_in_french(value, words):
    assert worded(value) == words


def test_a_text_of_law_says_its_version_and_to_check_it():
    assert fact("convocation_jours").dated == "article 9"
    assert fact("contestation_mois").dated == "article 42"
    for item in all_facts():
        assert item.source.is_law == ("À vérifier avec votre syndic" in item.note)
        if item.source.read_as_of:
            assert "version du 6 février 2026" in item.note
        # A bare home page proves nothing, unless it is the very publication that was read.
        assert "France Chaleur Urbaine" in item.source.name or not item.url.endswith(".fr/")


def test_what_is_uncertain_or_our_own_is_said_under_the_figure():
    assert fact("ets2_debut").note.endswith("À vérifier.")
    assert fact("maprimerenov_copro_35").note.endswith("À vérifier.")
    assert fact("coup_de_pouce").note.endswith("Calcul de ChauffageUrbain.")
    assert {item.status for item in all_facts()} == set(Status)


def test_seen_at_the_source_is_said_only_where_it_was():
    for item in all_facts():
        if any(word in item.source.name for word in ("relayé", "citée par", "cité mot", "presse")):
            assert item.status in {Status.RELAYED, Status.TO_VERIFY}, item.key
        if item.status == Status.RELAYED:
            said = f"lu le {day(item.checked)} chez qui cite cette source, et non à la source même"
            assert typography(said) in item.note
            assert "relu le" not in item.note
    # The tax office says itself what it says; a federation of builders is not the State.
    assert fact("tva_abonnement_gaz").url.startswith("https://bofip.impots.gouv.fr/")
    assert "relayée" in fact("tva_chaudiere_fossile").source.name
    assert "(sans adresse publique)" in fact("ets2_debut").note


def test_one_text_does_not_found_another_rule():
    rules = ("seuil_enrr", "seuil_enrr_classement", "seuil_enrr_coup_de_pouce")
    assert len({fact(key).source for key in rules}) == 3
    assert "au moins autant" in fact("seuil_enrr").measure
    assert "davantage" in fact("seuil_enrr_classement").measure
    assert "majoritairement" in fact("seuil_enrr_coup_de_pouce").measure


def test_every_source_is_used():
    assert {item.source for item in all_facts()} == set(SOURCES.values())


FIGURE = """[{key}]
label = "Un prix"
value = 1.10
measure = "En moyenne"
perimeter = "France"
year = "2024"
source = "fcu"
checked = 2026-11-25
"""


def test_a_data_file_gives_raw_values():
    one = FIGURE.format(key="un")
    like = 'like = "un"\nvalue = {}\n'.format
    others = f"[deux]\n{like('{ year = 2028 }')}[trois]\n{like('{ low = 30, high = 70 }')}"
    facts = read({"a": one, "b": others + 'status = "to_verify"\n'})
    assert [list(found) for found in facts.values()] == [["un"], ["deux", "trois"]]
    un, deux, trois = facts["a"]["un"], facts["b"]["deux"], facts["b"]["trois"]
    assert (str(un.value), un.checked, un.source) == ("1.10", date(2026, 11, 25), SOURCES["fcu"])
    assert (un.text, deux.text, trois.value) == ("1,10", "2028", Range(30, 70))
    assert (deux.label, deux.status, trois.status) == (un.label, Status.SEEN, Status.TO_VERIFY)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (FIGURE + 'colour = "rouge"', "« prix ».*colour"),
        (FIGURE.replace("fcu", "ailleurs"), "« prix ».*ailleurs"),
        (FIGURE + 'status = "sure"', "« prix ».*SURE"),
        (FIGURE + 'like = "rien"', "« prix ».*rien"),
        (FIGURE + "value = 2", "essai.toml.*overwrite a value"),
        (FIGURE.replace("1.10", "{ year = 2028, low = 1 }"), "« prix ».*year"),
        (FIGURE.replace('label = "Un prix"', ""), "« prix ».*label"),
        (FIGURE.replace("1.10", "{ low = 1 }"), "« prix ».*high"),
        (FIGURE + "[prix]", "essai.toml.*prix"),
    ],
)
def test_a_mistake_in_a_data_file_is_refused(written, said):
    with pytest.raises(ValueError, match=said):
        read({"essai": written.replace("{key}", "prix")})


def test_two_files_do_not_share_a_key():
    with pytest.raises(ValueError, match="un autre fichier"):
        read({"a": FIGURE.format(key="prix"), "b": FIGURE.format(key="prix")})


def test_a_figure_quoted_by_another_is_typed_once():
    assert "au moins 50\u00a0% d’énergies" in fact("tva_reduite").measure
    assert "avant le 1er janvier 2013" in fact("dpe_collectif_50_200").perimeter


@pytest.mark.parametrize(
    ("dwellings", "euros"),
    [(1, 72_553), (100, 91_656), (125, 96_480), (126, 96_512), (300, 172_056)],
)
def test_coup_de_pouce_of_a_building(dwellings, euros):
    assert coup_de_pouce(dwellings).value == euros


def test_coup_de_pouce_counts_once_for_each_substation():
    one, two = coup_de_pouce(120), coup_de_pouce(60, 60)
    assert (one.value, two.value) == (95_515, 167_875)
    assert "120 logements sur une sous-station" in one.label
    assert "120 logements sur 2 sous-stations" in two.label
    assert "sous-station" in one.perimeter


def test_coup_de_pouce_of_no_dwelling_is_refused():
    with pytest.raises(ValueError, match="au moins un logement"):
        coup_de_pouce(0)
    with pytest.raises(ValueError, match="au moins un logement"):
        coup_de_pouce(60, 0)
    with pytest.raises(ValueError, match="au moins un logement"):
        coup_de_pouce()


@pytest.mark.parametrize(
    ("dwellings", "low", "high"),
    [
        (25, 74_180, 111_269),
        (42, 79_442, 119_163),
        (83, 92_497, 138_745),
        (125, 102_718, 154_077),
        (250, 140_162, 210_243),
        (333, 161_920, 242_880),
    ],
)
def test_connection_costs_are_the_middle_of_the_range_of_the_trade(dwellings, low, high):
    """FEDENE’s ranges; 333 dwellings tell the note’s misprint (242 400) from its value."""
    mean = fact(f"cout_raccordement_{dwellings}").value
    gap = fact("cout_raccordement_ecart").value
    assert round(mean * (100 - gap) / 100) == pytest.approx(low, abs=1)
    assert round(mean * (100 + gap) / 100) == pytest.approx(high, abs=1)


def test_value_and_unit_do_not_part_at_the_end_of_a_line():
    assert fact("tva_reduite").figure == "5,5\u00a0%"
    assert fact("prix_hausse_gaz").figure == "+\u00a029\u00a0%"


def test_an_unknown_key_is_an_error():
    with pytest.raises(UnknownFact, match="inconnu"):
        fact("inconnu")


def test_choices_name_the_figure():
    assert ("tva_reduite", "TVA réduite sur la chaleur\u00a0: 5,5\u00a0%") in fact_choices()


def test_the_tag_shows_value_unit_source_year_and_day_of_the_check():
    html = Template('{% load cms_tags %}{% fact "co2_reseaux_acv" %}').render(Context())
    assert "109\u00a0g de CO2 par kWh" in html
    assert "modèle de calcul de France Chaleur Urbaine" in html
    assert "données de 2024, relu le 25 novembre 2026" in html

"""What each paper says, and what it says it does not know."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from ambassadeurs.assemblees.dossier.amounts import Numbers
from ambassadeurs.assemblees.dossier.papers import (
    PAPERS,
    answer_of,
    drafts_of,
    greener,
    text_of,
)
from tests.communaute.comptes.factories import OrganisationFactory

from .dossiers import WHOLE, plain
from .factories import AssembleeFactory

pytestmark = pytest.mark.django_db


def test_a_mean_cost_says_for_which_length_and_an_offer_does_not(assembly):
    mean = plain(text_of("comparaison", assembly, Numbers()))
    assert "pour 50 m de branchement. Seul un devis" in mean
    assembly.copropriete.distance_m = 86
    far = plain(text_of("comparaison", assembly, Numbers()))
    assert "de branchement ; davantage à 86 m, la distance en ligne droite. Seul" in far
    assert "aux prix d’aujourd’hui. Pour une consommation moyenne : 10 MWh par an pour" in mean
    assert "chaque logement, eau chaude comprise. Prix" in mean
    assert "prix moyen national (110,9 € TTC par MWh, données de 2024). Prix du gaz : 101,9" in mean
    assert re.search(
        r"certificats d’économies d’énergie, [\d ]+ à [\d ]+ €\. Seule une offre", mean
    )
    assert "est plus petit que le doute" in mean and "Le réseau est moins cher" not in mean
    assert "de branchement" not in plain(text_of("comparaison", assembly, Numbers(**WHOLE)))


@pytest.mark.parametrize("numbers", [Numbers(**WHOLE), Numbers()])
def test_both_taxes_are_told_when_the_share_of_renewables_is_unknown(assembly, numbers):
    network = assembly.copropriete.nearest_reseau
    said = "La part d’énergies renouvelables du réseau n’est pas connue."
    for key in ("page", "comparaison"):
        assert said not in text_of(key, assembly, numbers)
    network.enrr_rate = None
    answer = answer_of(assembly, numbers)
    both = greener(answer)
    assert both.year.value < answer.year.value
    for key in ("page", "comparaison"):
        text = plain(text_of(key, assembly, numbers))
        assert said in text
        assert "Au-dessus de 50 % d’énergies renouvelables" in text
        assert ("comptée à 20 %" in text) == (numbers.offer_on is not None)
        # Without an offer, the price is the same whatever the VAT.
        assert ("5,5 %" in text) == (numbers.offer_on is not None)
        for one in (answer, both):
            assert plain(one.dwelling.amount) in text
            assert plain(one.works_dwelling.amount) in text


def test_works_that_are_not_known_are_said_so_and_nothing_is_compared_with_itself(assembly):
    building = assembly.copropriete
    building.dwellings, building.nearest_reseau.enrr_rate = 8, None
    page, compared = (plain(text_of(key, assembly, Numbers())) for key in ("page", "comparaison"))
    assert "- travaux : le coût moyen d’un immeuble de cette taille n’est pas connu." in page
    for text in (page, compared):
        assert "l’aide est plus forte. Demandez cette part" in text
        assert "au lieu de" not in text
    said = ("Elle est dans la comparaison.", "La comparaison montre les deux sur vingt ans.")
    asked = text_of("questions", assembly, Numbers())
    assert [one in asked for one in said] == [True, False]
    assert all(one in text_of("questions", assembly, Numbers(**WHOLE)) for one in said)
    building.dwellings = building.lots = None
    assert not any(one in text_of("questions", assembly, Numbers()) for one in said)
    building.dwellings = 8
    offer = {"kw": Decimal(60), "r1": Decimal(52), "r2": Decimal(62)}
    assert "au lieu de" in plain(text_of("page", assembly, Numbers(**offer)))


def test_the_general_presentation_is_among_the_papers_to_join(assembly):
    said = "[  ] Présentation générale, pour l’information de tous (11 II 9°)\n"
    assert said in text_of("annexes", assembly, Numbers(**WHOLE))
    assert said not in text_of("annexes", assembly, Numbers(operator="Chaleur des Alpes"))


@pytest.mark.parametrize("numbers", [Numbers(**WHOLE), Numbers(operator="Chaleur des Alpes")])
def test_every_paper_that_names_an_article_says_which_version_was_read(assembly, numbers):
    naming = set()
    for key in PAPERS:
        text = plain(text_of(key, assembly, numbers))
        names = re.search(r"article|\(\d+ I", text)
        assert ("État des textes de loi : 6 février 2026." in text) == bool(names), key
        naming |= {key} if names else set()
    assert naming == {"lettre", "resolutions", "questions", "annexes", "comptage", "absents"}


def test_the_three_numbers_have_their_range_their_year_and_whom_to_ask(assembly):
    text = plain(text_of("page", assembly, Numbers()))
    numbers = re.findall(r"^- .* : environ \d[\d ]* € \(\d[\d ]* à \d[\d ]* €\)", text, re.M)
    assert len(numbers) == 3
    sources = [line for line in text.splitlines() if re.match("- (chaleur|gaz|travaux) :", line)]
    assert len(sources) == 3
    assert all(re.search(r"20\d\d", line) for line in sources), sources
    assert "l’agence locale de l’énergie" in text
    OrganisationFactory(
        kind="agence", name="Alec de Grenoble", phone="04 76 00 00 00", covers=["38"]
    )
    text = plain(text_of("page", assembly, Numbers(**WHOLE)))
    assert "le conseil syndical, Alec de Grenoble (04 76 00 00 00), et" in text
    assert "- chaleur : prix de l’offre de Chaleur des Alpes, du 2 octobre 2026 ;" in text
    assert "- travaux : offre du 2 octobre 2026." in text


def test_the_letter_has_room_for_who_writes_and_names_the_syndic_and_what_is_joined(assembly):
    assembly.copropriete.syndic_name = "Cabinet Exemple"
    text = plain(text_of("lettre", assembly, Numbers(**WHOLE, wants_loan=True)))
    head, joined = text.split("Objet :")[0], text.split("Pièces jointes :\n")[1]
    assert re.match(r"De : _+\nAdresse : _+\n", head)
    assert "Pour la copropriété Les Tilleuls, 12 rue Secrète, Grenoble\n" in head
    assert re.search(r"Au syndic : Cabinet Exemple\nAdresse : _+\n\nGrenoble, le _+\n", head)
    assert joined.startswith(
        "- projets de résolution ;\n"
        "- offre de Chaleur des Alpes du 2 octobre 2026 : conditions essentielles du devis et du "
        "contrat ;\n"
        "- emprunt collectif : conditions générales et particulières, et caution.\n"
    )
    assembly.copropriete.syndic_name = ""
    text = text_of("lettre", assembly, Numbers(operator="Chaleur des Alpes"))
    assert re.search(r"Au syndic : _+\n", text)
    assert "Pièces jointes :\n- projets de résolution.\n" in text


def test_the_counting_sheet_has_a_place_for_each_vote_and_says_what_to_reach(assembly):
    every = Numbers(
        **WHOLE, has_duty=True, wants_premises=True, premises="la chaufferie", meters="compteurs"
    )
    lacking = text_of("comptage", assembly, every)
    assert "Donner un local" in lacking
    assert "compteurs" not in lacking
    every = replace(every, meters_max=Decimal(9_000))
    text = plain(text_of("comptage", assembly, every))
    parts = re.split(r"^\d+\. ", text.split("Comment compter ?")[0], flags=re.M)
    head, blocks = parts[0], {one.partition(" (")[0]: one for one in parts[1:]}
    assert list(blocks) == [one.resolution.title for one in drafts_of(assembly, every)]
    assert "(article 25 f, puis 25-1)" in blocks["Raccorder l’immeuble"]
    assert "Sur 10 000 voix, par exemple : plus de la moitié, 5 001 ; le tiers, 3 334 ;" in head
    assert "les deux tiers, 6 667." in head
    assert "voix sont ramenées à celles des autres, le total à leur double.\n" in head
    assert re.search(r"Présents, .* : _{10,} voix, _{8,} copropriétaires", head)
    for block in blocks.values():
        assert re.search(r"\nPour : _{12,}  Contre : _{12,}  Abstentions : _{12,}\n", block)
    assert "Second vote" in blocks["Raccorder l’immeuble"]
    assert "Second vote" not in blocks["Mettre fin au contrat de chauffage"]
    assert "Copropriétaires pour" in blocks["Donner un local et un passage à l’exploitant"]
    assert "- article 26 : " in text
    assert "Moins du tiers : rejeté ; pour les travaux (25 f)" in text
    AssembleeFactory(copropriete=assembly.copropriete, adopted=True, voices_total=9_001)
    text = plain(text_of("comptage", assembly, Numbers(**WHOLE)))
    assert "23 novembre 2026, 9 001 voix : plus de la moitié, 4 501 ; le tiers, 3 001." in text
    assert "rticle 26" not in text

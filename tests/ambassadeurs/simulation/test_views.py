"""The page of prices: three questions in its address, the answer, and what is refused in words."""

import re
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client

from ambassadeurs.coproprietes.enums import FigureKey
from ambassadeurs.coproprietes.models import CoproprieteMember
from ambassadeurs.reseaux.enums import Outcome, Precision, ReseauKind
from ambassadeurs.reseaux.models import AddressTest
from ambassadeurs.simulation.calibration import network_of
from ambassadeurs.simulation.views import price_shortcut
from socle.facts_registry.models import Figure
from socle.facts_registry.services import load_first_facts
from socle.public_pages import forget_held
from tests.ambassadeurs.coproprietes.factories import (
    AmbassadeurFactory,
    CoproprieteFactory,
    FigureFactory,
    RetourFactory,
)
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import UserFactory

pytestmark = pytest.mark.django_db

SIXTY = {
    "logements": "60",
    "energie": "gaz_kwh",
    "valeur": "716 000 kWh",
    "annees": "1",
    "chaudiere": "condensation",
    "kw": "400",
}


def ask(client=None, **asked):
    client = client or Client()
    return client.get(f"/simuler/?{urlencode({**SIXTY, **asked})}")


def text_of(response):
    soup = BeautifulSoup(response.content, "html.parser").main
    return re.sub(r"\s+", " ", soup.get_text(" ")).replace(" ,", ",")


def test_three_questions_nothing_is_counted_before_and_what_is_typed_is_kept_for_nobody():
    text = text_of(Client().get("/simuler/"))
    assert "Trois questions" in text
    assert "Un an, solution par solution" not in text
    response = ask()
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_the_answer_in_the_order_people_need_it():
    reseau = ReseauFactory(enrr_rate=67)
    text = text_of(ask(reseau=reseau.slug))
    said = [
        "environ 1 180 € par logement et par an",
        "De 880 à 1 490 € par logement",
        "Comparable, à ce stade,",
        "les deux coûtent autant quand le gaz est à 82 € par MWh",
        "prix moyen national (110,9 € TTC par MWh, données de 2024) : ce réseau ne publie pas",
        "Pompe à chaleur",
        "408 000 € de travaux",
        "Aide comptée : 35 % des travaux, une hypothèse. Ni les unités",
        "Chaudière actuelle",
        "Demandez à l’exploitant le prix de la chaleur",
    ]
    places = [text.index(one) for one in said]
    assert places == sorted(places)


def test_a_mean_cost_says_for_which_length_and_an_offer_does_not():
    share = {"part": "100", "total": "10000", "etalement": "15"}
    mean = text_of(ask(**share))
    assert (
        "par mois, sans intérêts, pendant 15 ans, au coût moyen pour 50 m de branchement"
        in mean.partition("Ma part")[2]
    )
    assert "pour 50 m de branchement : seul un devis" in mean
    offer = text_of(ask(**share, r1="60", r2="50", kw_souscrits="310", travaux="120000"))
    assert "de travaux pour l’immeuble" in offer
    assert "de branchement" not in offer


def test_it_takes_few_queries(django_assert_max_num_queries):
    reseau = ReseauFactory()
    client = Client()
    ask(client, reseau=reseau.slug)
    with django_assert_max_num_queries(8):
        ask(client, reseau=reseau.slug)


def test_a_network_is_found_by_its_number_its_name_or_one_of_several():
    reseau = ReseauFactory(name="Chaleur des Alpes", enrr_rate=67)
    for typed in (reseau.identifiant.lower(), "chaleur des alpes", reseau.slug):
        assert "Chaleur des Alpes" in text_of(ask(reseau=typed))
    other = ReseauFactory(name="Chaleur des Alpes du Sud")
    response = ask(reseau="chaleur des alpes")
    assert "Lequel de ces réseaux" in text_of(response)
    assert f"reseau={other.slug}" in response.content.decode()


def test_the_price_of_a_network_comes_first_from_what_it_publishes():
    reseau = ReseauFactory(price_mean=90.0, price_housing=100.0, price_year="2025")
    assert "prix publié par ce réseau (100 € TTC par MWh, 2025)" in text_of(ask(reseau=reseau.slug))


def test_without_a_published_price_those_connected_tell_it_from_five_on():
    reseau = ReseauFactory(enrr_rate=67)
    for number in range(5):
        if number == 4:
            assert "prix moyen national" in text_of(ask(reseau=reseau.slug))
        sheet = RetourFactory(published=True, mandate__copropriete__reseau=reseau)
        FigureFactory(retour=sheet, key=FigureKey.NETWORK_PRICE, value=90 + number)
    assert "que disent les copropriétés raccordées" in text_of(ask(reseau=reseau.slug))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"logements": "0"}, "1 au moins"),
        ({"logements": "soixante"}, "écrivez un nombre entier"),
        ({"logements": "10001"}, "10 000 au plus"),
        ({"valeur": "0"}, "Donnez ce chiffre"),
        ({"energie": "", "valeur": "716000"}, "Dites ce que compte ce chiffre"),
        ({"kw": "0"}, "De 120 kW à 1 200 kW"),
        ({"r1": "52", "r2": "62", "kw_souscrits": "0"}, "De 120 kW à 1 200 kW"),
        ({"valeur": "beaucoup"}, "écrivez un nombre"),
        ({"valeur": "-5"}, "0 au moins"),
        ({"prix_gaz": "0,102"}, "écrivez 102"),
        ({"prix_gaz": "400"}, "De 30 à 250 € par MWh"),
        ({"r1": "0,052", "r2": "62", "kw_souscrits": "400"}, "écrivez 52"),
        ({"r1": "5", "r2": "62", "kw_souscrits": "400"}, "De 10 à 200 € HT par MWh"),
        ({"r1": "52", "r2": "205", "kw_souscrits": "400"}, "De 10 à 200 € HT par kW"),
        ({"r1": "52"}, "il manque l’un des trois"),
        ({"kw": "40"}, "De 120 kW à 1 200 kW"),
        ({"reseau": "Nulle Part"}, "Nous ne trouvons pas ce réseau"),
        ({"sous_stations": "61"}, "50 au plus"),
        ({"logements": "12", "sous_stations": "13", "kw": ""}, "plus que de logements"),
        ({"energie": "bois"}, "choisissez dans la liste"),
        ({"departement": "999"}, "choisissez dans la liste"),
    ],
)
def test_what_cannot_be_counted_is_said_beside_its_field(asked, said):
    response = ask(**asked)
    assert response.status_code == 422
    text = text_of(response)
    assert said in text
    assert "Un an, solution par solution" not in text
    for value in asked.values():
        if value and "energie" not in asked and "departement" not in asked:
            assert value in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("716", "C’est presque rien pour tout l’immeuble. Vouliez-vous écrire 716 000 ?"),
        ("716000000", "Vouliez-vous écrire 716 000 ?"),
    ],
)
def test_a_thousand_times_too_little_or_too_much_is_one_click_away(typed, told):
    response = ask(valeur=typed)
    assert response.status_code == 422
    assert "valeur=716000" in response.text
    assert told in text_of(response)
    assert "0,0 MWh" not in text_of(response)


def test_an_unusual_consumption_is_asked_again_then_counted():
    response = ask(valeur="1 800 000", kw="")
    assert response.status_code == 200
    assert "est-ce bien cela" in text_of(response)
    assert "Un an, solution par solution" in text_of(ask(valeur="1 800 000", kw="", confirme="1"))


def test_networks_that_take_nobody_are_refused():
    closed = ReseauFactory(is_open=False)
    assert "fermé aux nouveaux raccordements" in text_of(ask(reseau=closed.slug))
    cold = ReseauFactory(kind=ReseauKind.FROID)
    response = ask(reseau=cold.slug)
    assert response.status_code == 422
    assert "réseau de froid" in text_of(response)


def test_individual_heating_has_no_estimate_and_is_told_why():
    text = text_of(ask(energie="individuel"))
    assert "Nous ne pouvons pas donner de prix" in text
    assert "Un an, solution par solution" not in text


def test_the_largest_building_described_here_has_a_bill_and_no_works():
    text = text_of(ask(logements="10000", energie="inconnue", valeur="", kw=""))
    said = ("11 092 000 € par an", "sans les travaux", "eau chaude comprise", "devis de raccord")
    assert all(one in text for one in said) and "Comparable" not in text  # 1 552,50 € of upkeep


def test_an_offer_replaces_what_was_assumed():
    offer = {"r1": "52", "r2": "62", "kw_souscrits": "400"}
    offer |= {"travaux": "120 000 €", "prime": "60000"}
    text = text_of(ask(**offer))
    assert "prix de l’offre que vous avez saisie" in text
    assert "Votre offre, relue" in text
    assert "Vérifiez que l’offre dit comment le contrat s’arrête" in text
    looked = text_of(ask(**offer, sortie="non"))
    assert "L’offre ne dit pas comment le contrat s’arrête" in looked
    assert "Faire relire par l’agence" in text


def test_a_network_tells_its_price_before_anything_else():
    reseau = ReseauFactory(price_housing=110.9, price_year="2026", enrr_rate=67)
    html = Client().get(reseau.get_absolute_url()).content.decode()
    text = text_of(Client().get(reseau.get_absolute_url()))
    assert "environ 1 110 € par an (760 à 1 460), chauffage et eau chaude" in text
    assert "pour 50 logements" in text
    assert text.index("1 110 €") < text.index("Exploitant")
    assert f"/simuler/?reseau={reseau.slug}" in html


def test_a_result_tells_the_price_beside_its_verdict():
    reseau = ReseauFactory()
    test = AddressTest.objects.create(
        outcome=Outcome.EXISTANT_TRES_PROCHE,
        precision=Precision.ADRESSE,
        distance_m=20,
        reseau=reseau,
        commune_id="38185",
    )
    text = text_of(Client().get(test.get_absolute_url()))
    assert "environ 1 110 € par an (680 à 1 540)" in text
    assert text.index("1 110 €") < text.index("Pourquoi cette réponse")
    closed = ReseauFactory(is_open=False)
    AddressTest.objects.filter(pk=test.pk).update(reseau=closed)
    assert "par an (" not in text_of(Client().get(test.get_absolute_url()))


@pytest.mark.parametrize(
    "query",
    [
        *("combien", "prix raccordement", "subvention raccordement", "prix"),
        *("combien ça coûte de se raccorder", "coût du raccordement", "prix de la chaleur"),
        *("facture de chauffage", "aides raccordement réseau", "tarif réseau de chaleur"),
    ],
)
def test_searches_of_the_price_lead_to_it(query):
    assert [line.url for line in price_shortcut(query)] == ["/simuler/"]


@pytest.mark.parametrize("query", ["", "bruit sous-station", "aide", "visite", "gaz", "x " * 40])
def test_other_searches_do_not(query):
    assert price_shortcut(query) == []


def test_my_share_of_the_works_and_of_a_year():
    reseau = ReseauFactory(enrr_rate=67)
    text = text_of(ask(reseau=reseau.slug, part="120", total="10 000", etalement="10"))
    # 100 035,60 € of works for the building.
    assert "déduites : 1 200,43 €, soit 10,00 € par mois, sans intérêts, pendant 10 ans" in text
    assert "Un an de chauffage aujourd’hui : 990 €" in text
    assert "Un an avec le réseau, sans les travaux : 810 €" in text


def test_what_is_refused_is_not_said_to_be_missing():
    text = text_of(ask(r1="0", r2="75", kw_souscrits="310"))
    assert "De 10 à 200 € HT par MWh" in text
    assert "il manque l’un des trois" not in text
    assert "il manque l’un des trois" in text_of(ask(r2="75", kw_souscrits="310"))
    assert "vont ensemble" not in text_of(ask(part="312,5", total="10000"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"part": "120"}, "Les deux vont ensemble"),
        ({"total": "10000"}, "Les deux vont ensemble"),
        ({"part": "120", "total": "100"}, "ne peut pas dépasser le tout"),
        ({"part": "0", "total": "100"}, "1 au moins"),
    ],
)
def test_a_share_that_is_none(asked, said):
    response = ask(**asked)
    assert response.status_code == 422
    assert said in text_of(response)


def test_members_read_the_price_for_the_size_of_their_building():
    reseau = ReseauFactory(price_housing=100.0)
    building = CoproprieteFactory(
        reseau=None,
        connected_year=None,
        nearest_reseau=reseau,
        distance_m=40,
        dwellings=80,
        lots=95,
    )
    user = UserFactory()
    CoproprieteMember.objects.create(copropriete=building, user=user)
    client = Client()
    client.force_login(user)
    page = client.get(f"/mon-compte/copropriete/{building.pk}/")
    assert "environ 1 000 € par an" in text_of(page)
    assert "pour 80 logements" in text_of(page)
    assert f"reseau={reseau.slug}&amp;logements=80" in page.content.decode()
    building.heating_mode = "individuel"
    building.save()
    page = client.get(f"/mon-compte/copropriete/{building.pk}/")
    assert "environ 1 000 € par an" not in text_of(page)


def test_carbon_is_in_the_price_of_gas_that_is_compared_and_not_in_what_is_paid_today():
    reseau = ReseauFactory(enrr_rate=67)
    asked = {"reseau": reseau.slug, "prix_gaz": "60", "part": "1", "total": "2"}
    now = text_of(ask(**asked))
    later = text_of(ask(**asked, carbone="122"))
    assert "le vôtre : 60." in now
    assert "le vôtre, avec le CO2 à 122 € la tonne : 87." in later
    today = re.search(r"aujourd’hui : ([\d\s]+ €)", now)[1]
    assert f"aujourd’hui : {today}" in later


def test_an_offer_cheaper_than_any_gas_says_so():
    text = text_of(
        ask(
            logements="40",
            valeur="140000",
            kw="",
            confirme="1",
            r1="10",
            r2="10",
            kw_souscrits="80",
            travaux="0",
            prime="0",
            echangeur="exploitant",
        )
    )
    assert "quel que soit le prix du gaz" in text
    assert "dépasse -" not in text


def test_aids_are_said_as_they_were_counted():
    without = text_of(ask())
    assert "Aucune aide n’est comptée pour le raccordement : choisissez un réseau" in without
    assert "62 400 € de travaux pour l’immeuble, aucune aide comptée" in without
    typed = text_of(ask(prime="60 000"))
    assert "celle que vous avez saisie : 60 000 €" in typed
    large = text_of(ask(logements="400", energie="", valeur="", kw="", departement="38"))
    assert "certificats rapportent" not in large


def test_a_figure_past_its_term_is_said_where_it_is_counted():
    reseau = ReseauFactory()
    assert "À vérifier" not in text_of(ask())
    load_first_facts()
    Figure.objects.filter(key="prix_gaz").update(valid_until=date(2026, 1, 1))
    forget_held()
    assert "À vérifier dans ce calcul : Prix du gaz, consommation" in text_of(ask())
    assert "L’un d’eux est à vérifier" in text_of(Client().get(reseau.get_absolute_url()))


def test_what_those_connected_pay_comes_with_the_price_each_on_its_own():
    mandate = AmbassadeurFactory(copropriete__cost_verified=True)
    reseau = mandate.copropriete.reseau
    AmbassadeurFactory(copropriete__reseau=reseau, copropriete__cost_before=None)
    text = text_of(Client().get(reseau.get_absolute_url()))
    told = f"{mandate.copropriete.name} : 1 400 € → avant, puis 1 100 € 2021 et 2024, vérifié"
    assert told in text
    assert text.index("par an (") < text.index(told) < text.index("Exploitant")
    mandate.copropriete.ambassadeurs.update(status="retire")
    cache.clear()
    assert told not in text_of(Client().get(reseau.get_absolute_url()))


def test_insulation_lowers_what_is_consumed_and_not_the_subscription():
    reseau = ReseauFactory(enrr_rate=67, price_mean=98.4, price_fixed_share=55.0)
    before, after = (
        ask(reseau=reseau.slug, **typed).context["answer"].found
        for typed in ({}, {"economie": "30"})
    )
    assert after.energy.heat == before.energy.heat * Decimal("0.7")
    assert round(after.energy.gas, 9) == round(before.energy.gas * Decimal("0.7"), 9)
    assert after.energy.power == before.energy.power
    assert round(after.bill, 9) == round(before.bill * Decimal("0.865"), 9)
    assert ask(economie="90").status_code == 422


@pytest.mark.parametrize(("variable", "kept"), [(45.0, True), (46.0, True), (47.0, False)])
def test_shares_that_do_not_make_a_whole_leave_the_price_alone(variable, kept):
    reseau = ReseauFactory(price_mean=98.4, price_fixed_share=55.0, price_variable_share=variable)
    found = network_of(reseau)
    assert found.price == Decimal("98.4")
    assert (found.fixed_share is not None) == kept

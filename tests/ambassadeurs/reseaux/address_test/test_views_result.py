"""The page of a stored result, for each outcome and each kind of heating."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.reseaux.address_test.outcomes import TEXTS
from ambassadeurs.reseaux.enums import Outcome, Precision, ReseauStatus
from ambassadeurs.reseaux.models import AddressTest, Reseau
from communaute.comptes.models import Coverage, Organisation
from socle.public_pages import touch_public_pages
from tests.ambassadeurs.coproprietes.factories import (
    AmbassadeurFactory,
    FigureFactory,
    RetourFactory,
)
from tests.ambassadeurs.reseaux.factories import ensure_space

from ..factories import ReseauFactory, traced_reseau

pytestmark = pytest.mark.django_db

WITHOUT_DISTANCE = {Outcome.ZONE_FUTURE, Outcome.COMMUNE_SANS_TRACE, Outcome.TROP_ELOIGNE}
FUTURE = {Outcome.PDP_FUTUR, Outcome.FUTUR_TRES_PROCHE, Outcome.ZONE_FUTURE}
FUTURE |= {Outcome.FUTUR_PROCHE, Outcome.FUTUR_LOIN}


def make_test(outcome=Outcome.EXISTANT_TRES_PROCHE, **facts):
    if "reseau" not in facts and outcome != Outcome.TROP_ELOIGNE:
        status = ReseauStatus.EN_CONSTRUCTION if outcome in FUTURE else ReseauStatus.EXISTANT
        facts["reseau"] = ReseauFactory(status=status)
    return AddressTest.objects.create(
        outcome=outcome,
        precision=facts.pop("precision", Precision.ADRESSE),
        distance_m=facts.pop("distance_m", None if outcome in WITHOUT_DISTANCE else 93),
        commune_id=facts.pop("commune_id", "38185"),
        in_pdp=outcome in {Outcome.PDP_EXISTANT, Outcome.PDP_FUTUR},
        **facts,
    )


def text(response):
    return response.content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("outcome", Outcome)
def test_each_outcome_has_its_page(client, outcome):
    """Its words, steps that each lead somewhere, and the duty in a perimeter only; also for who
    reads it for the other kind of heating, which changes nothing of what was answered."""
    test = make_test(outcome)
    for query, words in (
        ("", TEXTS[outcome].shared),
        ("?chauffage=individuel", TEXTS[outcome].individual),
    ):
        response = client.get(f"{test.get_absolute_url()}{query}")
        assert response.status_code == 200
        title = words.title.format(distance="93 m", commune="à Grenoble", far="1 km")
        assert f">{title}</h1>".replace("\u00a0", " ") in text(response)
        assert ("Obligation possible : à vérifier" in text(response)) is test.in_pdp
        main = BeautifulSoup(response.content, "html.parser").main
        for step, shown in zip(words.steps, main.select(".rx-steps > li"), strict=True):
            # Nobody of the network answers here.
            assert (step.without or step.text) in shown.get_text()
            address = shown.a["href"]
            assert address.startswith("/") or main.find(id=address.removeprefix("#"))
        assert not response.cookies
    test.refresh_from_db()
    assert test.heating_mode == ""


def test_a_far_no_says_how_far_and_which(client):
    near = ReseauFactory(name="Le plus proche")
    test = make_test(Outcome.TROP_ELOIGNE, beyond_m=3449, beyond_reseau=near)
    page = text(client.get(test.get_absolute_url()))
    assert ">Non, pas aujourd’hui : le réseau le plus proche est à 3,4 km</h1>" in page
    assert f'<a href="{near.get_absolute_url()}">Le plus proche</a>, à 3,4 km' in page


def test_sentences_follow_the_numbers_of_the_rule(client, settings):
    settings.NUMBERS = {"reseaux": {"far_m": 1500, "close_m": 300, "very_close_m": 150}}
    page = text(client.get(make_test(Outcome.TROP_ELOIGNE).get_absolute_url()))
    assert "aucun réseau connu à moins de 1,5 km" in page
    page = text(client.get(make_test().get_absolute_url()))
    for words in ("jusqu’à 150 m", "jusqu’à 300 m", "jusqu’à 1,5 km"):
        assert words in page


def neighbours(reseau, *costs, year=2024):
    for cost in costs:
        retour = RetourFactory(published=True, mandate__copropriete__reseau=reseau)
        FigureFactory(retour=retour, key="cout_apres", value=cost, year=year)


def test_what_neighbours_pay_is_said_at_the_top_from_five_buildings_up(
    client, django_capture_on_commit_callbacks
):
    reseau = ReseauFactory()
    test = make_test(reseau=reseau)
    neighbours(reseau, 1_004, 1_082, 1_120, 1_168)
    page = text(client.get(test.get_absolute_url()))
    assert "Voisins" not in page
    assert "Des copropriétés sont déjà raccordées." in page
    neighbours(reseau, 1_390)
    with django_capture_on_commit_callbacks(execute=True):
        touch_public_pages()
    main = BeautifulSoup(
        client.get(test.get_absolute_url(), {"chauffage": ""}).content, "html.parser"
    ).main
    said = main.select_one(".rx-answer .rx-answer__neighbours")
    words = " ".join(said.get_text().split())
    assert words.startswith("Voisins : 1 080 à 1 170 € par lot et par an de chauffage")
    assert (
        "5 copropriétés de ce réseau, hors les plus basses et les plus hautes valeurs, 2024"
        in words
    )
    assert main.find(id=said.a["href"].removeprefix("#"))


def test_what_a_network_says_is_made_once_for_the_addresses_near_it(
    client, django_capture_on_commit_callbacks
):
    """And leaves with who no longer speaks for a building."""
    reseau = ReseauFactory()
    neighbours(reseau, 1_004, 1_082)
    *_, left = Copropriete.objects.filter(reseau=reseau)
    taken = []
    for distance in (80, 93):
        test = make_test(reseau=reseau, distance_m=distance)
        with CaptureQueriesContext(connection) as queries:
            page = text(client.get(test.get_absolute_url()))
        assert left.name in page
        assert f"{distance} m" in page
        taken.append(len(queries))
    # Cards and their ambassadors, what they tell together, prices and who paid; who speaks there,
    # the agencies and the networks of the commune.
    assert taken[1] <= taken[0] - 8
    with django_capture_on_commit_callbacks(execute=True):
        left.ambassadeurs.update(expires_at=timezone.now())
        touch_public_pages()
    assert left.name not in text(client.get(test.get_absolute_url()))


def test_an_operator_has_one_name(client):
    operator = Organisation.objects.create(kind="exploitant", name="Chaleur & Cie", slug="cie")
    reseau = ReseauFactory(exploitant=operator, exploitant_name="CHALEUR SA (DALKIA)")
    for url in (
        *(reseau.get_absolute_url(), reverse("reseaux:list"), reverse("reseaux:csv")),
        make_test(reseau=reseau).get_absolute_url(),
    ):
        page = client.get(url).content.decode()
        assert "Chaleur &amp; Cie" in page or "Chaleur & Cie" in page
        assert "DALKIA" not in page
    assert reseau.name in client.get(reverse("reseaux:list"), {"nom": "dalkia"}).content.decode()
    found = client.get(reverse("reseaux:list"), {"nom": "chaleur cie"}).content.decode()
    assert reseau.name in found


def test_titles_are_all_different():
    titles = {words.shared.title for words in TEXTS.values()}
    assert len(titles) == len(Outcome) == len(TEXTS)


@pytest.mark.parametrize(
    ("distance", "start"), [(200, "Oui, probablement"), (201, "À étudier"), (None, "Oui, prob")]
)
def test_far_pipes_are_not_a_yes_even_in_a_perimeter(client, distance, start):
    test = make_test(Outcome.PDP_EXISTANT, distance_m=distance)
    page = text(client.get(test.get_absolute_url()))
    assert f'<h1 class="rx-answer__title">{start}' in page
    # The mean cost of the works is that of a short branch.
    assert ("50 m de branchement : environ" in page) == (distance != 201)
    assert ("Davantage à 200 m" in page) == (distance == 200)
    assert ("à 201 m, seul un devis le chiffre" in page) == (distance == 201)


def test_a_heating_typed_in_the_address_that_is_none_is_left_out(client):
    page = client.get(make_test(heating_mode="individuel").get_absolute_url())
    assert "mais votre chauffage est individuel" in text(page)
    assert 'content="noindex"' in text(page)
    assert "rx-answer__neighbours" not in text(page)
    wrong = client.get(make_test().get_absolute_url(), {"chauffage": "poêle"})
    assert wrong.status_code == 200
    assert client.get(reverse("reseaux:result", args=[uuid.uuid4()])).status_code == 404


def test_figures_carry_unit_year_and_source(client):
    reseau = ReseauFactory(
        enrr_rate=80.9, co2_acv=61, environment_year="2024", environment_source="Arrêté DPE 2026"
    )
    space = ensure_space(reseau)
    page = text(client.get(make_test(reseau=reseau).get_absolute_url()))
    assert "80,9 %" in page
    assert "61 g" in page
    assert "Arrêté DPE 2026 (données de 2024)" in page
    assert "227 g</strong> de CO2 par kWh PCI" in page
    assert "324 g" in page
    # The question is asked in the space of the network.
    assert f"{reverse('questions:ask')}?espace={space.slug}" in page
    # Missing, they are said, never zero.
    mute = ReseauFactory(enrr_rate=None, co2_acv=None, co2_direct=None)
    page = text(client.get(make_test(reseau=mute).get_absolute_url()))
    assert "Les chiffres de ce réseau ne sont pas publiés" in page
    assert ">0 %" not in page


def test_the_agency_of_the_commune_helps_and_not_another(client):
    """Without one, the national number."""
    page = text(client.get(make_test().get_absolute_url()))
    assert "0 808 800 700" in page
    assert "de 9 h à 18 h" in page
    for name, departement in (("ALEC de l’Isère", "38"), ("ALEC du Nord", "59")):
        agency = Organisation.objects.create(
            kind="agence", name=name, slug=f"agence-{departement}", phone="04 76 00 00 00"
        )
        Coverage.objects.create(organisation=agency, departement_id=departement)
    cache.clear()
    page = text(client.get(make_test().get_absolute_url()))
    assert "ALEC de l’Isère" in page
    assert "ALEC du Nord" not in page
    assert "0 808 800 700" not in page


def primary(page):
    """Labels of the main actions: the buttons of the first rank, in the content."""
    main = BeautifulSoup(page, "html.parser").main
    return [one.get_text() for one in main.find_all(class_="fr-btn") if len(one["class"]) == 1]


def test_one_main_action_the_next_best_when_nobody_did_it(client):
    reseau = ReseauFactory()
    test = make_test(reseau=reseau)
    agency = Organisation.objects.create(kind="agence", name="ALEC", slug="alec")
    assert primary(text(client.get(test.get_absolute_url()))) == ["Poser une question"]
    Coverage.objects.create(organisation=agency, departement_id="38")
    cache.clear()
    page = text(client.get(test.get_absolute_url(), {"chauffage": ""}))
    assert primary(page) == ["Demander un conseil à l’agence locale"]
    operator = Organisation.objects.create(kind="exploitant", name="Chaleur", slug="chaleur")
    Reseau.objects.update(exploitant=operator)
    page = text(client.get(test.get_absolute_url(), {"chauffage": "collectif"}))
    assert primary(page) == ["Demander un rendez-vous à l’exploitant"]
    AmbassadeurFactory(copropriete__reseau=reseau)
    cache.clear()
    page = text(client.get(test.get_absolute_url(), {"chauffage": "collectif", "vu": "1"}))
    assert primary(page) == ["Poser une question aux ambassadeurs de ce réseau"]


def test_another_network_of_the_departement_only_when_there_is_one(client):
    test = make_test(Outcome.TROP_ELOIGNE, commune_id="38001")
    said = "des réseaux de chaleur existent dans le département"
    assert said not in text(client.get(test.get_absolute_url()))
    ReseauFactory()
    page = text(client.get(test.get_absolute_url(), {"chauffage": "collectif"}))
    assert said in page
    assert f"{reverse('reseaux:list')}?departement=38" in page


def test_a_demonstration_says_that_it_knows_a_few_towns_only(client):
    ReseauFactory(is_demo=True)
    ReseauFactory(is_demo=True, commune_id="35238", departement_id="35")
    test = make_test(Outcome.TROP_ELOIGNE, commune_id="06088")
    page = text(client.get(test.get_absolute_url()))
    assert "seuls les réseaux de Grenoble et Rennes sont connus" in page
    assert "données ouvertes de France Chaleur Urbaine" not in page
    # Too far, in a town whose invented network is shown.
    page = text(client.get(make_test(Outcome.TROP_ELOIGNE).get_absolute_url()))
    assert "les tracés des réseaux sont inventés" in page
    ReseauFactory()
    page = text(client.get(test.get_absolute_url(), {"chauffage": "collectif"}))
    assert "Démonstration" not in page


def test_who_decides_is_not_asserted_when_no_owner_is_known(client):
    page = text(client.get(make_test(Outcome.TROP_ELOIGNE).get_absolute_url()))
    assert "Mairie de Grenoble ou Grenoble-Alpes-Métropole" in page
    assert "peut décider" in page
    owned = make_test(Outcome.EXISTANT_LOIN, reseau=ReseauFactory(owner_name="Syndicat d’essai"))
    assert "Syndicat d’essai" in text(client.get(owned.get_absolute_url()))
    # The commune of a point is only the nearest.
    test = make_test(Outcome.TROP_ELOIGNE, precision=Precision.POINT, commune_id="74133")
    page = text(client.get(test.get_absolute_url()))
    assert "près de Gaillard" in page
    assert "Mairie la plus proche : Gaillard" in page
    assert "Mairie de Gaillard" not in page


def test_the_map_comes_after_the_text_and_only_with_a_trace(client):
    drawn = make_test(reseau=traced_reseau(distance_m=93))
    page = text(client.get(drawn.get_absolute_url()))
    assert page.index("Pourquoi cette réponse") < page.index("data-map-show")
    test = make_test()
    assert "data-map" not in text(client.get(test.get_absolute_url()))
    # A network that is deleted leaves a readable result.
    test.reseau.delete()
    assert client.get(test.get_absolute_url(), {"chauffage": ""}).status_code == 200


def test_queries_do_not_grow_with_the_networks(client, django_assert_max_num_queries):
    test = make_test()
    with django_assert_max_num_queries(13):
        client.get(test.get_absolute_url())
    ReseauFactory.create_batch(6)
    client.cookies.clear()
    with django_assert_max_num_queries(12):
        client.get(test.get_absolute_url())


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (100, "Moins de CO2 pour la même chaleur"),
        (290, "Le CO2 de ce réseau"),
        (None, "Le CO2 de ce réseau"),
    ],
)
def test_less_co2_is_said_only_of_a_network_below_gas(client, content, title):
    network = ReseauFactory(co2_acv=content, enrr_rate=0)
    page = text(client.get(make_test(reseau=network).get_absolute_url()))
    assert f">{title}<" in page
    assert ("ce réseau n’émet pas moins de CO2 que le gaz" in page) == (content == 290)
    assert "Une chaleur plus renouvelable" not in page

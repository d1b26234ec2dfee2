"""The list of networks, its CSV, and the page of one."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.urls import reverse

from ambassadeurs.reseaux.models import Reseau
from socle.public_pages import touch_public_pages
from tests.ambassadeurs.reseaux.factories import ensure_space
from tests.cms.factories import make_site
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory

from .factories import ReseauFactory, planned_reseau, traced_reseau

pytestmark = pytest.mark.django_db

URL = "/reseaux/"


def text(response):
    return response.content.decode().replace("\u00a0", " ")


def names(response):
    return [reseau.name for reseau in response.context["page_obj"]]


def test_the_list_shows_networks_in_service_and_to_come(client):
    assert "Aucun réseau n’est encore enregistré" in text(client.get(URL, {"page": 1}))
    ReseauFactory(name="Réseau A", enrr_rate=80.9)
    planned = planned_reseau(name="Réseau B", slug="futur-b", commissioning="2028")
    cold = ReseauFactory(name="Réseau de froid", kind="froid")
    response = client.get(URL)
    assert names(response) == ["Réseau A", "Réseau B"]
    assert "2 réseaux" in text(response)
    assert "En construction · 2028" in text(response)
    assert not response.cookies
    page = text(client.get(planned.get_absolute_url()))
    assert "En construction" in page
    assert "Mise en service : 2028" in page
    for none in (cold.get_absolute_url(), "/reseaux/nulle-part/"):
        assert client.get(none).status_code == 404


def test_its_first_page_is_made_again_once_something_changed(
    client, django_capture_on_commit_callbacks
):
    reseau = ReseauFactory(name="Réseau A")
    client.force_login(UserFactory())
    assert "Réseau A" in text(client.get(URL))
    kept = client.get(URL)
    assert "Réseau A" in text(kept)
    assert kept.context["page_obj"] is None
    with django_capture_on_commit_callbacks(execute=True):
        Reseau.objects.filter(pk=reseau.pk).update(name="Réseau B")
        touch_public_pages()
    assert "Réseau B" in text(client.get(URL))


def test_filters(client):
    ReseauFactory(name="Réseau de Grenoble", identifiant="3802C", enrr_rate=80.9)
    ReseauFactory(
        name="Réseau d’Échirolles",
        commune_id="38151",
        communes_label="Échirolles, Eybens",
        enrr_rate=60,
    )
    ReseauFactory(name="Réseau de Lyon", commune_id="69123", departement_id="69", enrr_rate=10)
    ReseauFactory(name="Réseau muet", commune_id="75056", departement_id="75", enrr_rate=None)
    expected = {
        "nom=eybens": ["Réseau d’Échirolles"],
        "nom=ECHIROLLES reseau": ["Réseau d’Échirolles"],
        "nom=3802c": ["Réseau de Grenoble"],
        "commune=Grenoble (38)": ["Réseau de Grenoble"],
        # The network of the city is found by its arrondissements.
        "commune=Paris 12": ["Réseau muet"],
        "departement=69": ["Réseau de Lyon"],
        # A real département whose networks are not known: an honest empty list.
        "departement=06": [],
        "enrr=60": ["Réseau de Grenoble", "Réseau d’Échirolles"],
        "enrr=61": ["Réseau de Grenoble"],
        "enrr=0": ["Réseau de Grenoble", "Réseau de Lyon", "Réseau d’Échirolles"],
        "nom=introuvable": [],
    }
    pages = {query: client.get(f"{URL}?{query}") for query in expected}
    assert {query: sorted(names(page)) for query, page in pages.items()} == expected
    assert "Aucun réseau ne correspond à ces filtres" in text(pages["nom=introuvable"])


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("enrr", "beaucoup", "Écrivez un nombre entier entre 0 et 100."),
        ("enrr", "-1", "Écrivez un nombre entre 0 et 100."),
        ("departement", "999", "Choisissez un département de la liste."),
        ("commune", "Trifouilly", "Nous ne trouvons pas de commune"),
        ("nom", "a" * 101, "Écrivez 100 caractères au plus."),
    ],
)
def test_a_wrong_filter_is_said_kept_and_ignored(client, name, value, said):
    """On top too, and in the title."""
    ReseauFactory(name="Réseau A")
    response = client.get(URL, {name: value})
    assert response.status_code == 200
    for words in (said, "<title>Erreur – ", 'id="erreurs" autofocus', f'href="#id_{name}"'):
        assert words in text(response)
    assert response.context["form"][name].value() == value
    assert names(response) == ["Réseau A"]
    file = client.get("/reseaux.csv", {name: value})
    assert (file.status_code, read_csv(file)) == (422, [])
    assert "reseaux.csv" not in response.text


def test_pages_of_twenty_keep_the_filters(client):
    ReseauFactory.create_batch(21, enrr_rate=70)
    first = client.get(URL, {"enrr": "50", "page": "abc"})
    assert len(names(first)) == 20
    assert "enrr=50" in text(first)
    second = client.get(URL, {"enrr": "50", "page": "2"})
    assert len(names(second)) == 1
    assert len(names(client.get(URL, {"page": "99"}))) == 1


def test_queries_are_the_same_for_one_network_and_many(client, membre, django_assert_num_queries):
    client.force_login(membre, backend="django.contrib.auth.backends.ModelBackend")
    counts = []
    for extra in (1, 20):
        ReseauFactory.create_batch(extra)
        cache.clear()
        client.get(URL)
        with django_assert_num_queries(8, exact=False) as captured:
            client.get(URL)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def read_csv(response):
    body = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body), delimiter=";"))


def test_the_csv_has_the_same_rows_as_the_list(client):
    ReseauFactory(name="Réseau A", identifiant="0103C", enrr_rate=80.9, co2_acv=None)
    ReseauFactory(name="Réseau B", enrr_rate=10)
    response = client.get("/reseaux.csv", {"enrr": "50"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    (row,) = read_csv(response)
    assert row["identifiant"] == "0103C"
    assert row["taux EnR&R (%)"] == "80,9"
    assert row["CO2 ACV (g/kWh)"] == ""
    # No cell is a formula.
    formulas = [f"{start}HYPERLINK()" for start in "=+-@"]
    for name in formulas:
        ReseauFactory(name=name, enrr_rate=99)
    cells = {row["nom"] for row in read_csv(client.get("/reseaux.csv", {"enrr": "90"}))}
    assert cells == {f"'{name}" for name in formulas}


def test_a_network_page(client):
    reseau = traced_reseau(
        distance_m=93,
        name="Réseau de Grenoble",
        identifiant="3802C",
        price_housing=98.5,
        price_year="2023",
        price_source="Enquête",
        production_mwh={"biomasse_solide": 300, "gaz_naturel": 100},
        deliveries_mwh={"residentiel": 350},
    )
    response = client.get("/reseaux/3802C/")
    page = text(response)
    assert response.status_code == 200
    assert "<h1>Réseau de Grenoble</h1>" in page
    assert "80,9 %" in page
    assert "98,5 €" in page
    assert "Enquête, 2023" in page
    assert "75,0 %" in page
    assert "Bois et autre biomasse" in page
    assert reverse("reseaux:trace", args=[reseau.slug]) in page
    assert not response.cookies


def test_missing_figures_are_said_never_zero(client):
    reseau = ReseauFactory(enrr_rate=None, co2_acv=None, co2_direct=None)
    page = text(client.get(reseau.get_absolute_url()))
    assert page.count("Non publié") == 3
    assert ">0 %" not in page
    assert "Le tracé de ce réseau n’est pas publié" in page
    # A true zero is shown.
    assert ">0 %<" in text(client.get(ReseauFactory(enrr_rate=0).get_absolute_url()))


def test_the_identifier_leads_to_the_page_in_any_case(client):
    reseau = ReseauFactory(identifiant="3802C", slug="grenoble")
    for path in ("/reseaux/3802c/", "/reseaux/3802C/", "/reseaux/GRENOBLE/"):
        response = client.get(path)
        assert (response.status_code, response.url) == (301, reseau.get_absolute_url())


def test_questions_and_ask_button_use_the_space(client):
    reseau = ReseauFactory(exploitant=None)
    space = ensure_space(reseau)
    page = text(client.get(reseau.get_absolute_url()))
    assert f"{reverse('questions:ask')}?espace={space.slug}" in page
    assert space.get_absolute_url() in page
    # An operator that nobody knows is not said to answer.
    assert ": l’agence locale, s’il y en a une, et" in page
    reseau = ReseauFactory(exploitant=OrganisationFactory(kind="exploitant"))
    page = text(client.get(reseau.get_absolute_url()))
    assert ": l’exploitant, l’agence locale, s’il y en a une, et" in page


def test_the_page_reads_little(client, membre, django_assert_max_num_queries):
    reseau = ReseauFactory()
    ensure_space(reseau)
    client.force_login(membre, backend="django.contrib.auth.backends.ModelBackend")
    client.get(reseau.get_absolute_url())
    # One of them for the version that the words of the glossary are kept under.
    with django_assert_max_num_queries(15):
        client.get(reseau.get_absolute_url())


def test_the_words_of_a_network_open_their_definitions(client):
    make_site()
    reseau = ReseauFactory(is_classe=True, price_fixed_share=40, price_variable_share=60)
    page = BeautifulSoup(client.get(reseau.get_absolute_url()).content, "html.parser")
    told = [one.text for one in page.select(".cu-word__name")]
    assert {"Réseau classé", "Exploitant", "R2", "R1"} <= set(told)
    assert len(told) == len(set(told)) == len(page.select(".cu-word__told[popover][id]"))

"""What was said sent keeps its figures, whatever changes of the network, building or facts."""

from decimal import Decimal

import pytest

from ambassadeurs.assemblees.dossier import services
from ambassadeurs.assemblees.dossier.amounts import Numbers
from ambassadeurs.assemblees.dossier.papers import LIVE, PAPERS, printed, text_of
from ambassadeurs.assemblees.dossier.services import KEYS, changed_figures, quoted
from ambassadeurs.assemblees.models import Dossier
from socle.facts_registry import selectors
from socle.facts_registry.models import Figure
from socle.facts_registry.services import change_figure, load_first_facts
from tests.ambassadeurs.simulation.test_views import text_of as read_page

from .dossiers import WHOLE, page_of, plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(member, assembly):
    network = assembly.copropriete.nearest_reseau
    network.enrr_rate, network.environment_year = 40, "2024"
    network.save()
    load_first_facts()
    services.save_numbers(actor=member, assemblee=assembly, numbers=WHOLE)
    return services.say_sent(actor=member, assemblee=assembly)


def _dearer(key, callbacks, actor):
    figure = Figure.objects.get(key=key)
    figure.low = Decimal(figure.low) * 2
    with callbacks(execute=True):
        change_figure(figure=figure, seen=figure.number, actor=actor)


def test_what_was_sent_stays_to_the_letter_when_a_fact_and_the_network_change(
    client, member, assembly, sent, equipe, django_capture_on_commit_callbacks
):
    kept = [key for key in PAPERS if key not in LIVE]
    before = {key: printed(key, assembly, sent) for key in kept}
    for key in ("prix_gaz", "prix_hausse_reseaux"):
        _dearer(key, django_capture_on_commit_callbacks, equipe)
    network = assembly.copropriete.nearest_reseau
    network.enrr_rate = 67
    network.save()
    assembly.copropriete.lots = 20
    assembly.copropriete.save()
    sent = Dossier.objects.get()
    live = {key: text_of(key, assembly, Numbers(**WHOLE)) for key in kept}
    assert {key for key in kept if live[key] != before[key]} >= {"page", "comparaison", "questions"}
    assert {key: printed(key, assembly, sent) for key in kept} == before

    client.force_login(member)
    page = plain(read_page(client.get(page_of(assembly))))
    said = page.partition("Des chiffres ont changé depuis")[2].partition("Les chiffres de ce")[0]
    assert "récupération du réseau : 67 %, et non plus 40 %" in said
    assert "Nombre de lots, comptés comme des logements : 20, et non plus " in said
    assert said.count("et non plus") == 4
    assert {one.label for one in changed_figures(sent)} >= {
        selectors.fact("prix_gaz").label,
        selectors.fact("prix_hausse_reseaux").label,
    }
    # Not sent after all, nothing is kept nor compared.
    services.take_back(actor=member, assemblee=assembly)
    assert "ont changé depuis" not in read_page(client.get(page_of(assembly)))


def test_each_figure_is_kept_with_its_source_and_its_date(client, member, assembly, sent):
    figures = sent.frozen["figures"]
    assert set(figures) > {*KEYS, *quoted(), "enrr", "prix", "logements"}
    assert "contestation_mois" in quoted()
    for key in KEYS:
        label, value, source, dated = figures[key]
        assert label and value and source and dated, key
    client.force_login(member)
    page = plain(read_page(client.get(page_of(assembly))))
    assert "ont changé" not in page
    assert selectors.fact("prix_gaz").source.name in page
    assert "récupération du réseau : 40 %" in page
    # The papers count with the price of the offer, not with that of the network.
    assert "Prix de la chaleur : celui de l’offre. Chaleur des Alpes, 2 octobre 2026." in page
    assert "Prix de la chaleur du réseau" not in page


def test_the_page_of_what_was_sent_takes_few_queries(
    client, member, assembly, sent, django_assert_max_num_queries
):
    client.force_login(member)
    client.get(page_of(assembly))
    with django_assert_max_num_queries(10):
        client.get(page_of(assembly))


def test_a_letter_that_left_without_one_of_the_drafts_is_said_sent(client, member, assembly):
    assembly.copropriete.lots = assembly.copropriete.dwellings = None
    assembly.copropriete.save()
    numbers = WHOLE | {"fees_scale": "", "contract": ""}
    services.save_numbers(actor=member, assemblee=assembly, numbers=numbers)
    kept = services.say_sent(actor=member, assemblee=assembly)
    assert "Honoraires" not in printed("resolutions", assembly, kept)
    client.force_login(member)
    page = plain(read_page(client.get(page_of(assembly))))
    assert "Résolutions Prêt" in page
    assert "Coûts Il manque : nombre de logements" in page
    assert "Tel qu’envoyé" in read_page(client.get(page_of(assembly, "lettre/")))
    assert "Tel qu’envoyé" not in read_page(client.get(page_of(assembly, "page/")))

"""A paper printed from its own page, in a real browser: one page, of the neighbours alone."""

import io
import mimetypes
from datetime import date, time
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from ambassadeurs.assemblees.dossier.amounts import written
from ambassadeurs.assemblees.models import Dossier
from tests.ambassadeurs.coproprietes.factories import (
    AmbassadeurFactory,
    CoproprieteFactory,
    FigureFactory,
    RetourFactory,
)
from tests.chromium import find_chromium

from .dossiers import WHOLE, page_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SITE = "http://site.test"
LOTS = {
    "works": "1 451 451,20",
    "key": "chauffage",
    "total_heating": "1000",
    "lots": "Appartement 12;413\n2;587",
    "years": "15",
    "rate": "4",
    "before": "185 000",
    "after": "166 544,65",
}
# What is left of an A4 sheet, in pixels, and its margins.
WIDTH = 680
MARGINS = dict.fromkeys(("top", "bottom", "left", "right"), "15mm")
KEYS = ("lettre", "temoignage", "comptage", "invitation", "page")
LONG = "Nous avons comparé trois offres pendant un an, avec le conseil syndical. " * 12
STORY = ("why", "convinced", "objection", "differently", "regrets")


@pytest.fixture
def pages(client, member, assembly):
    """The papers as the server gives them, by address."""
    network = assembly.copropriete.nearest_reseau
    building = CoproprieteFactory(name="Le Parc", reseau=network, connected_year=2021)
    AmbassadeurFactory(copropriete=building)
    told = dict.fromkeys(STORY, LONG)
    sheet = RetourFactory(copropriete=building, published=True, again="oui", **told)
    FigureFactory(retour=sheet)
    meeting = {
        "meeting_on": date(2027, 3, 10),
        "meeting_hour": time(19),
        "meeting_place": "Halle, 3 rue du Marché",
    }
    Dossier.objects.create(assemblee=assembly, numbers=written(WHOLE | meeting))
    client.force_login(member)
    found = [client.get(page_of(assembly, f"{key}/")) for key in KEYS]
    found.append(client.post(page_of(assembly, "cout-par-lot/"), LOTS))
    return {
        f"{SITE}/{key}/": page.content for key, page in zip((*KEYS, "lots"), found, strict=True)
    }


def served(pages, route):
    url = route.request.url
    if url in pages:
        route.fulfill(content_type="text/html; charset=utf-8", body=pages[url])
        return
    path = finders.find(url.partition("/static/")[2].partition("?")[0])
    if path is None:
        route.fulfill(status=404, body="")
        return
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    route.fulfill(content_type=kind, body=Path(path).read_bytes())


def test_a_paper_printed_from_its_page_is_one_page_without_the_header_of_the_state(pages):
    chromium = find_chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        shown = running.new_page(viewport={"width": WIDTH, "height": 900})
        shown.route("**/*", lambda route: served(pages, route))
        made = {}
        for url in pages:
            shown.goto(url)
            shown.emulate_media(media="print")
            assert shown.locator(".fr-header").count() == 1
            assert not shown.locator(".fr-header").is_visible(), url
            made[url] = shown.pdf(format="A4", margin=MARGINS)
            wider = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
            inside = shown.locator(".as-paper, .as-paper div")
            assert inside.evaluate_all(wider) == 0, url
            colours = "all => [...new Set(all.map(one => getComputedStyle(one).color))]"
            ink = shown.locator(".as-paper, .as-paper *").evaluate_all(colours)
            assert ink == ["rgb(0, 0, 0)"], url
        running.close()
    for url, content in made.items():
        read = PdfReader(io.BytesIO(content)).pages
        assert len(read) == 1, url
        assert "République" not in read[0].extract_text()

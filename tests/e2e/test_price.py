"""The price, where people decide: in the first screen of a phone; then counted, no JavaScript."""

import re

from playwright.sync_api import expect

PHONE = {"width": 320, "height": 800}
# The first screen of a phone, in pixels.
FIRST_SCREEN = 800


def test_a_phone_shows_the_price_of_a_network_first(service, new_context):
    page = new_context(viewport={"width": 360, "height": FIRST_SCREEN}).new_page()
    page.goto("/reseaux/3802C/")
    box = page.get_by_text("Un logement de 10 MWh paierait environ").bounding_box()
    assert box["y"] + box["height"] <= FIRST_SCREEN


def test_from_a_network_to_a_price_without_javascript(service, new_context):
    page = new_context(java_script_enabled=False, viewport=PHONE).new_page()
    page.goto("/reseaux/3802C/")
    page.get_by_role("main").get_by_role("link", name=re.compile("Combien paierions")).click()
    expect(page.get_by_label("Quel réseau de chaleur")).to_have_value("3802C")
    page.get_by_label("Combien de logements").fill("soixante")
    page.get_by_role("button", name="Calculer").click()
    expect(page.get_by_role("alert")).to_contain_text("écrivez un nombre entier")
    expect(page.get_by_label("Combien de logements")).to_have_value("soixante")

    page.get_by_label("Combien de logements").fill("60")
    page.get_by_label("Que connaissez-vous").select_option(label="Gaz : les kWh de la facture")
    page.get_by_label("Combien en un an").fill("716 000")
    page.get_by_label("Votre chaudière à gaz").select_option(label="À condensation")
    page.get_by_role("button", name="Calculer").click()
    answer = page.get_by_role("heading", level=2).first
    expect(answer).to_contain_text("par logement et par an")
    expect(page.get_by_text("Comparable, à ce stade")).to_be_visible()
    page.get_by_text("Le détail, pour l’immeuble").click()
    expect(page.get_by_role("cell").first).to_be_visible()

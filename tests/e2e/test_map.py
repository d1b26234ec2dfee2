"""The map without a base map: one finds oneself on it, and its words say the same."""

from playwright.sync_api import Page, expect

from tests.e2e.test_accessibility import PHONE, judge


def open_map(page: Page) -> None:
    page.get_by_role("button", name="Afficher la carte").click()
    expect(page.locator("[data-map-ready]")).to_be_attached()


def test_the_point_just_tested_is_on_the_map_of_its_result_in_this_browser_only(new_context):
    page = new_context(viewport=PHONE).new_page()
    page.goto("/mon-adresse/")
    page.get_by_role("main").locator("[name=q]").fill("33 boulevard Clemenceau, Grenoble")
    page.get_by_role("main").get_by_role("button", name="Tester").first.click()
    page.wait_for_url("**/mon-adresse/resultat/**")
    open_map(page)
    legend = page.locator("[data-map-legend]")
    expect(legend).to_contain_text("Votre point")
    expect(legend.get_by_text("Cercles")).to_be_visible()
    expect(legend.get_by_text("Commune (sa mairie)")).to_be_visible()
    expect(page.locator(".rx-map__label").filter(has_text="200 m")).to_be_visible()
    expect(page.locator(".rx-map__label").filter(has_text="Grenoble")).to_be_visible()
    expect(page.locator(".maplibregl-ctrl-scale")).to_be_visible()
    page.get_by_text("Ce que montrent la carte et ses environs, en liste").click()
    expect(page.locator("[data-map-towns]")).to_contain_text("Grenoble")
    expect(page.locator("[data-map-networks] a").first).to_be_visible()
    assert judge(page) == []

    other = new_context(viewport=PHONE).new_page()
    other.goto(page.url)
    open_map(other)
    expect(other.locator("[data-map-legend]").get_by_text("Votre point")).to_be_hidden()
    other.get_by_role("button", name="Placer au centre de la carte").click()
    expect(other.locator("[data-map-legend]").get_by_text("Votre point")).to_be_visible()


def test_the_map_of_the_directory_names_communes_and_lists_what_it_shows(new_context):
    """Its ground stays light in the dark scheme, and so does the legend that has its colours."""
    page = new_context(viewport=PHONE, color_scheme="dark").new_page()
    page.goto("/ambassadeurs/")
    open_map(page)
    expect(page.locator(".rx-map__label").filter(has_text="Grenoble")).to_be_visible()
    expect(page.get_by_text("Ce que montrent la carte et ses environs, en liste")).to_be_visible()
    assert judge(page) == []
    expect(page.locator("[data-map-canvas]")).to_have_css("color", "rgb(22, 22, 22)")
    legend = page.locator("[data-map-legend]")
    expect(legend).to_have_css("background-color", "rgb(243, 242, 238)")
    expect(legend).to_have_css("color", "rgb(22, 22, 22)")

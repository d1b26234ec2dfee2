"""On paper: what is read is there, folded or not, and nothing that is clicked."""

import re

import pytest
from playwright.sync_api import Page, expect


def result(page: Page) -> None:
    page.goto("/mon-adresse/")
    page.get_by_role("main").locator("[name=q]").fill("33 boulevard Clemenceau, Grenoble")
    page.get_by_role("main").get_by_role("button", name=re.compile("Tester")).first.click()
    page.wait_for_url("**/mon-adresse/resultat/**")


def question(page: Page) -> None:
    page.goto("/communaute/")
    page.locator(".cu-question-list a").first.click()
    page.wait_for_url("**/communaute/questions/**")


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
@pytest.mark.parametrize(
    "place",
    [
        *("/guides/les-aides/", "/dossier-premier-projet/", "/actualites/webinaire-vote/"),
        *("/reseaux/3802C/", "/stats/", "/simuler/?logements=44&part=120&total=10000"),
        *(question, result),
    ],
)
def test_a_printed_page_says_it_all_and_has_nothing_to_click(new_context, place, javascript):
    page = new_context(java_script_enabled=javascript).new_page()
    if callable(place):
        place(page)
    else:
        page.goto(place)
    main = page.get_by_role("main")
    said = main.get_by_role("heading").count()
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("contentinfo")).to_be_hidden()
    expect(main.locator(".fr-btn:visible")).to_have_count(0)
    expect(page.get_by_text("ChauffageUrbain").first).to_be_visible()
    expect(main.get_by_role("heading", level=1)).to_be_visible()
    # A sheet is not made of menus: its headings stay, but for those of what is clicked.
    assert main.get_by_role("heading").count() >= said / 2
    # Who prints the sources of the figures has them.
    for folded in main.locator("details:not([open]):visible").all():
        expect(folded.locator("> :not(summary)").first).to_be_visible()


def test_a_printed_simulation_says_what_was_answered_and_no_blank_question(new_context):
    page = new_context().new_page()
    page.goto("/simuler/?logements=44&part=120&total=10000")
    page.emulate_media(media="print")
    for name, is_printed in (("logements", True), ("part", True), ("r1", False), ("kw", False)):
        expect(page.locator(f"[name={name}]")).to_be_visible(visible=is_printed)
    expect(page.get_by_text("Le détail, pour l’immeuble")).to_be_visible()

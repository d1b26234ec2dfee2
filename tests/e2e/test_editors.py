"""What editors see in `/gestion/`: the checks of a page really read the page."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

EDITOR = "editrice@demo.test"
SCREEN = {"viewport": {"width": 1400, "height": 900}}
# A page of each type, then a legal page whose description is empty: one problem to be found.
PREPARE = """
import json, pathlib
from cms.models import (
    AccessibilityPage, GuideIndexPage, GuidePage, HomePage, RulesPage, StandardPage,
)
kinds = (HomePage, GuideIndexPage, GuidePage, AccessibilityPage, StandardPage, RulesPage)
pages = {{kind.__name__: kind.objects.order_by("path").first().pk for kind in kinds}}
faulty = StandardPage.objects.filter(slug="essai-sans-description").first()
if faulty is None:
    faulty = StandardPage(title="Sans description", slug="essai-sans-description")
    HomePage.objects.get().add_child(instance=faulty)
pages["faulty"] = faulty.pk
pathlib.Path("{path}").write_text(json.dumps(pages))
"""


@pytest.fixture
def page_ids(service, tmp_path) -> dict[str, int]:
    path = tmp_path / "pages.json"
    service.commands.run("shell", "-c", PREPARE.format(path=path))
    return json.loads(path.read_text())


def expect_problems(page: Page, number: int, count: int) -> None:
    """Open the checks beside the editor of a page: they count its words, then its problems."""
    page.goto(f"/gestion/pages/{number}/edit/")
    page.locator("[data-side-panel-toggle=checks]").first.click()
    panel = page.locator("[data-side-panel=checks]")
    expect(panel).to_be_visible()
    # Without the user bar in the page, there is no word to count.
    expect(panel).to_contain_text(re.compile(r"Mots\s*[1-9]"))
    expect(panel).to_contain_text(re.compile(rf"Problèmes trouvés\s*{count}\b"))


def test_the_checks_read_every_type_of_page(new_context, sign_in, page_ids):
    page = new_context(**SCREEN).new_page()
    sign_in(page, EDITOR)
    for kind, number in page_ids.items():
        if kind != "faulty":
            expect_problems(page, number, 0)


def test_the_checks_find_a_fault(browser, service, sign_in, page_ids):
    # Not a watched context: Wagtail writes what it finds on the console too.
    context = browser.new_context(base_url=service.url, locale="fr-FR", **SCREEN)
    page = context.new_page()
    sign_in(page, EDITOR)
    expect_problems(page, page_ids["faulty"], 1)
    context.close()


def test_the_public_page_of_an_editor_stays_that_of_everybody(new_context, sign_in):
    page = new_context().new_page()
    sign_in(page, EDITOR)
    page.goto("/guides/les-aides/")
    assert page.locator("wagtail-userbar, #wagtail-userbar-template").count() == 0


SCHEDULE = """
from datetime import timedelta
from django.utils import timezone
from socle.buildings import Stage
from cms.models import GuideIndexPage, GuidePage
guide = GuidePage(
    title="Un guide programmé", slug="guide-programme", stage=Stage.IDEA,
    summary="Il paraît à son heure.", live=False,
    go_live_at=timezone.now() + timedelta(seconds=5),
)
GuideIndexPage.objects.get().add_child(instance=guide)
guide.save_revision().publish()
"""
ADDRESS = "/guides/guide-programme/"


def test_a_figure_is_cited_as_a_chip_chosen_in_a_list(service, new_context, sign_in, page_ids):
    page = new_context(**SCREEN).new_page()
    sign_in(page, EDITOR)
    page.goto(f"/gestion/pages/{page_ids['GuidePage']}/edit/")
    text = page.locator("[data-contentpath=body] .public-DraftEditor-content").first
    before = text.locator(".cu-chip").count()
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" La TVA est de /chiffre")
    page.get_by_role("option", name="Citer un chiffre").click()
    page.locator(".modal input[name=q]").fill("tva reduite")
    page.locator(".modal").get_by_role("link", name="TVA réduite sur la chaleur").click()
    expect(text.locator(".cu-chip")).to_have_count(before + 1)
    expect(text).to_contain_text(re.compile("La TVA est de 5,5.%"))
    # Taken whole: one key removes it, never one of its figures.
    expect(page.locator(".modal")).to_have_count(0)
    expect(text).to_be_focused()
    page.keyboard.press("Backspace")
    expect(text.locator(".cu-chip")).to_have_count(before)
    expect(text).not_to_contain_text("5,5")


def test_a_printed_page_has_its_folded_answers(new_context):
    page = new_context().new_page()
    page.goto("/questions-frequentes/")
    answer = page.locator(".cu-faq__item .cu-guide__text").first
    expect(answer).to_be_hidden()
    page.emulate_media(media="print")
    expect(answer).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)


def test_a_scheduled_guide_goes_live_by_the_clock(service, new_context):
    page = new_context().new_page()
    service.commands.run("shell", "-c", SCHEDULE)
    assert page.goto(ADDRESS).status == 404
    page.goto("/guides/")
    expect(page.get_by_role("link", name="Un guide programmé")).to_have_count(0)

    page.wait_for_timeout(5_500)
    service.commands.run("tick")

    page.goto("/guides/")
    page.get_by_role("link", name="Un guide programmé").click()
    expect(page).to_have_url(re.compile(ADDRESS))
    expect(page.get_by_role("main")).to_contain_text("Il paraît à son heure.")

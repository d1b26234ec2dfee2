"""The combobox by keyboard, in a real browser, before a server made of three answers."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.chromium import find_chromium

pytestmark = pytest.mark.browser

SITE = "http://site.test"
SCRIPTS = Path(__file__).parents[3] / "static/js/territoires"
PAGE = """<!doctype html><html lang="fr"><title>Essai</title><main>
<form action="/envoi"><label for="commune">Commune</label>
<input id="commune" name="commune" data-commune-field data-commune-url="/communes/">
<button>Envoyer</button></form></main>
<script type="module" src="/commune-field.js"></script></html>"""
COMMUNES = [
    {"code": "38185", "name": "Grenoble", "departement": "38", "postcodes": "38000 38100"},
    {"code": "68119", "name": "Grentzingen", "departement": "68", "postcodes": "68960"},
]


def answer(route):
    url = route.request.url.removeprefix(SITE)
    if url in ("/commune-field.js", "/combobox.js"):
        script = (SCRIPTS / url.removeprefix("/")).read_text(encoding="utf-8")
        route.fulfill(content_type="text/javascript", body=script)
    elif url.startswith("/communes/?q=panne"):
        route.fulfill(status=500, body="")
    elif url.startswith("/communes/"):
        found = COMMUNES if "gren" in url else []
        route.fulfill(content_type="application/json", body=json.dumps({"results": found}))
    else:
        route.fulfill(content_type="text/html; charset=utf-8", body=PAGE)


@pytest.fixture(scope="module")
def browser():
    chromium = find_chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        yield running
        running.close()


@pytest.fixture
def page(browser):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", answer)
    page.goto(SITE)
    yield page
    context.close()


def test_choosing_by_keyboard(page):
    field = page.get_by_role("combobox", name="Commune")
    field.press_sequentially("gren")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_contain_text("2 communes proposées")
    field.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "commune-communes-0")
    field.press("Enter")
    expect(field).to_have_value("Grenoble (38)")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert page.url == f"{SITE}/"


def test_enter_without_choice_sends_what_was_typed(page):
    field = page.get_by_role("combobox")
    field.press_sequentially("gren")
    expect(page.get_by_role("option")).to_have_count(2)
    field.press("Enter")
    page.wait_for_url("**/envoi?commune=gren")


def test_escape_closes_and_keeps_the_text(page):
    field = page.get_by_role("combobox")
    field.press_sequentially("gren")
    expect(page.get_by_role("option")).to_have_count(2)
    field.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(field).to_have_value("gren")


def test_choosing_by_pointer(page):
    page.get_by_role("combobox").press_sequentially("gren")
    page.get_by_role("option", name="Grentzingen").click()
    expect(page.get_by_role("combobox")).to_have_value("Grentzingen (68)")


def test_nothing_found_is_said(page):
    page.get_by_role("combobox").press_sequentially("zzz")
    expect(page.get_by_role("status")).to_have_text("Aucune commune trouvée.")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")


def test_a_failing_server_leaves_a_plain_field(page):
    field = page.get_by_role("combobox")
    with page.expect_response("**/communes/?q=panne"):
        field.press_sequentially("panne")
    field.press("Enter")
    page.wait_for_url("**/envoi?commune=panne")

"""On a tablet no card is left alone in its row; on a phone people come before filters, and no list
of questions is out of sight."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.walks import still

LISTS = ".cu-cards, .cu-pairs, .cu-steps"
# A last row with one child that does not fill it, under rows of several.
ORPHANS = """lists => lists.map(list => {
  const rows = new Map();
  for (const child of list.children) {
    const box = child.getBoundingClientRect();
    if (box.height) rows.set(Math.round(box.top), [...(rows.get(Math.round(box.top)) ?? []), box]);
  }
  const last = [...rows.keys()].sort((a, b) => a - b).map(top => rows.get(top)).at(-1) ?? [];
  const several = [...rows.values()].some(row => row.length > 1);
  const fills = last[0]?.width > list.getBoundingClientRect().width * 0.9;
  return several && last.length === 1 && !fills ? list.className : null;
}).filter(name => name)"""


@pytest.mark.parametrize("width", [768, 991])
def test_no_card_is_alone_in_its_row_on_a_tablet(new_context, width):
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    for path in ("/", "/ambassadeurs/", "/reseaux/3802C/", "/guides/", "/stats/"):
        page.goto(path)
        still(page)
        assert page.locator(LISTS).count(), path
        assert page.eval_on_selector_all(LISTS, ORPHANS) == [], path


def test_on_a_phone_people_come_before_the_filters(new_context):
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto("/ambassadeurs/?energie=fioul")
    network = page.get_by_label("Réseau de chaleur")
    expect(network).to_be_hidden()
    expect(page.locator(".co-card").first).to_be_in_viewport()
    page.get_by_text("Chercher ou filtrer").click()
    expect(network).to_be_visible()
    page.get_by_role("link", name="Chauffage d’avant : Fioul : retirer ce filtre").click()
    expect(page).to_have_url(re.compile("/ambassadeurs/$"))
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(network).to_be_visible()


def test_on_a_phone_every_list_of_questions_is_in_sight(new_context):
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto("/communaute/")
    still(page)
    links = page.get_by_role("navigation", name="Listes de questions").get_by_role("link")
    expect(links).to_have_count(3)
    for link in links.all():
        box = link.bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 320, link.inner_text()

"""What a reader has read of a dossier: kept in the browser, at their choice, and nowhere else."""

import re

import pytest
from playwright.sync_api import expect

ADDRESS = "/dossier-premier-projet/"
# A browser that refuses to keep anything, as in some private windows.
REFUSES = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("refused", "SecurityError"); },
});
"""
# One whose store is there, and full; the design system notes its theme there without asking.
FULL = """
const keep = Storage.prototype.setItem;
Storage.prototype.setItem = function (key, value) {
  if (key !== "scheme") throw new DOMException("full", "QuotaExceededError");
  keep.call(this, key, value);
};
"""


def guides_of(page):
    return page.locator("[data-dossier] > li")


def test_what_is_ticked_is_kept_in_this_browser_and_told_to_nobody(new_context):
    context = new_context()
    page = context.new_page()
    sent = []
    page.goto(ADDRESS)
    expect(page.locator("[data-dossier-progress]")).to_have_text(re.compile("^0 guide lu sur 4"))
    page.on("request", lambda request: sent.append(request.url))
    second = guides_of(page).nth(1)
    second.get_by_label("J’ai lu ce guide").check(force=True)
    expect(page.locator("[data-dossier-progress]")).to_have_text(re.compile("^1 guide lu sur 4"))
    page.wait_for_load_state("networkidle")
    assert sent == []
    assert context.cookies() == []

    # Ticked by keyboard as well, in another tab of the same browser.
    other = context.new_page()
    other.goto(ADDRESS)
    expect(guides_of(other).nth(1).get_by_label("J’ai lu ce guide")).to_be_checked()
    box = guides_of(other).nth(0).get_by_label("J’ai lu ce guide")
    box.focus()
    other.keyboard.press("Space")
    expect(other.locator("[data-dossier-progress]")).to_have_text(re.compile("^2 guides lus sur 4"))

    page.reload()
    for rank, is_read in enumerate((True, True, False, False)):
        box = guides_of(page).nth(rank).get_by_label("J’ai lu ce guide")
        expect(box).to_be_checked(checked=is_read)
    # Unticked, it is forgotten too; and another browser knows nothing of it.
    guides_of(page).nth(0).get_by_label("J’ai lu ce guide").uncheck(force=True)
    page.reload()
    expect(page.locator("[data-dossier-progress]")).to_have_text(re.compile("^1 guide lu sur 4"))
    elsewhere = new_context().new_page()
    elsewhere.goto(ADDRESS)
    expect(elsewhere.locator("[data-dossier-progress]")).to_have_text(re.compile("^0 guide"))


def test_without_javascript_it_is_a_list_to_read(new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(ADDRESS)
    expect(guides_of(page)).to_have_count(4)
    for rank in range(4):
        expect(guides_of(page).nth(rank).get_by_role("link")).to_be_visible()
    # Nothing that would do nothing, nor a promise that is not kept.
    for box in page.get_by_label("J’ai lu ce guide").all():
        expect(box).to_be_hidden()
    expect(page.locator("[data-dossier-note]")).to_be_hidden()
    expect(page.locator("[data-dossier-progress]")).to_be_hidden()


@pytest.mark.parametrize("script", [REFUSES, FULL], ids=["refused", "full"])
def test_a_browser_that_keeps_nothing_breaks_nothing(new_context, script):
    """An error of the page would fail in `new_context`."""
    context = new_context()
    context.add_init_script(script)
    page = context.new_page()
    page.goto(ADDRESS)
    guides_of(page).nth(2).get_by_label("J’ai lu ce guide").check(force=True)
    expect(page.locator("[data-dossier-progress]")).to_have_text(re.compile("^1 guide lu sur 4"))
    page.reload()
    expect(page.locator("[data-dossier-progress]")).to_have_text(re.compile("^0 guide lu sur 4"))

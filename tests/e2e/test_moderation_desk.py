"""Moderators at work: a wave of spam and common cases by keyboard, the phone, without JavaScript.

Each walk has an agency, a département and people of its own, written directly.
"""

import re

from playwright.sync_api import Page, expect

from communaute.moderation.reasons import STARTERS
from tests.e2e.service import Service
from tests.e2e.walks import seed, width_of

SPAM = "Pompes à chaleur numéro {number}, à prix cassés : https://vente.example/pac"
# What each of them says.
SPAM_WORDS = "à prix cassés"
WORDS = "qui vante un installateur"
CASES = 12
# Selected with the mouse, as people do.
SELECT = """words => {
  for (const place of document.querySelectorAll("[data-quotable]")) {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const start = node.data.indexOf(words);
      if (start < 0) continue;
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, start + words.length);
      document.getSelection().removeAllRanges();
      document.getSelection().addRange(range);
      return true;
    }
  }
  return false;
}"""
OTHERS = "Un texte à part, le numéro {number}, qui vante un installateur."


def desk(service: Service, code: str, *, cases: int, authors: int, body: str) -> str:
    """Cases of one agency; the address of its moderator."""
    seed(service, "queue", code, cases=cases, authors=authors, body=body)
    return f"agent{code}@e2e.test"


def press(page: Page, *keys: str) -> int:
    for key in keys:
        page.keyboard.press(key)
    return len(keys)


def select(page: Page, words: str) -> None:
    """Select these words in the text of the case."""
    # The keys are there; a hand is slower than the page.
    expect(page.locator("[data-keys]")).to_be_visible()
    assert page.evaluate(SELECT, words)


def key_of(page: Page, reason: str) -> str:
    """The figure that chooses a reason, as the page shows it."""
    label = page.locator("[data-reason]").filter(has_text=reason)
    return label.locator("kbd").inner_text().strip()


def focus(page: Page, selector: str) -> int:
    """Go to an element with the Tab key, as people do; how many times."""
    for count in range(1, 80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return count
    raise AssertionError(selector)


def test_a_wave_of_fifty_is_cleaned_with_a_few_keys(service, new_context, sign_in):
    agent = desk(service, "73", cases=50, authors=1, body=SPAM)
    page = new_context().new_page()
    sign_in(page, agent)
    page.goto("/moderation/")
    expect(page.locator(".mod-queue__item")).to_have_count(1)
    # From the top of the page: to the line, into it, hide them all.
    keys = focus(page, ".mod-queue__title a") + press(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"50\sdossiers"))
    select(page, SPAM_WORDS)
    keys += press(page, "m", key_of(page, "Publicité"), "Enter")
    expect(page.locator(".mod-undo")).to_contain_text(re.compile(r"50\stextes"))
    expect(page.locator(".mod-queue__item")).to_have_count(0)
    # Two minutes of a slow hand are 120 keys.
    assert keys <= 60, keys
    page.get_by_role("button", name="Annuler cette décision").click()
    expect(page.locator(".mod-queue__title")).to_contain_text("50 textes")


def test_common_cases_take_three_keys_each(service, new_context, sign_in):
    """Twelve are counted: two hundred are as many times the same keys, the next case coming by
    itself, whatever waits behind it."""
    agent = desk(service, "74", cases=CASES, authors=CASES, body=OTHERS)
    page = new_context().new_page()
    sign_in(page, agent)
    page.goto("/moderation/")
    expect(page.locator(".mod-queue__item")).to_have_count(CASES)
    focus(page, ".mod-start a")
    press(page, "Enter")
    for number in range(CASES):
        # The keys are there; a hand is slower than the page.
        expect(page.locator("[data-keys]")).to_be_visible()
        heading = page.locator(".mod-case__head .cu-meta").first
        before = heading.inner_text()
        if number % 2:
            keys = press(page, "l", "Enter")
        else:
            select(page, WORDS)
            keys = press(page, "m", key_of(page, "Hors sujet"), "Enter")
        expect(page.locator(".mod-undo")).to_be_visible()
        if number < CASES - 1:
            expect(heading).not_to_have_text(before)
        assert keys <= 4
    expect(page).to_have_url(re.compile(r"/moderation/$"))
    expect(page.get_by_role("main")).to_contain_text("Rien à examiner")
    # Typing is typing, and the keys may be turned off.
    page.goto("/moderation/?etat=decides")
    page.locator(".mod-queue__title a").last.click()
    page.locator("[name=note]").fill("")
    page.locator("[name=note]").press("r")
    expect(page.locator("[name=note]")).to_have_value("r")


def test_each_reason_that_goes_with_a_rule_takes_four_keys_at_most(service, new_context, sign_in):
    """Words selected in the text, M, the figure of the reason, Enter: the statement quotes them."""
    reasons = [one.title for one in STARTERS]
    agent = desk(service, "05", cases=len(reasons), authors=len(reasons), body=OTHERS)
    page = new_context().new_page()
    sign_in(page, agent)
    page.goto("/moderation/")
    page.get_by_role("link", name="Examiner le premier").click()
    for reason in reasons:
        select(page, WORDS)
        heading = page.locator(".mod-case__head .cu-meta").first
        before = heading.inner_text() if reason != reasons[-1] else ""
        keys = press(page, "m")
        expect(page.get_by_label("Le passage qui pose problème")).to_have_value(WORDS)
        keys += press(page, key_of(page, reason))
        expect(page.locator("[data-said]")).to_have_text(re.compile(f"{reason}.*{WORDS}"))
        keys += press(page, "Enter")
        assert keys <= 4
        expect(page.locator(".mod-undo")).to_contain_text(re.compile("décidé pour .*: masquer"))
        if before:
            expect(heading).not_to_have_text(before)
    page.goto("/moderation/?etat=decides")
    expect(page.locator(".mod-queue__item")).to_have_count(len(reasons))
    # A key alone hides nothing: neither the reason nor the words are those of who reported.
    assert page.locator("[data-quotes]").count() == 0


def test_on_a_phone_one_case_at_a_time_within_reach_of_the_thumb(service, new_context, sign_in):
    agent = desk(service, "01", cases=2, authors=2, body=OTHERS)
    page = new_context(
        viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True
    ).new_page()
    sign_in(page, agent)
    for path in ("/moderation/", None):
        if path:
            page.goto(path)
        else:
            page.get_by_role("link", name="Examiner le premier").tap()
            page.wait_for_url("**/dossiers/**")
        width = width_of(page)
        assert width <= 320, (path, width)
    keep = page.get_by_role("button", name="Laisser en ligne")
    # The text is read first: the buttons come once its end was seen.
    expect(page.locator(".mod-bar")).not_to_be_in_viewport()
    end = page.locator("#signalements")
    end.scroll_into_view_if_needed()
    page.mouse.wheel(0, 200)
    expect(keep).to_be_in_viewport()
    assert end.bounding_box()["y"] < keep.bounding_box()["y"]
    box = keep.bounding_box()
    assert box is not None
    assert box["height"] >= 40
    assert box["y"] >= 320, "in the lower half, where the thumb is"
    expect(page.locator(".mod-side")).to_be_hidden()
    keep.tap()
    expect(page.locator(".mod-undo")).to_be_visible()
    page.locator("#signalements").scroll_into_view_if_needed()
    page.mouse.wheel(0, 200)
    expect(page.get_by_role("button", name="Laisser en ligne")).to_be_in_viewport()


def test_without_javascript_one_decides_goes_on_and_undoes(service, new_context, sign_in):
    agent = desk(service, "07", cases=2, authors=2, body=OTHERS)
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, agent)
    page.goto("/moderation/")
    page.get_by_role("link", name="Examiner le premier").click()
    page.get_by_role("button", name="Masquer").first.click()
    # Nothing is hidden without the reason and the words: it is said beside each.
    expect(page.locator("#id_modele-desc-error")).to_contain_text("Choisissez la raison")
    expect(page.locator("#id_passage-desc-error")).to_contain_text("Copiez ici les mots")
    page.get_by_label("Hors sujet").check(force=True)
    page.get_by_label("Le passage qui pose problème").fill(WORDS)
    page.get_by_role("button", name="Masquer").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Réponse à examiner")
    page.get_by_role("button", name="Annuler cette décision").click()
    expect(page.get_by_role("main")).to_contain_text("rien n’a été envoyé")
    expect(page.get_by_role("heading", level=1)).to_have_text("Réponse à examiner")


def test_leaving_what_one_typed_is_asked_twice(service, new_context, sign_in):
    agent = desk(service, "26", cases=1, authors=1, body=OTHERS)
    page = new_context().new_page()
    sign_in(page, agent)
    page.goto("/moderation/")
    page.get_by_role("link", name="Examiner le premier").click()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/moderation/")
    assert asked == []
    page.go_back()
    page.locator("[name=note]").press_sequentially("À revoir.")
    page.goto("/moderation/")
    assert asked == ["beforeunload"]

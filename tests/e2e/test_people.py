"""Naming and quoting the people of a thread, with and without modules; the page of one of them."""

import re

from playwright.sync_api import expect

from tests.e2e.walks import width_of

READER = "coproprietaire@demo.test"


def open_thread(page):
    """A thread where several people wrote: the one that helped the most."""
    page.goto("/communaute/?tri=utiles")
    page.get_by_role("main").locator(".cu-question-line__title").first.click()
    page.wait_for_url("**/communaute/questions/**")


def test_a_name_is_proposed_after_its_sign_and_a_passage_is_quoted_in_place(new_context, sign_in):
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    sign_in(page, READER)
    open_thread(page)
    box = page.locator("[data-answer-box] textarea")
    box.fill("")
    box.press_sequentially("Merci @")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    name = options.first.locator("span").first.inner_text()
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value(f"Merci @{name} ")
    expect(options).to_have_count(0)
    # Arrows and Enter are the text's again; an e-mail proposes nobody.
    box.press_sequentially("pour tout.")
    box.press("Enter")
    box.press_sequentially("moi@exemple")
    expect(options).to_have_count(0)
    expect(box).to_have_value(f"Merci @{name} pour tout.\nmoi@exemple")
    assert width_of(page) <= 320

    page.get_by_role("link", name=re.compile("^Citer")).first.click()
    expect(box).to_be_focused()
    expect(box).to_have_value(
        re.compile(rf"^Merci @{re.escape(name)} pour tout\.\nmoi@exemple\n\n> \*\*.+\*\* :\n>\n> ")
    )
    page.locator("a.cu-author__link").first.click()
    expect(page.get_by_role("main")).to_contain_text("Que veulent dire ces mots ?")
    assert width_of(page) <= 320


def test_without_modules_a_quote_opens_the_answer_page(new_context, sign_in):
    page = new_context(java_script_enabled=False).new_page()
    sign_in(page, READER)
    open_thread(page)
    page.get_by_role("link", name=re.compile("^Citer")).first.click()
    # After what an earlier walk may have begun there.
    quote = re.compile(r"(?:^|\n\n)> \*\*.+\*\* :\n>\n> .+\s*$", re.DOTALL)
    expect(page.locator("[name=body]")).to_have_value(quote)
    expect(page.get_by_role("main")).to_contain_text("écrivez « @ » puis son nom")

"""What editors see in `/gestion/`: the checks of a page really read the page."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from cms.blocks import ProseBlock

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
    # The editor draws its text once its scripts are there.
    expect(text).to_be_visible()
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


def test_what_is_beside_a_guide_is_chosen_in_lists_by_keyboard(new_context, sign_in, page_ids):
    page = new_context(**SCREEN).new_page()
    sign_in(page, EDITOR)
    page.goto(f"/gestion/pages/{page_ids['GuidePage']}/edit/")
    group = page.locator("[data-choices]", has=page.locator("[name=shown_first]"))
    lines = group.get_by_role("listitem")
    for words in ("Tilleuls", "chauffage"):
        kind = "copropriété" if words == "Tilleuls" else "question"
        group.get_by_role("button", name=f"Choisir : {kind}").press("Enter")
        page.locator(".modal input[name=q]").fill(words)
        found = page.locator(".modal [data-chooser-modal-choice]")
        expect(found.first).to_contain_text(re.compile(words, re.IGNORECASE))
        found.first.press("Enter")
        expect(page.locator(".modal")).to_have_count(0)
    expect(lines).to_have_count(2)
    expect(group.get_by_role("status")).to_contain_text("choisi.")
    lines.nth(1).get_by_role("button", name="Monter").press("Enter")
    expect(lines.first).to_contain_text("Question")
    addresses = group.locator("textarea").input_value().split("\n")
    assert [address.split("/")[1] for address in addresses] == ["communaute", "ambassadeurs"]
    lines.first.get_by_role("button", name="Retirer").press("Enter")
    expect(lines).to_have_count(1)
    expect(group.get_by_role("button", name="Choisir : copropriété")).to_be_focused()


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


# What the clipboards of Word and of Google Docs hold: a title, bold, a list, a link, a picture.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta name=Generator content="Microsoft Word 15"><style><!--
p.MsoNormal {margin:0cm; font-family:"Calibri",sans-serif; mso-fareast-language:EN-US;}
--></style></head><body lang=FR link="#0563C1"><!--StartFragment-->
<h1 style='mso-outline-level:1'><span style='color:#2F5496'>La facture<o:p></o:p></span></h1>
<p class=MsoNormal style='mso-margin-top-alt:auto'><span style='font-size:12.0pt'>Elle a
<b><span style='mso-bidi-font-weight:normal'>deux parts</span></b>, voyez
<a href="https://www.ecologie.gouv.fr/">le ministère</a>.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='font-family:Symbol;mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span
><![endif]>la part fixe<o:p></o:p></p>
<p class=MsoNormal><img width=10 height=10 src="file:///C:/clip_image001.png"></p>
<!--EndFragment--></body></html>"""
DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1f2e-7fff">
<h1 dir="ltr" style="line-height:1.38;margin-top:20pt;"><span style="font-size:20pt;font-family:
Arial,sans-serif;font-weight:400;white-space:pre-wrap;">La facture</span></h1><p dir="ltr"
style="line-height:1.38;"><span style="font-size:11pt;font-weight:400;white-space:pre-wrap;">Elle a
</span><span style="font-size:11pt;font-weight:700;white-space:pre-wrap;">deux parts</span><span
style="font-size:11pt;font-weight:400;">, voyez </span><a href="https://www.ecologie.gouv.fr/"
style="text-decoration:none;"><span
style="font-weight:400;text-decoration:underline;">le ministère</span></a><span
style="font-weight:400;">.</span></p><ul style="padding-inline-start:48px;"><li dir="ltr"
style="list-style-type:disc;" aria-level="1"><p dir="ltr" role="presentation"><span
style="font-size:11pt;font-weight:400;">la part fixe</span></p></li></ul><p><img
src="https://lh7-rt.googleusercontent.com/docsz/AD_4nX" width="10" height="10"></p></b>"""
PASTE = """(node, html) => {
  const held = new DataTransfer();
  held.setData("text/html", html);
  held.setData("text/plain", "La facture");
  const options = {clipboardData: held, bubbles: true, cancelable: true};
  node.dispatchEvent(new ClipboardEvent("paste", options));
}"""
PASTED = (
    "<p>La facture</p><p>Elle a <b>deux parts</b>, voyez "
    '<a href="https://www.ecologie.gouv.fr/">le ministère</a>.</p><ul><li>la part fixe</li></ul>'
)
STATE = """node => node.closest("[data-draftail-editor-wrapper]")
  .parentNode.querySelector("input[type=hidden]")"""


@pytest.mark.parametrize("html", [WORD, DOCS], ids=["word", "google-docs"])
def test_what_is_pasted_keeps_its_words_and_nothing_of_its_looks(
    new_context, sign_in, page_ids, html
):
    page = new_context(**SCREEN).new_page()
    sign_in(page, EDITOR)
    page.goto(f"/gestion/pages/{page_ids['GuidePage']}/edit/")
    text = page.locator("[data-contentpath=body] .public-DraftEditor-content").first
    text.click()
    page.keyboard.press("Control+A")
    text.evaluate(PASTE, html)
    expect(text).to_contain_text("la part fixe")
    state = text.evaluate_handle(STATE)
    page.wait_for_function("input => input.value.includes('la part fixe')", arg=state)
    sent = state.evaluate("input => input.value")
    stored = ProseBlock().field.widget.converter.to_database_format(sent)
    assert re.sub(r' data-block-key="\w+"', "", stored).endswith(PASTED)

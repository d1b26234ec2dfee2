"""What editors see in `/gestion/`: the checks of a page really read the page."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.service import manage

EDITOR = "editrice@demo.test"
# A page of each type, then a legal page whose description is empty: one problem to be found.
PREPARE = """
import json, pathlib
from cms.models import AccessibilityPage, GuideIndexPage, GuidePage, HomePage, StandardPage
kinds = (HomePage, GuideIndexPage, GuidePage, AccessibilityPage, StandardPage)
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
    manage(service.environment, "shell", "-c", PREPARE.format(path=path))
    return json.loads(path.read_text())


def open_checks(page: Page, number: int) -> str:
    """Open the checks beside the editor of a page; returns what they say, once they are done."""
    page.goto(f"/gestion/pages/{number}/edit/")
    page.locator("[data-side-panel-toggle=checks]").first.click()
    panel = page.locator("[data-side-panel=checks]")
    expect(panel).to_contain_text(re.compile(r"Mots\s*[1-9]"))
    return " ".join(panel.inner_text().split())


def test_the_checks_read_every_type_of_page_and_find_a_fault(new_context, sign_in, page_ids):
    page = new_context(viewport={"width": 1400, "height": 900}).new_page()
    sign_in(page, EDITOR)
    faulty = page_ids.pop("faulty")
    for kind, number in page_ids.items():
        assert open_checks(page, number).endswith("Problèmes trouvés 0"), kind
    assert "Problèmes trouvés 1" in open_checks(page, faulty)


def test_the_public_page_of_an_editor_stays_that_of_everybody(new_context, sign_in):
    page = new_context().new_page()
    sign_in(page, EDITOR)
    page.goto("/guides/les-aides/")
    assert page.locator("wagtail-userbar, #wagtail-userbar-template").count() == 0

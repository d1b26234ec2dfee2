"""Entering by a look-alike of FranceConnect, then leaving it too: the one that the demo starts."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.conftest import PATIENCE_MS

ADDRESS = "monique.durand@demo.test"


@pytest.fixture
def context(browser, service) -> Iterator[BrowserContext]:
    """A visitor who may go to the provider, and to no other third party."""
    known = {urlsplit(service.url).netloc, urlsplit(service.provider).netloc}
    opened = browser.new_context(base_url=service.url, locale="fr-FR")
    opened.set_default_timeout(PATIENCE_MS)
    opened.route(lambda url: urlsplit(url).netloc not in known, lambda route: route.abort())
    yield opened
    opened.close()


def identify(page):
    page.get_by_role("button", name="S’identifier avec FranceConnect").click()
    page.get_by_role("button", name="Authorize as monique").click()


def test_a_first_time_then_out_then_again(context, service):
    page = context.new_page()
    page.goto("/comptes/connexion/?next=/communaute/")
    identify(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Confirmez votre adresse électronique"
    )
    expect(page.locator("[name=email]")).to_have_value(ADDRESS)
    page.get_by_role("button", name="Recevoir un code").click()
    mail = service.wait_for_mail(ADDRESS, [])
    page.locator("[name=code]").fill(re.search(r"\d{3}-\d{3}", mail.text)[0])
    page.get_by_role("button", name="Continuer").click()
    page.locator("[name=display_name]").fill("Monique D.")
    page.get_by_role("button", name="Créer mon compte").click()
    page.wait_for_url("**/communaute/**")

    # Out of the service, then of the provider, by the browser.
    page.get_by_role("button", name="Se déconnecter").first.click()
    page.wait_for_url("**/oauth2/end_session**")
    page.get_by_role("button").first.click()
    page.wait_for_url("**/deconnecte/**")
    expect(page.get_by_role("main")).to_contain_text("et de FranceConnect")

    page.goto("/comptes/connexion/")
    identify(page)
    page.wait_for_url("**/mon-compte/**")
    page.goto("/mon-compte/profil/")
    expect(page.get_by_role("main")).to_contain_text("FranceConnect ouvre votre compte")

"""A real browser on the real service. Without Chromium these tests are skipped, saying so;
`REQUIRE_BROWSER=1` (as in `.ci/run`) makes them fail instead."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.ambassadeurs.reseaux.fake_geocoder import FakeGeocoder, feature, found, serve_geocoder
from tests.chromium import find_chromium
from tests.e2e.service import EXTRACT, Service, run_service

HERE = Path(__file__).resolve().parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "demo-chauffage"
# A page may be slow on a machine that runs all the other tests meanwhile: waiting costs nothing
# where it comes at once.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)

# A page that answers 4xx on purpose; what Wagtail’s own checks of a draft find, told to its editor.
EXPECTED = ("Failed to load resource: the server responded with a status of 4", "axe.run results")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # One service and one browser for each of the two, on a worker of its own.
            group = "reading" if item.path.name == "test_accessibility.py" else "walks"
            item.add_marker(pytest.mark.xdist_group(group))
            if item.get_closest_marker("extract") and not EXTRACT.exists():
                item.add_marker(
                    pytest.mark.skip(f"l’extrait officiel n’est pas là : {EXTRACT.name}")
                )
    yield
    # The longest groups start first, while the other worker takes the rest.
    items.sort(key=lambda item: HERE not in item.path.parents)


@pytest.fixture(autouse=True)
def steady_clock() -> None:
    """The service has a clock of its own: that of the machine."""


@pytest.fixture(scope="package")
def chromium() -> str:
    return find_chromium()


@pytest.fixture(scope="package")
def playwright(chromium: str) -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
    yield running
    running.close()


@pytest.fixture(scope="package")
def geocoder() -> Iterator[FakeGeocoder]:
    """Answers "33 Boulevard Clemenceau 38100 Grenoble" as the Géoplateforme does."""
    with serve_geocoder(found(feature())) as fake:
        yield fake


@pytest.fixture(scope="package")
def service(
    chromium: str, geocoder: FakeGeocoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    own = tmp_path_factory.getbasetemp()
    # Workers have each a folder of their own in that of the run.
    run = own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own
    with run_service(tmp_path_factory.mktemp("service"), run, geocoder) as running:
        yield running


@pytest.fixture
def new_context(browser: Browser, service: Service) -> Iterator[Callable[..., BrowserContext]]:
    """Open a fresh visitor; whatever goes wrong in its pages fails the test at the end."""
    place = urlsplit(service.url).netloc
    # A passkey asks for a name: no browser makes one for an address in digits.
    ours = {place, place.replace("127.0.0.1", "localhost"), ""}
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: troubles.append(f"{page.url} : {error}"))
        page.on(
            "console",
            lambda message: (
                troubles.append(f"{page.url} : {message.text}")
                if message.type == "error" and not message.text.startswith(EXPECTED)
                else None
            ),
        )

    def watch_response(response) -> None:
        if response.status >= 500:
            troubles.append(f"{response.status} {response.url}")
        if urlsplit(response.url).netloc not in ours:
            troubles.append(f"un tiers est appelé : {response.url}")

    def open_context(**options) -> BrowserContext:
        options = {"base_url": service.url} | options
        context = browser.new_context(locale="fr-FR", **options)
        context.set_default_timeout(PATIENCE_MS)
        context.on("page", watch)
        context.on("response", watch_response)
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def sign_in(service: Service) -> Callable[[Page, str], None]:
    """Sign in by password, through the pages, as one of the demo's people."""

    def go(page: Page, address: str) -> None:
        page.goto("/comptes/connexion/")
        page.get_by_label("Votre adresse électronique").fill(address)
        page.get_by_role("button", name="J’ai un mot de passe").click()
        page.get_by_label("Votre mot de passe").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Se connecter").click()
        page.wait_for_url("**/mon-compte/**")

    return go

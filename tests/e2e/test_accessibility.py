"""axe finds nothing on any page that a visitor, a member or an agency reaches by its links,
at desktop width and at 320 px, where nothing scrolls sideways either.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 700}
ELSEWHERE = ("/gestion/", "/documents/", "/media/", "/static/", "/api/v1/")
FILES = (".csv", ".xml", ".json", ".geojson", ".txt", ".ics", ".zip")
MOST_PAGES = 80

# Errors are pages too: they are reached by a wrong address.
VISITOR_STARTS = ["/", "/nulle-part/", "/mon-adresse/?commune=38185", "/mon-adresse/?q=x"]


def kind_of(path: str) -> str:
    """One page of each kind is enough: the URL's name, or the address itself in the CMS."""
    try:
        name = resolve(path).view_name
    except Resolver404:
        return path
    return path if name.startswith("wagtail") else name


def same_site_links(page: Page) -> list[str]:
    links = page.eval_on_selector_all(
        "a[href]", "nodes => nodes.map(node => node.href).filter(href => href.startsWith('http'))"
    )
    here = urlsplit(page.url).netloc
    paths = []
    for link in links:
        address = urlsplit(link)
        if address.netloc != here or address.path.startswith(ELSEWHERE):
            continue
        if not address.path.endswith(FILES):
            paths.append(address.path + (f"?{address.query}" if address.query else ""))
    return paths


def judge(page: Page) -> list[str]:
    """What is wrong with the page in front of us, at both widths."""
    troubles = []
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        results = Axe().run(page)
        for violation in results.response["violations"]:
            where = violation["nodes"][0]["target"]
            troubles.append(f"{page.url} ({size['width']}) {violation['id']} : {where}")
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > PHONE["width"]:
        troubles.append(f"{page.url} : {width} px de large à 320 px")
    return troubles


def walk(page: Page, starts: list[str], seen: set[str], keep: Callable[[str], bool]) -> list[str]:
    """Visit one page of each kind from the starts on, and return all that is wrong."""
    troubles, queue = [], list(starts)
    kinds = set(seen)
    while queue and len(kinds) - len(seen) < MOST_PAGES:
        path = queue.pop(0)
        kind = kind_of(urlsplit(path).path)
        if kind in kinds or not keep(path):
            continue
        kinds.add(kind)
        page.goto(path)
        troubles += judge(page)
        queue += same_site_links(page)
    assert len(kinds) - len(seen) >= len(starts), kinds
    return troubles


def test_as_a_visitor(new_context):
    page = new_context().new_page()
    assert walk(page, VISITOR_STARTS, set(), lambda path: True) == []


@pytest.mark.parametrize(
    ("address", "starts"),
    [
        (
            "coproprietaire@demo.test",
            ["/mon-compte/", "/communaute/questions/poser/", "/mon-compte/notifications/"],
        ),
        ("ambassadrice@demo.test", ["/mon-compte/", "/moderation/mes-decisions/"]),
        ("agence@demo.test", ["/moderation/", "/mon-compte/"]),
        ("equipe@demo.test", ["/moderation/recours/", "/mon-compte/"]),
    ],
)
def test_signed_in(new_context, sign_in, address, starts):
    page = new_context().new_page()
    sign_in(page, address)
    private = ("/mon-compte/", "/comptes/", "/moderation/", "/communaute/questions/")
    assert walk(page, starts, set(), lambda path: path.startswith(private)) == []

"""What a page of editors says is laid out once for all its readers."""

import pytest
from bs4 import BeautifulSoup

from cms.demo.loader import load_guides, load_pages
from cms.stream_builder import h, p
from tests.cms.factories import make_guide, make_site
from tests.cms.kept import once
from tests.cms.test_admin import person, sign_in
from tests.e2e.test_accessibility import TYPES

pytestmark = pytest.mark.django_db
PARTS = ".cu-guide__head, .cu-guide__contents, .cu-guide__body, .cu-easy, .cu-sources"


def parts(client, address):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [str(part) for part in page.select(PARTS)]


def test_who_has_an_account_reads_what_a_visitor_reads(client):
    make_site()
    once(load_guides)
    once(load_pages)
    addresses = [*TYPES.values()]
    # Not made for the visitors first: the first to read a page may be anybody.
    sign_in(client, person())
    first = {address: parts(client, address) for address in addresses}
    client.logout()
    read = {address: parts(client, address) for address in addresses}
    assert sum(map(bool, read.values())) >= 5
    assert first == read


def test_what_is_published_is_read_at_once(client, django_capture_on_commit_callbacks):
    guide = make_guide(slug="gaz", body=[h("Un"), p("Avant.")])
    sign_in(client, person())
    assert "Avant." in "".join(parts(client, "/guides/gaz/"))
    guide.body = [("heading", "Un"), ("paragraph", "<p>Après.</p>")]
    with django_capture_on_commit_callbacks(execute=True):
        guide.save_revision().publish()
    assert "Après." in "".join(parts(client, "/guides/gaz/"))

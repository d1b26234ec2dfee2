"""The pages that a public service owes, from the first day."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from cms.site.models import EasyPage
from cms.site.models.brand import SENTENCE_MAX, EasyBody
from cms.starter import create_starter_pages
from socle.search.results import find

from .screens import fresh, send

pytestmark = pytest.mark.django_db
PAGES = ("/cookies/", "/budget/", "/code-source/", "/facile-a-lire/")


def test_each_is_there_linked_from_the_bottom_dated_and_without_a_hole(client, site):
    links = [
        link["href"]
        for link in BeautifulSoup(client.get("/").content, "html.parser").select(
            ".fr-footer__bottom-link"
        )
    ]
    dated = client.get("/sitemap-pages.xml").content.decode()
    for address in PAGES:
        response = client.get(address)
        assert response.status_code == 200
        assert not response.cookies
        assert address in links
        assert re.search(rf"{address}</loc><lastmod>\d{{4}}-\d\d-\d\d", dated), address
        main = BeautifulSoup(response.content, "html.parser").main.get_text()
        assert "{" not in main
        assert "compléter" not in main


def test_another_run_creates_nothing(site):
    EasyPage.objects.get().unpublish()
    assert create_starter_pages() == []


def test_the_easy_page_is_found(site):
    assert "/facile-a-lire/" in [line.url for line in find("chauffage facile à lire").lines]


def test_only_a_page_that_people_concerned_have_read_says_falc(client, editor):
    assert "(FALC)" not in client.get("/facile-a-lire/").content.decode()
    page = EasyPage.objects.get()
    publish = {"action-publish": "action-publish"}
    address = f"/gestion/pages/{page.pk}/edit/"
    body = {"body-count": "1", "body-0-type": "sentence", "body-0-value": "Il fait chaud."}
    body |= {"body-0-deleted": "", "body-0-order": "0", "body-0-id": ""}
    sent = send(client, address, reviewed_by="l’atelier FALC de Grenoble", **body, **publish)
    assert sent.status_code == 302
    fresh()
    text = client.get("/facile-a-lire/").content.decode()
    assert "(FALC)" in text
    assert "l’atelier FALC de Grenoble" in text


@pytest.mark.one_database
def test_a_sentence_stands_at_its_limit():
    block = EasyBody().child_blocks["sentence"]
    assert block.clean("x" * SENTENCE_MAX)
    with pytest.raises(ValidationError):
        block.clean("x" * (SENTENCE_MAX + 1))

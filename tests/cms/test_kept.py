"""A copy of the starter pages is what making them gives, row by row; or they are made."""

import pytest
from django.contrib.auth.models import Group
from django.db import transaction

from cms.models import HomePage
from cms.starter import create_starter_pages
from tests.cms import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def making(monkeypatch):
    """How often the pages were made, from no copy at all."""
    made = []

    def make():
        made.append(create_starter_pages())

    monkeypatch.setattr(kept, "_copies", [])
    make.times = lambda: len(made)
    return make


def rows_after(making):
    """All the rows of the database, once the pages are there; then they are taken back."""
    before = transaction.savepoint_create()
    kept.once(making)
    found = {table.name: table.read() for table in kept._tables()}
    transaction.savepoint_rollback(before)
    return found


def test_a_copy_is_what_was_made(making):
    made = rows_after(making)
    assert made["cms_homepage"]
    assert made["site_search_document"]
    assert rows_after(making) == made
    assert making.times() == 1
    # What comes next finds its place beside what was copied.
    kept.once(making)
    home = HomePage.objects.get()
    home.add_child(instance=HomePage(title="Autre", slug="autre"))
    assert home.get_children().filter(slug="autre").exists()


def test_from_other_rows_they_are_made(making):
    rows_after(making)
    before = transaction.savepoint_create()
    Group.objects.create(name="Éditeurs")
    assert rows_after(making)["auth_group"] != {}
    transaction.savepoint_rollback(before)
    assert making.times() == 2


def test_another_day_or_another_address_they_are_made(making, settings, monkeypatch):
    rows_after(making)
    settings.BASE_URL = "https://ailleurs.test"
    rows_after(making)
    monkeypatch.setattr(kept.timezone, "localdate", lambda: "demain")
    rows_after(making)
    assert making.times() == 3

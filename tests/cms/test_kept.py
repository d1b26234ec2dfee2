"""A copy of the starter pages is what making them gives, row by row; or they are made."""

import pytest
from django.contrib.auth.models import Group
from django.db import transaction

from cms.models import HomePage
from cms.starter import create_starter_pages
from tests.cms import kept

pytestmark = pytest.mark.django_db


class Making:
    """What is made, and how often it was."""

    def __init__(self, make):
        self.make, self.times = make, 0

    def __call__(self):
        self.times += 1
        self.make()


@pytest.fixture(autouse=True)
def no_copy(monkeypatch):
    monkeypatch.setattr(kept, "_copies", [])


@pytest.fixture
def making():
    """Little, where what is made matters not."""
    return Making(lambda: Group.objects.create(name="Voisins"))


def rows_after(making):
    """All the rows of the database, once the pages are there; then they are taken back."""
    before = transaction.savepoint_create()
    kept.once(making)
    found = {table.name: table.read() for table in kept._tables()}
    transaction.savepoint_rollback(before)
    return found


def test_a_copy_is_what_was_made():
    making = Making(create_starter_pages)
    made = rows_after(making)
    assert made["cms_homepage"]
    assert made["site_search_document"]
    assert rows_after(making) == made
    assert making.times == 1
    # What comes next finds its place beside what was copied.
    kept.once(making)
    home = HomePage.objects.get()
    home.add_child(instance=HomePage(title="Autre", slug="autre"))
    assert home.get_children().filter(slug="autre").exists()


def test_from_other_rows_they_are_made(making):
    rows_after(making)
    before = transaction.savepoint_create()
    Group.objects.create(name="Éditeurs")
    rows_after(making)
    transaction.savepoint_rollback(before)
    assert making.times == 2


def test_another_day_or_another_address_they_are_made(making, settings, monkeypatch):
    rows_after(making)
    settings.BASE_URL = "https://ailleurs.test"
    rows_after(making)
    monkeypatch.setattr(kept.timezone, "localdate", lambda: "demain")
    rows_after(making)
    assert making.times == 3

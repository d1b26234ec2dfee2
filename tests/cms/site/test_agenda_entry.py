"""A menu that exists is given the page of visits and events, once."""

from importlib import import_module

import pytest
from django.apps import apps

from cms.site.models import MainEntry, Menus

pytestmark = pytest.mark.django_db

add_entry = import_module("cms.site.migrations.0004_agenda_entry").add_entry


def menu(*addresses):
    MainEntry.objects.all().delete()
    for order, address in enumerate(addresses):
        MainEntry.objects.create(
            menus=Menus.load(), label=address, address=address, sort_order=order
        )
    add_entry(apps, None)
    return list(MainEntry.objects.order_by("sort_order", "pk").values_list("address", flat=True))


def test_after_the_ambassadors():
    assert menu("/reseaux/", "/ambassadeurs/", "/guides/") == [
        *("/reseaux/", "/ambassadeurs/", "/agenda/", "/guides/")
    ]


@pytest.mark.parametrize(
    "kept",
    [
        ("/guides/",),
        ("/ambassadeurs/", "/agenda/"),
        ("/ambassadeurs/", *(f"/communaute/?q={n}" for n in range(7))),
    ],
)
def test_a_menu_made_otherwise_full_or_that_has_it_stays(kept):
    assert menu(*kept) == [*kept]


def test_a_new_installation_has_nothing_to_add_to():
    MainEntry.objects.all().delete()
    add_entry(apps, None)
    assert not MainEntry.objects.exists()

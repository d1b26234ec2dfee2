"""Pages read by their keys first: the same rows, in the same order, counted once."""

import pytest
from django.test.html import parse_html

from communaute.territoires.models import Commune
from socle.forms import LongSelect
from socle.keyset import KeysFirstPaginator

pytestmark = pytest.mark.django_db


def communes():
    return Commune.objects.filter(departement="38").order_by("-name", "pk")


def test_each_page_has_the_rows_of_the_list_in_order():
    rows = communes()
    paginator = KeysFirstPaginator(rows, 7)
    for number in (1, 2, paginator.num_pages):
        expected = list(rows[(number - 1) * 7 : number * 7])
        assert list(paginator.page(number)) == expected


def test_a_count_that_is_told_is_not_read_again(django_assert_num_queries):
    with django_assert_num_queries(1):
        page = KeysFirstPaginator(communes(), 5, count=12).page(2)
        assert len(page.object_list) == 5
    assert page.paginator.num_pages == 3


def test_the_whole_rows_may_be_read_otherwise(django_assert_num_queries):
    whole = Commune.objects.select_related("departement").order_by("-name", "pk")
    page = KeysFirstPaginator(communes(), 5, whole=whole).page(1)
    with django_assert_num_queries(1):
        assert {one.departement.pk for one in page} == {"38"}
    assert list(page) == list(communes()[:5])


def test_nothing_is_a_page_too():
    assert list(KeysFirstPaginator(Commune.objects.none().order_by("pk"), 5).page(1)) == []


def test_a_long_list_is_written_as_django_does():
    choices = [("", "Tous"), ("a", "Réseau <a>"), ("b", 'Réseau "b"')]
    for value in ("", "b", None, "ailleurs"):
        widgets = [
            kind(attrs={"class": "fr-select", "id": "id_reseau"}, choices=choices)
            for kind in (LongSelect, LongSelect.__base__)
        ]
        ours, djangos = [widget.render("reseau", value) for widget in widgets]
        assert parse_html(ours) == parse_html(djangos)

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from dsfr.forms import DsfrBaseForm

from communaute.territoires.forms import CommuneField
from communaute.territoires.models import Commune

pytestmark = pytest.mark.django_db


class Form(DsfrBaseForm):
    commune = CommuneField()


class OptionalForm(DsfrBaseForm):
    commune = CommuneField(required=False)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Grenoble (38)", "38185"),
        ("grenoble", "38185"),
        ("38185", "38185"),
        ("38000 Grenoble", "38185"),
        ("Paris", "75056"),
        ("75012", "75112"),
        ("paris 1", "75101"),
        ("Saint-Denis (93)", "93066"),
        ("Paris 12e Arrondissement (75)", "75112"),
    ],
)
def test_what_is_clear_is_accepted(typed, code):
    form = Form({"commune": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["commune"].code == code


def test_every_label_shown_is_understood_back():
    communes = Commune.objects.order_by("code")
    for commune in [*communes[::700], *communes.exclude(parent=None)]:
        assert Commune.objects.candidates(str(commune)) == [commune]


def test_an_ambiguous_name_lists_the_candidates():
    form = Form({"commune": "Saint-Denis"})
    assert not form.is_valid()
    error = form.errors["commune"][0]
    assert "Saint-Denis (93)" in error
    assert "Saint-Denis (974)" in error
    radios = BeautifulSoup(form["commune"].as_field_group(), "html.parser").select("[type=radio]")
    assert {radio["value"] for radio in radios} >= {"93066", "97411"}
    # Without JavaScript, the button chosen comes after the text: it is the value read.
    again = Form(QueryDict("commune=Saint-Denis&commune=93066"))
    assert again.is_valid()
    assert again.cleaned_data["commune"].code == "93066"
    assert "radio" not in str(Form({"commune": "Grenoble"})["commune"])


@pytest.mark.parametrize("typed", ["Xyzxyz", "🙂", "00000", "'; drop table", "\x00", "a" * 101])
def test_what_is_unknown_is_an_error_and_stays_in_the_field(typed):
    form = Form({"commune": typed})
    assert not form.is_valid()
    assert form["commune"].value() == typed


def test_empty_is_required_or_none():
    assert Form({"commune": " "}).errors["commune"] == ["Indiquez une commune."]
    form = OptionalForm({"commune": ""})
    assert form.is_valid()
    assert form.cleaned_data["commune"] is None


def test_the_field_shows_a_commune_and_knows_where_to_ask():
    html = Form(initial={"commune": Commune.objects.get(code="38185")})
    field = BeautifulSoup(html["commune"].as_field_group(), "html.parser").input
    assert field["value"] == "Grenoble (38)"
    assert field["data-commune-url"] == "/territoires/communes/"
    assert "fr-input" in field["class"]
    assert 'type="module"' in str(html.media["js"])

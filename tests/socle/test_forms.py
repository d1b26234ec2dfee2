from datetime import datetime
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html

from socle.errors import ChangedMeanwhile, Refused
from socle.forms import (
    DayInput,
    HourInput,
    PlainForm,
    SharedForm,
    TypedDecimalField,
    TypedIntegerField,
    typed_in,
)
from socle.templatetags.forms import error_lines


class FreshField(forms.CharField):
    default_error_messages = {"required": "Dites-le."}


class TryForm(PlainForm):
    nom = forms.CharField(label="Nom de l’immeuble", max_length=5, min_length=2)
    lots = forms.IntegerField(label="Combien de lots\u00a0?", min_value=1, max_value=10)
    part = forms.DecimalField(label="Part en %", max_digits=4)
    mail = forms.EmailField(label="Adresse électronique")
    etape = forms.ChoiceField(label="Étape", choices=[("a", "A")], widget=forms.RadioSelect)
    accord = forms.BooleanField(label="J’accepte que <b>tout</b> cela soit envoyé")
    jour = forms.DateField(label="Jour")
    propre = forms.CharField(label="Propre", error_messages={"required": "Mot à nous."})
    frais = FreshField(label="Frais")
    fichier = forms.FileField(label="Preuve")
    cache = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["accord"].short_label = "Votre accord"


GOOD = {"nom": "abc", "lots": 2, "part": 1, "mail": "a@b.fr", "etape": "a", "accord": "on"}
GOOD |= {"jour": "2026-11-25", "propre": "x", "frais": "x", "cache": 1}


def errors_of(**data):
    return {name: errors[0] for name, errors in TryForm(GOOD | data).errors.items()}


def test_an_empty_form_names_each_field():
    said = {name: errors[0] for name, errors in TryForm({}).errors.items()}
    assert said["nom"] == "Remplissez «\u00a0Nom de l’immeuble\u00a0»."
    assert said["lots"] == "Répondez à «\u00a0Combien de lots\u00a0?\u00a0»."
    assert said["part"] == "Remplissez «\u00a0Part en %\u00a0»."
    assert said["etape"] == "Faites un choix pour «\u00a0Étape\u00a0»."
    assert said["accord"] == "Cochez la case «\u00a0Votre accord\u00a0»."
    assert said["fichier"] == "Choisissez un fichier pour «\u00a0Preuve\u00a0»."


def test_words_chosen_by_a_form_or_by_our_own_fields_stay():
    said = errors_of(propre="", frais="")
    assert said["propre"] == "Mot à nous."
    assert said["frais"] == "Dites-le."


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("nom", "abcdef", "5 caractères au plus (il y en a 6)"),
        ("nom", "a", "2 caractères au moins (il y en a 1)"),
        ("lots", "beaucoup", "écrivez un nombre entier"),
        ("lots", "11", "10 au plus"),
        ("lots", "0", "1 au moins"),
        ("part", "un", "écrivez un nombre, par exemple"),
        ("part", "12345", "trop de chiffres"),
        ("mail", "rien", "écrivez une adresse électronique"),
        ("etape", "z", "choisissez dans la liste"),
        ("jour", "demain", "écrivez une date"),
        ("nom", "a\x00b", "signe invisible"),
    ],
)
def test_a_wrong_value_names_its_field(name, value, words):
    said = errors_of(**{name: value})[name]
    assert said.startswith("«\u00a0")
    assert words in said


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("10 000", 10_000),
        ("10\u202f000", 10_000),
        ("10.000", 10_000),
        ("1.250.000", 1_250_000),
        ("\u202a10 000\u202c", 10_000),
        ("\u200e42", 42),
    ],
)
def test_a_whole_number_is_read_as_people_type_it(typed, read):
    assert TypedIntegerField().clean(typed) == read


@pytest.mark.parametrize("typed", ["10,5", "10.5", "0.500", "1.2345", "10.00.000"])
def test_what_is_no_whole_number_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        TypedIntegerField().clean(typed)


def test_a_number_is_read_without_the_signs_that_nobody_sees():
    assert TypedDecimalField().clean("\u200f1\u00a0234,5\u00a0€") == Decimal("1234.5")


def test_every_default_message_of_django_is_replaced():
    """A new reason of a new Django, or a field we do not know, must not speak raw French."""
    form = TryForm({})
    form.full_clean()
    raw = {
        (name, code)
        for name, field in form.fields.items()
        for code, message in field.error_messages.items()
        for kind in type(field).__mro__
        if kind.__module__.startswith("django.")
        and vars(kind).get("default_error_messages", {}).get(code) == message
    }
    assert raw == set()


def test_the_summary_links_to_what_takes_the_focus_and_takes_it_first():
    form = TryForm({})
    page = BeautifulSoup(
        render_to_string("components/error_summary.html", {"form": form, "title": "Pas encore"}),
        "html.parser",
    )
    summary = page.select_one("#erreurs")
    assert summary.has_attr("autofocus")
    assert summary["tabindex"] == "-1"
    assert summary.h2.text == "Pas encore"
    assert "Rechargez-la" in summary.text  # the hidden field that nobody can correct
    targets = [link["href"].removeprefix("#") for link in summary.select("li a")]
    shown = BeautifulSoup(str(form), "html.parser")
    assert all(shown.select_one(f"#{target}") for target in targets)
    assert shown.select_one("#id_etape_0")["type"] == "radio"
    assert "id_etape_0" in targets


def test_the_summary_names_a_field_once():
    lines = {line.target: line for line in error_lines(TryForm({}))}
    assert lines["id_nom"].name == ""
    assert lines["id_propre"] == ("id_propre", "Propre", "Mot à nous.")
    assert error_lines(TryForm()) == []


@pytest.mark.parametrize("end", [".", "\u00a0?", "\u00a0:", "\u00a0!", "\u202f;"])
def test_a_label_that_is_a_sentence_loses_its_end_before_the_colon(end):
    class SentenceForm(PlainForm):
        foi = forms.BooleanField(
            label=f"Je crois ce que j’écris ici{end}",
            error_messages={"required": "Cochez cette case."},
        )
        combien = forms.IntegerField(label=f"Voici combien{end}")

    form = SentenceForm({"combien": "beaucoup"})
    said = render_to_string("components/error_summary.html", {"form": form})
    (first, _) = BeautifulSoup(said, "html.parser").select("li")
    assert first.text == "Je crois ce que j’écris ici\u00a0: Cochez cette case."
    assert form.errors["combien"][0].startswith("«\u00a0Voici combien\u00a0»\u00a0: écrivez")


def test_a_label_with_marks_is_named_bare():
    class MarkedForm(PlainForm):
        choix = forms.CharField(label=format_html("Le {} &amp; l’autre", "<premier>"))

    assert MarkedForm({}).errors["choix"] == ["Remplissez «\u00a0Le <premier> & l’autre\u00a0»."]


@pytest.mark.parametrize(
    ("widget", "typed", "kind", "shown"),
    [
        (DayInput, "2026-02-28", "date", "2026-02-28"),
        (DayInput, "28/02/2026", "date", "2026-02-28"),  # the browser reads one writing only
        (DayInput, "30/02/2026", "text", "30/02/2026"),
        (DayInput, "mardi", "text", "mardi"),
        (DayInput, None, "date", None),
        (HourInput, "9:05", "time", "09:05"),
        (HourInput, "25:00", "text", "25:00"),
    ],
)
def test_a_box_of_the_browser_never_empties_what_was_typed(widget, typed, kind, shown):
    box = BeautifulSoup(widget().render("quand", typed), "html.parser").input
    assert (box["type"], box.get("value")) == (kind, shown)


def test_the_example_of_a_date_is_a_day_to_come():
    shown = errors_of(jour="demain")["jour"].removesuffix(".").rsplit(" ", 1)[1]
    assert datetime.strptime(shown, "%d/%m/%Y").date() > timezone.localdate()


class SharedTry(SharedForm):
    nom = forms.CharField(label="Nom", required=False)
    seul = forms.BooleanField(label="Seul", required=False)
    choix = forms.MultipleChoiceField(label="Choix", choices=[("a", "A")], required=False)


class Rule(Refused):
    pass


def refusal(error):
    def act(**told):
        raise error

    return act


def test_a_form_saves_what_was_typed_and_keeps_what_was_made_of_it():
    form = SharedTry({"nom": "Cèdres", "version": "v1"})
    assert form.saves(lambda **told: told["nom"].upper())
    assert (form.saved, form.http_status) == ("CÈDRES", 200)
    blank = SharedTry()
    assert not blank.saves(refusal(AssertionError()))
    assert blank.http_status == 200


@pytest.mark.parametrize(
    ("error", "where", "status"),
    [
        (forms.ValidationError({"nom": "Trop court."}), "nom", 422),
        (Rule("Non."), "nom", 409),
        (ChangedMeanwhile("Changé.", "v2"), "__all__", 409),
    ],
)
def test_what_a_service_refuses_is_said_in_the_form(error, where, status):
    form = SharedTry({"nom": "Cèdres", "version": "v1"})
    assert not form.saves(refusal(error), Rule, field="nom")
    assert list(form.errors) == [where]
    assert form.http_status == status
    is_other = isinstance(error, ChangedMeanwhile)
    assert form.has_changed_meanwhile == is_other
    assert form.data["version"] == ("v2" if is_other else "v1")


def test_a_refusal_that_no_view_expects_goes_on():
    with pytest.raises(Refused):
        SharedTry({"nom": "Cèdres"}).saves(refusal(Refused("Non.")), Rule)


def test_what_was_typed_is_given_back_by_its_labels():
    sent = QueryDict("version=v1&nom=4 lots&seul=on&choix=a&autre=x")
    assert typed_in(SharedTry.base_fields, sent) == [("Nom", "4 lots"), ("Seul", "oui")]

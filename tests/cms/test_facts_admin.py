"""The registry of figures, through the admin’s own forms."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cms.facts.formulas import coup_de_pouce
from cms.starter import EDITORS, WRITERS
from cms.stream_builder import figures, h, p
from socle.facts_registry.enums import State
from socle.facts_registry.forms import FigureChangeForm, FigureForm
from socle.facts_registry.models import Figure, FigureVersion
from socle.facts_registry.selectors import UnknownFact
from socle.facts_registry.selectors import fact as kept_fact
from socle.facts_registry.services import load_first_facts
from socle.public_pages import forget_held
from tests.cms.factories import make_guide
from tests.cms.test_admin import person, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_every_reading")]


def fact(key):
    """The fact as the next process reads it: a test never commits."""
    forget_held()
    return kept_fact(key)


@pytest.fixture
def editor(client, site):
    user = person(EDITORS)
    sign_in(client, user)
    return user


def address(page, key="co2_gaz_acv"):
    return reverse(f"figures_admin:{page}", args=[Figure.objects.get(key=key).pk])


def form_of(client, key="co2_gaz_acv"):
    """What the page of a figure would post, as it stands."""
    form = client.get(address("edit", key)).context["form"]
    values = {field.name: field.value() for field in form}
    return {name: "" if value in (None, False) else value for name, value in values.items()}


def change(client, key="co2_gaz_acv", **fields):
    return client.post(address("edit", key), form_of(client, key) | fields)


def errors(response):
    return dict(response.context["form"].errors)


NEW = {
    "key": "co2_bois_acv",
    "label": "CO2 du chauffage au bois",
    "kind": "number",
    "low": "0,101",
    "unit": "g de CO2 par kWh",
    "boundary": "life_cycle",
    "measure": "Analyse du cycle de vie",
    "perimeter": "bois, France",
    "year": "2024",
    "source_name": "Base Empreinte",
    "source_url": "https://base-empreinte.ademe.fr/",
    "status": "seen",
    "checked_on": "2026-07-01",
}


def new(client, **fields):
    return client.post(reverse("figures_admin:add"), NEW | fields)


def test_the_first_facts_are_loaded_once_and_an_edit_is_never_undone(client, editor):
    assert load_first_facts() == []
    change(client, low="230")
    client.post(address("delete", "reseaux_longueur"))
    assert load_first_facts() == []
    assert fact("co2_gaz_acv").value == 230
    with pytest.raises(UnknownFact):
        fact("reseaux_longueur")


def test_one_figure_changes_on_a_guide_in_the_search_and_in_a_draft(
    client, editor, django_capture_on_commit_callbacks
):
    make_guide(
        slug="gaz", body=[h("Le gaz"), p("Le gaz fait [fait:co2_gaz_acv]."), figures("co2_gaz_acv")]
    )
    client.logout()
    assert "227\u00a0g de CO2" in client.get("/guides/gaz/").content.decode()
    sign_in(client, editor)
    with django_capture_on_commit_callbacks(execute=True):
        assert change(client, low="1 231,5").status_code == 302
    client.logout()
    page = client.get("/guides/gaz/").content.decode()
    assert "1\u00a0231,5\u00a0g de CO2" in page
    # A number alone could be the page's own key, in a form.
    assert "227\u00a0g" not in page
    found = client.get("/recherche/", {"q": "gaz"}).content.decode()
    assert "1\u00a0231,5\u00a0g" in found
    assert "227\u00a0g" not in found


def test_the_history_says_who_changed_what_and_goes_back(client, editor):
    change(client, low="240", year="2025")
    page = client.get(address("history")).content.decode()
    assert editor.email in page
    assert "227 → <strong>240</strong>" in page
    assert "année non précisée → <strong>2025</strong>" in page
    assert client.post(address("history"), {"version": "1"}).status_code == 302
    assert fact("co2_gaz_acv").value == 227
    numbers = FigureVersion.objects.filter(figure__key="co2_gaz_acv").values_list("number", "act")
    assert next(iter(numbers)) == (3, "Retour à la version 1")
    assert client.post(address("history"), {"version": "99"}).status_code == 422
    assert client.post(address("history"), {}).status_code == 422


def test_a_figure_is_valid_until_a_day_after_its_reading_and_keeps_its_key_and_unit(client, editor):
    days = {"checked_on": "2026-07-01", "valid_until": "2026-06-30"}
    assert list(errors(change(client, **days))) == ["valid_until"]
    assert errors(change(client, kind="date", day="2026-01-01"))["kind"]
    assert errors(change(client, "coup_de_pouce_prix", unit="%"))["unit"]
    # Nothing changed makes no version.
    assert change(client).status_code == 302
    assert FigureVersion.objects.filter(figure__key="co2_gaz_acv").count() == 1
    valid = days | {"valid_until": "2026-07-01", "key": "autre", "low": "228"}
    assert client.post(address("edit"), form_of(client) | valid).status_code == 302
    assert fact("co2_gaz_acv").value == 228
    assert not Figure.objects.filter(key="autre").exists()


def test_two_editors_the_second_is_told_and_loses_nothing(client, editor):
    first = form_of(client)
    change(client, low="250")
    response = client.post(address("edit"), first | {"low": "260", "label": "Mon libellé"})
    assert response.status_code == 200
    told = " ".join(errors(response)["__all__"])
    assert editor.email in told and "250" in told
    page = response.content.decode()
    assert "Mon libellé" in page and 'value="260"' in page
    assert fact("co2_gaz_acv").value == 250
    again = {field.name: field.value() or "" for field in response.context["form"]}
    assert client.post(address("edit"), again).status_code == 302
    assert fact("co2_gaz_acv").value == 260


def test_a_new_figure_is_cited_at_once_and_says_that_its_source_has_no_address(client, editor):
    assert new(client, source_url="", is_offline="on").status_code == 302
    assert fact("co2_bois_acv").value == Decimal("0.101")
    assert fact("co2_bois_acv").text == "0,101"
    assert "Base Empreinte (sans adresse publique)" in fact("co2_bois_acv").note


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"low": ""}, "low", "Donnez la valeur"),
        ({"low": "douze"}, "low", "Écrivez un nombre"),
        ({"low": "1,2,3"}, "low", "Écrivez un nombre"),
        ({"low": "NaN"}, "low", "Écrivez un nombre"),
        ({"low": "0,00001"}, "low", "après la virgule"),
        ({"low": "9" * 20}, "low", "trop grand"),
        ({"kind": "range", "low": "10", "high": "5"}, "high", "dépasser"),
        ({"kind": "range", "low": "10"}, "high", "borne haute"),
        ({"kind": "date"}, "day", "Donnez la date"),
        ({"kind": "year", "low": "28"}, "low", "quatre chiffres"),
        ({"unit": "furlong"}, "unit", "Unité inconnue"),
        ({"year": "2999"}, "year", "futur"),
        ({"year": "2020-2999"}, "year", "futur"),
        ({"year": "24"}, "year", "quatre chiffres"),
        ({"year": ""}, "year", ""),
        ({"checked_on": "2999-01-01"}, "checked_on", "futur"),
        ({"source_name": ""}, "source_name", ""),
        ({"source_url": ""}, "source_url", "Donnez l’adresse"),
        ({"source_url": "pas une adresse"}, "source_url", ""),
        ({"is_offline": "on"}, "is_offline", "retirez l’adresse"),
        ({"key": "Mal Écrite"}, "key", "minuscules"),
        ({"key": "co2_gaz_acv"}, "key", "sert déjà"),
        ({"key": "coup_de_pouce"}, "key", "calculé"),
        ({"measure": "Comme [fait:inconnu]"}, "measure", "inconnu"),
    ],
)
def test_bad_input_is_told_beside_its_field(site, fields, field, says):
    load_first_facts()
    assert says in " ".join(FigureForm(NEW | fields).errors[field])


def test_what_is_refused_is_not_lost(client, editor):
    response = new(client, low="douze")
    assert response.status_code == 200
    assert errors(response)["low"]
    assert "CO2 du chauffage au bois" in response.text
    assert not Figure.objects.filter(key="co2_bois_acv").exists()


def test_every_figure_shipped_can_be_saved_as_it_is(site):
    refused = {}
    for figure in Figure.objects.all():
        shown = FigureForm(instance=figure)
        values = {field.name: field.value() for field in shown}
        typed = {name: value for name, value in values.items() if value not in (None, False)}
        form = FigureForm(typed, instance=figure)
        if not form.is_valid():
            refused[figure.key] = dict(form.errors)
    assert refused == {}


@pytest.mark.parametrize("year", ["2026", "objectif 2040", "échéance 2050", "article L. 712-5"])
def test_years_that_may_be_written(site, year):
    assert FigureForm(NEW | {"year": year}).is_valid()


def test_a_cited_figure_is_not_withdrawn_and_it_says_where(client, editor):
    make_guide(title="Guide du tracé", body=[h("Un"), p("[fait:reseaux_longueur]")])
    make_guide(title="Guide des bâtiments", body=[h("Un"), figures("reseaux_batiments")])
    for key, where in (
        ("reseaux_longueur", "Guide du tracé"),
        ("reseaux_batiments", "Guide des bâtiments"),
        ("co2_gaz_acv", "test d’adresse"),
        ("seuil_enrr", "TVA réduite sur la chaleur"),
        ("coup_de_pouce_prix", "le calcul"),
    ):
        assert where in client.get(address("delete", key)).content.decode()
        response = client.post(address("delete", key))
        assert response.status_code == 409, key
        assert where in response.content.decode()
    assert not Figure.objects.filter(withdrawn_at__isnull=False).exists()


def test_a_draft_cites_too(client, editor):
    guide = make_guide(title="Brouillon")
    guide.body = [("paragraph", "<p>[fait:reseaux_longueur]</p>")]
    guide.save_revision()
    assert client.post(address("delete", "reseaux_longueur")).status_code == 409


def test_a_withdrawn_figure_comes_back_with_its_history(client, editor):
    assert client.post(address("delete", "reseaux_longueur")).status_code == 302
    with pytest.raises(UnknownFact):
        fact("reseaux_longueur")
    # No page may cite it: nobody is told how.
    history = client.get(address("history", "reseaux_longueur"))
    assert "(retiré)" in history.text and "Pour le citer" not in history.text
    listed = client.get(reverse("figures_admin:index"), {"etat": State.WITHDRAWN}).text
    assert "reseaux_longueur" not in listed and "7\u00a0515" in listed
    assert errors(new(client, key="reseaux_longueur"))["key"]
    client.post(address("history", "reseaux_longueur"), {"version": "1"})
    assert fact("reseaux_longueur").value == 7515
    assert "[fait:reseaux_longueur]" in client.get(address("history", "reseaux_longueur")).text


def test_an_expired_figure_is_never_shown_as_current_and_warns_editors(client, editor):
    make_guide(title="Guide du gaz", slug="gaz", body=[h("Un"), p("Il fait [fait:co2_gaz_acv].")])
    Figure.objects.filter(key="co2_gaz_acv").update(valid_until=date(2025, 12, 31), year="2024")
    assert fact("co2_gaz_acv").figure.endswith("(valeur de 2024, à vérifier)")
    assert "(valeur de 2024, à vérifier)" in client.get("/guides/gaz/").content.decode()
    desk = client.get("/gestion/").content.decode()
    assert "Chiffres périmés" in desk and "Guide du gaz" in desk
    listed = client.get(reverse("figures_admin:index"), {"etat": State.EXPIRED}).content.decode()
    assert "CO2 du chauffage au gaz" in listed
    assert "TVA normale" not in listed


def test_what_several_sources_say_is_shown_together_with_scope_and_year(client, site):
    make_guide(slug="gaz", body=[h("Un"), p("Il fait [fait:co2_gaz_acv].")])
    page = client.get("/guides/gaz/").content.decode().replace("\u00a0", " ")
    assert (
        "Même mesure, autre source ou autre année : <strong>243 g de CO2 par kWh</strong>" in page
    )
    assert "valeur de la Base Empreinte" in page and "données de 2023" in page


def test_a_formula_follows_its_terms_and_says_what_it_lacks():
    load_first_facts()
    price = Figure.objects.filter(key="coup_de_pouce_prix")
    price.update(low=Decimal("10"))
    assert fact("coup_de_pouce").value == 114_000
    assert coup_de_pouce(125).value == 120_000
    price.update(valid_until=date(2025, 1, 1))
    late = fact("coup_de_pouce")
    assert late.is_expired
    assert late.figure.endswith("(valeur de 2026, à vérifier)")
    assert "Calculé avec une valeur périmée" in late.note
    price.update(withdrawn_at="2026-01-01T00:00:00Z")
    lacking = fact("coup_de_pouce")
    assert lacking.value is None
    assert lacking.figure == "(chiffre en cours de vérification)"
    assert "il manque coup_de_pouce_prix" in lacking.note


def test_only_who_may_changes_a_figure(client, site):
    load_first_facts()
    sign_in(client, person(WRITERS))
    assert client.get(reverse("figures_admin:index")).status_code == 200
    for page in ("edit", "delete", "history"):
        assert client.get(address(page)).status_code == 302, page
        assert client.post(address(page), {"version": "1"}).status_code == 302, page
    assert client.get(reverse("figures_admin:add")).status_code == 302
    assert fact("co2_gaz_acv").value == 227


def test_the_list_is_searched_with_accents_or_without(client, editor):
    for asked in ("TVA réduite", "tva reduite", "REDUITE tva", "réduité"):
        page = client.get(reverse("figures_admin:index"), {"q": asked})
        assert "[fait:tva_reduite]" in page.text, asked
    nothing = client.get(reverse("figures_admin:index"), {"q": "tva reduite brouette"})
    assert "[fait:tva_reduite]" not in nothing.text


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("gaz_pcs_pci", "0", "plus grand que 0"),
        ("prix_gaz", "-80", "plus grand que 0"),
        ("heures_pleine_puissance", "0", "plus grand que 0"),
        ("rendement_reseau", "250", "100 % au plus"),
        ("seconde_assemblee_mois", "2,5", "un nombre entier de mois, 24 au plus"),
        ("contestation_mois", "40000", "un nombre entier de mois, 24 au plus"),
        ("convocation_jours", "99999999", "un nombre entier de jours, 365 au plus"),
    ],
)
def test_a_figure_that_the_service_counts_with_cannot_break_it(site, key, typed, said):
    load_first_facts()
    figure = Figure.objects.get(key=key)
    written = {field.name: field.value() for field in FigureChangeForm(instance=figure)}
    sent = {name: value for name, value in written.items() if value not in (None, False)}
    assert said in str(FigureChangeForm(sent | {"low": typed}, instance=figure).errors["low"])


def test_a_figure_that_is_cited_is_never_said_to_be_used_by_nothing(client, editor):
    make_guide(slug="gaz", body=[h("Le gaz"), p("Le gaz fait [fait:co2_gaz_acv].")])
    said = {page: client.get(address(page)) for page in ("edit", "inspect", "delete", "history")}
    for page, answer in said.items():
        assert answer.status_code == 200, page
        assert "Utilisé" not in answer.text, page
        assert page in ("edit", "inspect") or "la page «" in answer.text, page
    figure = Figure.objects.get(key="co2_gaz_acv")
    assert client.get(f"/gestion/chiffres/usage/{figure.pk}/").status_code == 404

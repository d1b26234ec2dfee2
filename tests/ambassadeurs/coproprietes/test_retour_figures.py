"""What a sheet says of its figures: to whom, and what is compared with what."""

import pytest
from django.utils import timezone

from ambassadeurs.annuaire.selection import NetworkPeople
from ambassadeurs.coproprietes.enums import FigureKey
from ambassadeurs.coproprietes.retours.figures import figure_lines
from tests.ambassadeurs.reseaux.factories import ReseauFactory

from .factories import AmbassadeurFactory, FigureFactory, RetourFactory
from .test_retours import page_of, sign_in, text_of

pytestmark = pytest.mark.django_db


def test_energy_bought_and_heat_delivered_are_not_compared(client):
    retour = RetourFactory(published=True)
    for key, value in (
        (FigureKey.GAS_BEFORE, 800_000),
        (FigureKey.KWH_AFTER, 600_000),
        (FigureKey.COST_BEFORE, 1000),
        (FigureKey.COST_AFTER, 900),
    ):
        FigureFactory(retour=retour, key=key, value=value)
    assert [(one.title, one.change_percent) for one in figure_lines(retour)] == [
        ("Chauffage", -10),
        ("Énergie achetée avant : gaz", None),
        ("Chaleur livrée après", None),
    ]
    assert "25 %" not in text_of(client.get(retour.copropriete.get_absolute_url()))
    mandate = AmbassadeurFactory()
    sign_in(client, mandate.user)
    said = text_of(client.get(page_of(mandate.copropriete)))
    assert "seul le calcul du CO₂ évité les convertit" in said
    for asked in (
        "Gaz acheté avant, kWh PCS de la facture",
        "Fioul acheté avant, litres",
        "Puissance souscrite au réseau, kW",
    ):
        assert asked in said
    assert "unité à préciser" not in said


def kept_of(mandate, *, verified=False):
    """The draft of a mandate, which tells its energy in kWh of nobody knows what."""
    retour = RetourFactory(mandate=mandate)
    FigureFactory(
        retour=retour,
        key=FigureKey.KWH_BEFORE,
        value=800_000,
        year=2018,
        verified_at=timezone.now() if verified else None,
    )
    return retour


def test_energy_without_its_unit_is_asked_again_or_erased(client):
    mandate = AmbassadeurFactory()
    retour = kept_of(mandate, verified=True)
    page = page_of(mandate.copropriete)
    sign_in(client, mandate.user)
    assert "d’où vient-elle" in text_of(client.get(page))
    told = {"kwh_avant_value": "800000", "kwh_avant_year": "2018", "again": "oui"}
    refused = client.post(page, told)
    assert refused.status_code == 422
    assert "Dites d’où viennent ces kWh." in text_of(refused)
    twice = told | {"kept_unit": "gaz", "gaz_avant_value": "790000", "gaz_avant_year": "2018"}
    assert "Vous avez déjà donné ce chiffre pour 2018" in text_of(client.post(page, twice))
    assert client.post(page, told | {"kept_unit": "autre"}).status_code == 302
    assert retour.figures.get().key == FigureKey.KWH_BEFORE
    assert client.post(page, told | {"kept_unit": "gaz"}).status_code == 302
    figure = retour.figures.get()
    assert (figure.key, figure.value, figure.is_verified) == (FigureKey.GAS_BEFORE, 800_000, True)
    assert "d’où vient-elle" not in text_of(client.get(page))
    # Told otherwise since, it is erased.
    retour.figures.update(key=FigureKey.KWH_BEFORE)
    litres = {"fioul_avant_value": "67400", "fioul_avant_year": "2018", "puissance_value": "400"}
    assert client.post(page_of(mandate.copropriete), litres).status_code == 422
    litres |= {"puissance_year": "2023"}
    assert client.post(page_of(mandate.copropriete), litres).status_code == 302
    assert {one.key for one in retour.figures.all()} == {
        FigureKey.FUEL_BEFORE,
        FigureKey.POWER,
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (FigureKey.COST_BEFORE, FigureKey.COST_AFTER),
        (FigureKey.GAS_BEFORE, FigureKey.KWH_AFTER),
        (FigureKey.FUEL_BEFORE, FigureKey.KWH_AFTER),
        (FigureKey.KWH_BEFORE, FigureKey.KWH_AFTER),
    ],
)
def test_a_median_before_is_that_of_those_who_tell_after(before, after):
    reseau = ReseauFactory()
    for number in range(6):
        mandate = AmbassadeurFactory(copropriete__reseau=reseau, copropriete__lots=1)
        retour = RetourFactory(mandate=mandate, published=True)
        FigureFactory(retour=retour, key=before, value=1000 + number, year=2018)
        if number < 5:
            FigureFactory(retour=retour, key=after, value=900, year=2023)
    counted = {one.label: one.count for one in NetworkPeople([reseau], 6).told.medians}
    assert counted == {before.label: 5, after.label: 5}


def test_a_draft_is_said_to_be_read_by_every_ambassador_of_the_building(client):
    mandate = AmbassadeurFactory()
    other = AmbassadeurFactory(copropriete=mandate.copropriete)
    sign_in(client, mandate.user)
    saved = client.post(page_of(mandate.copropriete), {"why": "La panne de trop."}, follow=True)
    assert "Seuls les ambassadeurs de l’immeuble le voient" in text_of(saved)
    sign_in(client, other.user)
    read = text_of(client.get(page_of(mandate.copropriete, "apercu/")))
    assert "La panne de trop." in read
    assert "Seuls les ambassadeurs de l’immeuble la voient ainsi" in read

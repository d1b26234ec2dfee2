"""What a sheet says of its figures: to whom, and what is compared with what."""

import pytest

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
        (FigureKey.KWH_BEFORE, 800_000),
        (FigureKey.KWH_AFTER, 600_000),
        (FigureKey.COST_BEFORE, 1000),
        (FigureKey.COST_AFTER, 900),
    ):
        FigureFactory(retour=retour, key=key, value=value)
    assert [(one.title, one.change_percent) for one in figure_lines(retour)] == [
        ("Chauffage et eau chaude", -10),
        ("Énergie achetée avant, par an", None),
        ("Chaleur livrée après, par an", None),
    ]
    assert "25 %" not in text_of(client.get(retour.copropriete.get_absolute_url()))
    mandate = AmbassadeurFactory()
    sign_in(client, mandate.user)
    said = text_of(client.get(page_of(mandate.copropriete)))
    assert "seul le calcul du CO₂ évité les convertit" in said


@pytest.mark.parametrize(
    ("before", "after"),
    [(FigureKey.COST_BEFORE, FigureKey.COST_AFTER), (FigureKey.KWH_BEFORE, FigureKey.KWH_AFTER)],
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

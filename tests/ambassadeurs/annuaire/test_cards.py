"""A card of the directory is found again by all it says: the template names nothing else."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from ambassadeurs.annuaire.cards import card_of
from ambassadeurs.annuaire.coming import with_next_visit
from ambassadeurs.coproprietes.models import Copropriete
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory

CARD = Path(settings.BASE_DIR) / "templates/coproprietes/_card.html"
# What `card_of` compares, and what follows from it alone.
SAID = {
    *("name", "commune.name", "quartier", "reseau.name", "lots", "period", "get_period_display"),
    *("former_energy", "get_former_energy_display", "connected_year", "quote"),
    *("works_cost_per_lot", "next_visit_at"),
    *("cost_before", "cost_after", "has_cost_figures", "cost_years", "cost_verified"),
    *("get_absolute_url", "public_ambassadors"),
}
SAID_OF_PEOPLE = {"first_name", "get_role_display", "is_paused", "takes_visits", "usual_days"}


def named(variable):
    return set(re.findall(rf"\b{variable}\.([a-z_.]+)", CARD.read_text()))


def test_the_template_says_nothing_that_does_not_find_the_card_again():
    assert named("copropriete") == SAID
    assert named("ambassadeur") == SAID_OF_PEOPLE


@pytest.mark.django_db
def test_a_card_changes_with_what_it_says():
    pk = AmbassadeurFactory().copropriete_id

    def card(reason=""):
        rows = Copropriete.objects.with_public_ambassadors().filter(pk=pk).for_list()
        return card_of(with_next_visit(rows).get(), reason)

    first = card()
    assert card() is first
    assert card("Même réseau que vous") != first
    Copropriete.objects.filter(pk=pk).update(quote="Plus un bruit dans la chaufferie")
    assert "Plus un bruit" in card()

"""How much ambassadors tell and how well they answer, in points, and who comes first then."""

from datetime import timedelta

import pytest
from django.template import Context, Template

from ambassadeurs.annuaire.directory import ambassadors_for, ambassadors_of_space
from ambassadeurs.annuaire.selection import featured
from ambassadeurs.coproprietes import ambassador_rank
from ambassadeurs.coproprietes.models import Copropriete, Figure, RetourExperience
from ambassadeurs.coproprietes.retours.review import sync_card
from communaute.questions.models import Question
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.clock import NOON, tick
from tests.communaute.moderation.states import put_in_state
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory, SpaceFactory

from .factories import HIDDEN_TRAITS, AmbassadeurFactory

pytestmark = pytest.mark.django_db


def counted(mandate):
    ambassador_rank.count(mandate.copropriete_id)
    return Copropriete.objects.get(pk=mandate.copropriete_id).telling


def publish_sheet(mandate, *, verified=False):
    retour = RetourExperience.objects.create(
        copropriete=mandate.copropriete, author=mandate.user, state="publie"
    )
    checked_at = NOON if verified else None
    Figure.objects.create(
        retour=retour, key="cout_avant", value=1200, year=2024, verified_at=checked_at
    )
    sync_card(retour)
    return retour


@pytest.mark.parametrize(("verified", "points"), [(False, 5), (True, 10)])
def test_a_published_sheet_counts_at_once_and_its_verified_figures_more(verified, points):
    mandate = AmbassadeurFactory()
    retour = publish_sheet(mandate, verified=verified)
    assert Copropriete.objects.get().telling == points
    put_in_state(retour, "masque")
    sync_card(retour)
    assert Copropriete.objects.get().telling == 0


@pytest.mark.parametrize(
    ("accepted", "helped", "points"),
    [(0, 0, 0), (1, 0, 1), (0, 2, 0), (0, 3, 1), (2, 7, 4), (9, 90, 5)],
)
def test_accepted_answers_and_people_helped_count_up_to_five(accepted, helped, points):
    mandate = AmbassadeurFactory()
    AnswerFactory(author=mandate.user, useful_count=helped)
    for _ in range(accepted):
        answer = AnswerFactory(author=mandate.user)
        Question.objects.filter(pk=answer.question_id).update(accepted_answer=answer)
    # One that was hidden does not count.
    put_in_state(AnswerFactory(author=mandate.user, useful_count=9), "masque")
    assert counted(mandate) == points


@pytest.mark.parametrize(
    ("hours", "answered", "points"),
    [(72, 5, 5), (73, 5, 3), (168, 5, 3), (169, 5, 1), (336, 5, 1), (337, 5, 0), (24, 4, 0)],
)
def test_answering_soon_counts_once_enough_answers_tell_it(hours, answered, points):
    mandate = AmbassadeurFactory(median_answer_hours=hours, answered_count=answered)
    assert counted(mandate) == points


def test_nobody_speaks_for_it_any_more():
    facts = {"median_answer_hours": 24, "answered_count": 9}
    hidden = {state: AmbassadeurFactory(**facts, **{state: True}) for state in HIDDEN_TRAITS}
    points = {state: counted(mandate) for state, mandate in hidden.items()}
    assert points == dict.fromkeys(HIDDEN_TRAITS, 0)


def test_the_clock_counts_each_building_once_a_day():
    mandate = AmbassadeurFactory(median_answer_hours=24, answered_count=9)
    assert tick(NOON, "coproprietes")["counted_again"] == 1
    assert Copropriete.objects.get().telling == 5
    assert ambassador_rank.to_count(NOON) == []
    assert ambassador_rank.to_count(NOON + timedelta(days=1)) == [mandate.copropriete_id]
    assert tick(NOON + timedelta(days=1), "coproprietes")["counted_again"] == 0
    # One that is gone is left alone.
    assert not ambassador_rank.count(404)


def two_of_a_network():
    """Who tells more was connected first, and was verified last."""
    reseau = ReseauFactory(space=SpaceFactory())
    AmbassadeurFactory(
        copropriete__name="Discrète", copropriete__reseau=reseau, copropriete__connected_year=2024
    )
    mandate = AmbassadeurFactory(
        copropriete__name="Racontée", copropriete__reseau=reseau, copropriete__connected_year=2012
    )
    publish_sheet(mandate)
    return reseau


def first_names(html):
    return html.index("Racontée") < html.index("Discrète")


def test_who_tells_more_comes_first(client):
    reseau = two_of_a_network()
    assert first_names(client.get("/ambassadeurs/").text)
    assert first_names(client.get("/ambassadeurs/export.csv").text)
    page = client.get(reseau.get_absolute_url()).text
    # Above, only those that tell what they pay.
    assert first_names(page.partition('id="ambassadeurs"')[2])
    # On the result of an address.
    shown = Template("{% load annuaire_tags %}{% people_of_networks r as p %}{{ p.cards }}")
    assert first_names(shown.render(Context({"r": [reseau]})))
    # Asked first, and shown first in the space.
    first = ambassadors_for(QuestionFactory(space=reseau.space), (), 1)
    assert [one.of for one in first] == ["Monique, Racontée"]
    assert [one.of for one in ambassadors_of_space(reseau.space, 2)] == ["Racontée", "Discrète"]
    # Featured.
    Copropriete.objects.update(cost_before=1400, cost_after=1100, quote="Moins de bruit.")
    assert [one.name for one in featured(limit=2)] == ["Racontée", "Discrète"]

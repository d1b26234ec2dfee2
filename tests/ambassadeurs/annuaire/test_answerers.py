"""Which ambassadors a question of the community is sent to."""

import uuid

import pytest

from ambassadeurs.annuaire.directory import ambassadors_for
from communaute.questions.enums import SpaceKind
from communaute.questions.models import Space
from communaute.questions.services import ask_question
from tests.ambassadeurs.coproprietes.factories import HIDDEN_TRAITS, AmbassadeurFactory
from tests.ambassadeurs.reseaux.factories import ReseauFactory
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.communaute.questions.factories import QuestionFactory, SpaceFactory

pytestmark = pytest.mark.django_db


def named(ambassadeur):
    return f"{ambassadeur.first_name}, {ambassadeur.copropriete.name}"


def names(question, without=(), limit=3):
    return [one.of for one in ambassadors_for(question, without, limit)]


def test_in_the_space_of_a_network_its_own_only_with_why():
    space = SpaceFactory()
    own = AmbassadeurFactory(copropriete__reseau=ReseauFactory(space=space))
    AmbassadeurFactory()
    (found,) = ambassadors_for(QuestionFactory(space=space, lots=58), (), 3)
    assert (found.user, found.of) == (own.user, named(own))
    assert "même réseau" in found.why.lower()


def test_never_who_cannot_be_written_to():
    reseau = ReseauFactory(space=SpaceFactory())
    for state in HIDDEN_TRAITS:
        AmbassadeurFactory(copropriete__reseau=reseau, **{state: True})
    assert names(QuestionFactory(space=reseau.space)) == []


def test_never_the_asker_nor_their_building_nor_those_left_out():
    space = SpaceFactory()
    reseau = ReseauFactory(space=space)
    first, second = AmbassadeurFactory.create_batch(2, copropriete__reseau=reseau)
    assert names(QuestionFactory(space=space, author=first.user)) == [named(second)]
    assert names(QuestionFactory(space=space), without={first.user_id, second.user_id}) == []


def test_in_the_space_of_a_territory_those_of_its_departement():
    space = SpaceFactory(kind=SpaceKind.TERRITORY)
    here = AmbassadeurFactory()
    AmbassadeurFactory(copropriete__commune_id="75056")
    assert names(QuestionFactory(space=space)) == [named(here)]


def test_in_the_national_space_those_most_like_the_building_described():
    AmbassadeurFactory(copropriete__lots=300, copropriete__former_energy="gaz")
    like = AmbassadeurFactory(copropriete__lots=60, copropriete__former_energy="fioul")
    question = QuestionFactory(space=Space.objects.get(slug="national"), lots=58, energy="fioul")
    assert names(question, limit=1) == [named(like)]


@pytest.mark.usefixtures("trusted")
def test_asking_tells_the_ambassadors_and_the_operator_of_the_network():
    operator = OrganisationFactory(kind="exploitant")
    member = MembershipFactory(organisation=operator).user
    space = SpaceFactory()
    reseau = ReseauFactory(space=space, exploitant=operator)
    ambassadeur = AmbassadeurFactory(copropriete__reseau=reseau)
    question = ask_question(
        actor=UserFactory(),
        space=space,
        title="Combien coûte le raccordement ?",
        body="Notre chaudière au gaz a vingt-cinq ans et le réseau passe dans la rue.",
        submission_key=uuid.uuid4(),
    )
    asked = set(question.asked.values_list("user", "role"))
    assert asked == {(ambassadeur.user_id, "ambassadeur"), (member.pk, "exploitant")}

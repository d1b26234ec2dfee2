"""An agency reads its territories and nothing else; the object check says what the list says."""

import pytest

from communaute.comptes.models import Coverage
from communaute.moderation.models import Case, StatementOfReasons
from communaute.moderation.perms import (
    can_moderate,
    can_read,
    can_read_statement,
    can_see_queue,
)
from communaute.moderation.querysets import moderators_of
from communaute.questions.models import Question
from communaute.territoires.models import Commune, Departement
from tests.communaute.comptes.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.communaute.moderation.factories import CaseFactory, hidden_case, statement_of
from tests.communaute.questions.factories import QuestionFactory, SpaceFactory
from tests.conftest import ROLES

pytestmark = pytest.mark.django_db


def agent(*territories):
    """Somebody who works for an agency that covers these territories."""
    organisation = OrganisationFactory(covers=list(territories))
    return MembershipFactory(organisation=organisation).user


def content(commune=None, departement=None, **more):
    found = Commune.objects.get(code=commune) if commune else None
    departement = found.departement if found else departement
    space = SpaceFactory(commune=found, departement=departement)
    return QuestionFactory(space=space, **more)


def fresh(user):
    """The same person in another request: nothing remembered."""
    return type(user).objects.get(pk=user.pk)


GRENOBLE, ECHIROLLES, VIENNE, NANTES, PARIS_12 = "38185", "38151", "38544", "44109", "75112"


def test_each_level_of_coverage_shows_its_territory_and_no_other():
    isere, rhone = (Departement.objects.get(pk=code) for code in ("38", "69"))
    cases = {
        code: CaseFactory(content=content(code))
        for code in (GRENOBLE, ECHIROLLES, VIENNE, NANTES, PARIS_12)
    }
    # Without commune: of a département, and of all of France.
    cases |= {"69": CaseFactory(content=content(departement=rhone))}
    cases |= {"France": CaseFactory(content=content())}
    shown = {
        GRENOBLE: [GRENOBLE],
        "38": [GRENOBLE, ECHIROLLES, VIENNE],
        "200040715": [GRENOBLE, ECHIROLLES],
        "75056": [PARIS_12],
        isere.region: [GRENOBLE, ECHIROLLES, VIENNE, "69"],
    }
    for covers, places in shown.items():
        seen = set(Case.objects.visible_to(agent(covers)))
        assert seen == {cases[place] for place in places}, covers


def test_two_agencies_add_up_and_an_agency_without_territory_sees_nothing():
    case = CaseFactory(content=content(NANTES))
    person = agent("38")
    MembershipFactory(user=person, organisation=OrganisationFactory(covers=["44"]))
    assert list(Case.objects.visible_to(fresh(person))) == [case]
    assert not Case.objects.visible_to(agent()).exists()


def test_coverage_of_a_local_authority_gives_no_right():
    CaseFactory()
    authority = UserFactory(collectivite=True)
    assert Coverage.objects.filter(organisation__memberships__user=authority).exists()
    assert not Case.objects.visible_to(authority).exists()


def test_nobody_sees_a_case_about_their_own_words():
    for author in (agent("38"), UserFactory(equipe=True)):
        case = CaseFactory(content__author=author)
        assert case not in Case.objects.visible_to(author)
        assert not can_moderate(author, case)
    orphan = CaseFactory(content__author=None)
    assert orphan in Case.objects.visible_to(agent("38"))
    assert orphan in Case.objects.visible_to(UserFactory(equipe=True))


@pytest.fixture
def world():
    """Contents and cases in every kind of place and state."""
    places = [GRENOBLE, ECHIROLLES, NANTES, PARIS_12, None]
    cases = [CaseFactory(content=content(place)) for place in places]
    cases += [
        hidden_case(content=content(place), actor=UserFactory(equipe=True)) for place in places
    ]
    QuestionFactory(status="supprime")
    return cases


def test_object_checks_and_lists_agree_for_every_persona(world, person):
    from django.contrib.auth.models import AnonymousUser

    cases, texts = list(Case.objects.all()), list(Question.objects.all())
    every = list(StatementOfReasons.objects.select_related("decision__case"))
    for role in (*ROLES, None):
        user = fresh(person(role)) if role else AnonymousUser()
        listed = set(Case.objects.visible_to(user))
        assert {case for case in cases if can_moderate(user, case)} == listed, role
        readable = set(Question.objects.visible_to(user))
        assert {found for found in texts if can_read(user, found)} == readable, role
        statements = set(StatementOfReasons.objects.visible_to(user))
        assert {found for found in every if can_read_statement(user, found)} == statements, role
        expected = {"agence": 4, "agence_ailleurs": 2, "equipe": 10}.get(role, 0)
        assert (len(listed), can_see_queue(user)) == (expected, bool(expected)), role


def test_object_checks_and_lists_agree_for_every_level(world):
    region = Departement.objects.get(pk="38").region
    for covers in (GRENOBLE, "38", "200040715", "44", "75056", region):
        person = agent(covers)
        listed = set(Case.objects.visible_to(person))
        assert listed, covers
        assert {case for case in Case.objects.all() if can_moderate(person, case)} == listed, covers


@pytest.mark.usefixtures("told_at_once")
def test_an_author_reads_their_hidden_text_and_its_statement():
    case = hidden_case()
    author = case.author
    assert case.target in Question.objects.visible_to(author)
    assert statement_of(case) in StatementOfReasons.objects.visible_to(author)
    stranger = UserFactory()
    assert case.target not in Question.objects.visible_to(stranger)
    assert not StatementOfReasons.objects.visible_to(stranger).exists()


def test_moderators_of_a_case_are_those_who_may_open_it():
    here = [agent(GRENOBLE), agent("38"), agent("200040715")]
    elsewhere = [agent("44"), agent(ECHIROLLES), UserFactory(exploitant=True), agent()]
    team = UserFactory(equipe=True)
    case = CaseFactory()
    assert set(moderators_of(case)) == set(here)
    for person in here:
        assert can_moderate(person, case)
    for person in elsewhere:
        assert not can_moderate(person, case)
    assert set(moderators_of(CaseFactory(content=content()))) == {team}
    assert set(moderators_of(CaseFactory(content=content(PARIS_12)))) == {team}


def test_the_national_team_is_told_when_the_only_agent_is_the_author():
    author = agent("38")
    team = UserFactory(equipe=True)
    case = CaseFactory(content__author=author)
    assert set(moderators_of(case)) == {team}


def test_a_case_of_a_territory_is_told_to_the_region_too():
    departement = Departement.objects.get(pk="38")
    person = agent(departement.region)
    case = CaseFactory(content=content(departement=departement))
    assert set(moderators_of(case)) == {person}
    assert can_moderate(person, case)

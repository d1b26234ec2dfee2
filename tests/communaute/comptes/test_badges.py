import pytest

from communaute.comptes import badges
from communaute.comptes.badges import Badge, badges_for
from tests.hooks import hook

from .factories import MembershipFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_providers(monkeypatch):
    hook(monkeypatch, "comptes.badges", badges.organisation_badges)


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("agence", "Agence · ALEC 38"),
        ("exploitant", "Exploitant · ALEC 38"),
        ("collectivite", "Collectivité · ALEC 38"),
        ("syndic", "Syndic · ALEC 38"),
        ("equipe", "Équipe nationale"),
    ],
)
def test_each_kind_of_organisation_has_its_badge(own_providers, kind, label):
    organisation = OrganisationFactory(kind=kind, name="ALEC 38")
    user = MembershipFactory(organisation=organisation).user
    (badge,) = badges_for([user])[user.pk]
    assert (badge.label, badge.kind) == (label, kind)
    assert badge.icon.startswith("fr-icon-")


def test_members_have_none_and_deleted_authors_are_skipped(own_providers):
    user = UserFactory()
    found = badges_for([user, None, user])
    assert found == {user.pk: []}


@pytest.mark.parametrize("count", [1, 30])
def test_one_query_however_many_authors(own_providers, django_assert_num_queries, count):
    users = [membership.user for membership in MembershipFactory.create_batch(count)]
    with django_assert_num_queries(1):
        found = badges_for(users)
    assert all(len(found[user.pk]) == 1 for user in users)


def test_no_author_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert badges_for([None]) == {}


def test_another_room_adds_its_badges(monkeypatch):
    user = UserFactory(agence=True)

    def ambassadors(user_ids):
        return {pk: [Badge("Ambassadeur · Les Tilleuls", "ambassadeur", "x")] for pk in user_ids}

    hook(monkeypatch, "comptes.badges", badges.organisation_badges, ambassadors)
    labels = [badge.label for badge in badges_for([user])[user.pk]]
    assert len(labels) == 2
    assert labels[1] == "Ambassadeur · Les Tilleuls"

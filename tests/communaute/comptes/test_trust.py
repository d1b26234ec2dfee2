"""Levels of trust, each number on its edge."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from communaute.comptes.trust import TrustLevel, TrustSource, trust_level
from tests.hooks import hook

from .factories import UserFactory


@pytest.fixture
def knows(monkeypatch):
    """What the rooms above know of everybody."""

    def told(posts=0, flags=0):
        def upheld(user, since):
            assert timezone.now() - since == pytest.approx(
                timedelta(days=60), abs=timedelta(seconds=5)
            )
            return flags

        source = TrustSource(approved_posts=lambda user: posts, upheld_flags=upheld)
        hook(monkeypatch, "comptes.trust", source)

    return told


def joined(days, **traits):
    moment: datetime = timezone.now() - timedelta(days=days)
    return UserFactory(date_joined=moment, **traits)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "posts", "flags", "level"),
    [
        (30, 0, 0, TrustLevel.NEWCOMER),
        (0, 1, 0, TrustLevel.KNOWN),
        (15, 4, 0, TrustLevel.KNOWN),
        (14, 5, 0, TrustLevel.KNOWN),
        (15, 5, 0, TrustLevel.TRUSTED),
        (15, 5, 1, TrustLevel.KNOWN),
    ],
)
def test_trust_is_earned(knows, days, posts, flags, level):
    knows(posts, flags)
    assert trust_level(joined(days)) == level


@pytest.mark.django_db
def test_an_address_never_checked_keeps_a_newcomer(knows):
    knows(posts=50)
    person = joined(100)
    person.emailaddress_set.update(verified=False)
    assert trust_level(person) == TrustLevel.NEWCOMER


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("trait", "level"),
    [
        ("agence", TrustLevel.TRUSTED),
        ("equipe", TrustLevel.TRUSTED),
        ("exploitant", TrustLevel.NEWCOMER),
    ],
)
def test_roles_that_somebody_checked_are_trusted_at_once(knows, trait, level):
    knows()
    assert trust_level(UserFactory(**{trait: True})) == level

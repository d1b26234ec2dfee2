"""Invitations without an answer are erased in time; those accepted are kept."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from ambassadeurs.coproprietes.models import Invitation
from ambassadeurs.coproprietes.projets.invitations import erase_expired
from tests.communaute.comptes.factories import UserFactory

from .factories import CoproprieteFactory

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


@pytest.fixture
def now():
    return timezone.now()


def invited(email: str, *, expires_at, accepted_at=None) -> Invitation:
    return Invitation.objects.create(
        copropriete=CoproprieteFactory(),
        invited_by=UserFactory(),
        email=email,
        expires_at=expires_at,
        accepted_at=accepted_at,
    )


def test_an_invitation_without_answer_is_erased_when_it_ends(now):
    invited("ici@exemple.test", expires_at=now)
    kept = invited("encore@exemple.test", expires_at=now + SECOND)

    assert erase_expired(now) == 1
    assert Invitation.objects.get() == kept


def test_an_accepted_invitation_is_kept_however_old(now):
    kept = invited(
        "oui@exemple.test",
        expires_at=now - timedelta(days=400),
        accepted_at=now - timedelta(days=410),
    )

    assert erase_expired(now) == 0
    assert Invitation.objects.get() == kept


def test_the_clock_erases_them(now):
    kept = invited(
        "oui@exemple.test", expires_at=now - timedelta(days=1), accepted_at=now - timedelta(days=2)
    )
    invited("non@exemple.test", expires_at=now - timedelta(days=1))

    call_command("tick", verbosity=0)

    assert Invitation.objects.get() == kept

"""Invitations without an answer are erased in time; those accepted are kept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.coproprietes.models import Invitation
from ambassadeurs.coproprietes.projets.invitations import erase_expired
from tests import clock
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


def erased(now) -> int:
    return clock.tick(now).get("invitations_erased", 0)


def test_an_invitation_without_answer_is_erased_when_it_ends(now):
    invited("ici@exemple.test", expires_at=now)
    kept = invited("encore@exemple.test", expires_at=now + SECOND)

    assert erased(now) == 1
    assert Invitation.objects.get() == kept


def test_an_accepted_invitation_is_kept_however_old(now):
    kept = invited(
        "oui@exemple.test",
        expires_at=now - timedelta(days=400),
        accepted_at=now - timedelta(days=410),
    )

    assert erased(now) == 0
    assert Invitation.objects.get() == kept


def test_accepted_between_the_list_and_the_act_it_is_kept(now):
    kept = invited("oui@exemple.test", expires_at=now - SECOND, accepted_at=now - 2 * SECOND)

    assert erase_expired(kept.pk, now) == {"invitations_erased": 0}
    assert Invitation.objects.get() == kept

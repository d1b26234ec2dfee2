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


def test_an_invitation_without_answer_is_erased_when_it_ends():
    now = timezone.now()
    building, by = CoproprieteFactory(), UserFactory()
    # Until when it holds, when it was accepted: neither the next one nor the last two end now.
    _, *kept = [
        Invitation.objects.create(
            copropriete=building,
            invited_by=by,
            email=f"ici{days}@exemple.test",
            expires_at=now + timedelta(days=days),
            accepted_at=accepted_at,
        )
        for days, accepted_at in ((0, None), (1, None), (-1, now), (-400, now))
    ]
    assert clock.tick(now, "coproprietes") == {"invitations_erased": 1}
    assert list(Invitation.objects.order_by("pk")) == kept
    # Accepted between the list and the act it is kept.
    assert erase_expired(kept[1].pk, now) == {"invitations_erased": 0}
    assert list(Invitation.objects.order_by("pk")) == kept

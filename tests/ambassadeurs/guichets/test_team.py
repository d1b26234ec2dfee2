"""The late requests of all territories, for the national team: no person, no building."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.demandes.enums import State
from communaute.notifications.models import Notification
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.clock import tick

pytestmark = pytest.mark.django_db


def test_the_alert_leads_to_whom_to_call(client, equipe, django_assert_max_num_queries):
    client.force_login(equipe, backend="django.contrib.auth.backends.ModelBackend")
    old = timezone.now() - timedelta(days=31)
    late = DemandeFactory(exploitant=True, created_at=old, organisation__phone="01 23 45 67 89")
    elsewhere, *ended = DemandeFactory.create_batch(
        3, agence=True, created_at=old + timedelta(days=15)
    )
    DemandeFactory(exploitant=True)
    tick(None, "demandes")
    # Late too, until somebody acted.
    for demande, state in zip(ended, (State.ANSWERED, State.CLOSED), strict=True):
        demande.state = state
        demande.save()
    told = Notification.objects.get(user=equipe, key__contains="alerte_nationale")
    client.get(told.url)
    with django_assert_max_num_queries(20) as few:
        page = client.get(told.url)
    content = page.content.decode()
    assert content.count("Relancer<") == 2
    first, second = (f"demandes-en-retard/{one.public_id}/relancer/" for one in (late, elsewhere))
    assert first in content
    assert second in content
    for word in ("01 23 45 67 89", late.organisation.email, late.organisation.name):
        assert word in content
    for word in ("Tilleuls", "Nom jamais envoyé", late.requester.public_name):
        assert word not in content
    DemandeFactory.create_batch(9, agence=True, created_at=old)
    tick(None, "demandes")
    with django_assert_max_num_queries(20) as many:
        client.get(told.url)
    assert len(many) == len(few)

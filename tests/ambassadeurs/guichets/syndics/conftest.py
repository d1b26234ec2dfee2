"""A syndic and who works there."""

import pytest

from communaute.comptes.perms import memberships_of
from tests.communaute.comptes.factories import UserFactory


@pytest.fixture
def lead(db):
    """Answers for the syndic."""
    user = UserFactory(syndic=True)
    user.memberships.update(role="responsable")
    return user


@pytest.fixture
def syndic(lead):
    return memberships_of(lead)[0].organisation


@pytest.fixture
def desk(client, lead):
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    return client

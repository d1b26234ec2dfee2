"""The operator's desk, which several modules test."""

import pytest

from communaute.comptes.perms import memberships_of
from tests.ambassadeurs.demandes.factories import DemandeFactory


@pytest.fixture
def operator(exploitant):
    return memberships_of(exploitant)[0].organisation


@pytest.fixture
def desk_client(client, exploitant):
    client.force_login(exploitant, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def demande(operator):
    return DemandeFactory(exploitant=True, organisation=operator)

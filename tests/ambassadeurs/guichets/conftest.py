"""The operator's desk, which several modules test."""

import pytest
from django.test import Client

from communaute.comptes.perms import memberships_of
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.clock import stop
from tests.communaute.comptes.factories import MembershipFactory


@pytest.fixture
def still(monkeypatch):
    stop(monkeypatch)


@pytest.fixture
def operator(exploitant):
    return memberships_of(exploitant)[0].organisation


@pytest.fixture
def agency(agence):
    return memberships_of(agence)[0].organisation


@pytest.fixture
def desk_client(client, exploitant):
    client.force_login(exploitant, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def demande(operator):
    return DemandeFactory(exploitant=True, organisation=operator)


@pytest.fixture
def client_of(db):
    def opened(person):
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        client.person = person
        return client

    return opened


@pytest.fixture
def at_desk(client_of):
    """A demande of this kind, and somebody of its desk who signed in."""

    def made(kind, **facts):
        demande = DemandeFactory(**{kind: True}, **facts)
        return demande, client_of(MembershipFactory(organisation=demande.organisation).user)

    return made

"""Sessions of tests."""

from django.test import Client

from communaute.comptes.sessions.services import BEGUN


def sign_in_long_ago(client: Client, person: object) -> None:
    """In a session too old to do without confirming who one is."""
    client.force_login(person)
    session = client.session
    session[BEGUN] -= 3600
    session.save()

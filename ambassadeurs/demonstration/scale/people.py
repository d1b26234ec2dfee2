"""Accounts that nobody can open, numbered on from those that are there."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from communaute.comptes.models import User

BATCH = 2000
# How long ago the first of them came.
DAYS = 3 * 365
DOMAIN = "@echelle.test"
# As Django marks it: no password opens this account.
_CLOSED = "!"


def create_people(count: int) -> list[User]:
    """`count` accounts without password, with their keys, that came over three years; their
    addresses are verified, so that what they write is not held to be read."""
    now = timezone.now()
    start = User.objects.filter(email__endswith=DOMAIN).count()
    people = (
        User(
            email=f"personne-{number}{DOMAIN}",
            password=_CLOSED,
            display_name=f"Personne {number}",
            date_joined=now - timedelta(days=1 + number % DAYS),
        )
        for number in range(start, start + count)
    )
    made = User.objects.bulk_create(people, batch_size=BATCH)
    EmailAddress.objects.bulk_create(
        (EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in made),
        batch_size=BATCH,
    )
    return made

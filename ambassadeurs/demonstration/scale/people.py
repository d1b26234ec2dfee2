"""Accounts that nobody can open, numbered on from those that are there."""

from communaute.comptes.models import User

BATCH = 2000
DOMAIN = "@echelle.test"
# As Django marks it: no password opens this account.
_CLOSED = "!"


def create_people(count: int) -> list[User]:
    """`count` accounts without password, with their keys."""
    start = User.objects.filter(email__endswith=DOMAIN).count()
    people = (
        User(
            email=f"personne-{number}{DOMAIN}",
            password=_CLOSED,
            display_name=f"Personne {number}",
        )
        for number in range(start, start + count)
    )
    return User.objects.bulk_create(people, batch_size=BATCH)

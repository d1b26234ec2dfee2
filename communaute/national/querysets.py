"""Finding a person by what they say of themselves."""

from __future__ import annotations

from django.db.models import Q

from communaute.comptes.models import User

from .numbers import NUMBERS


def people_found(words: str) -> list[User]:
    """Accounts of that e-mail, or whose name or e-mail holds the words; the exact one first."""
    wanted = words.strip().lower()
    found = User.objects.filter(Q(email__icontains=wanted) | Q(display_name__icontains=wanted))
    rows = list(found.order_by("display_name", "pk")[: NUMBERS.found_max])
    exact = User.objects.filter(email=wanted).first()
    return [exact, *(one for one in rows if one != exact)] if exact else rows

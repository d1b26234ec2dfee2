"""Mails told to somebody because they work for an organisation: not once they no longer do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from communaute.comptes.models import Membership, Organisation

if TYPE_CHECKING:
    from communaute.comptes.models import User


def works_for(person: User, context: Mapping[str, Any]) -> bool:
    """Whether the person is of the organisation told of (`organisation_pk`); True for a mail whose
    context names none."""
    if "organisation_pk" not in context:
        return True
    return Membership.objects.filter(user=person, organisation=context["organisation_pk"]).exists()


def leads(person: User, context: Mapping[str, Any]) -> bool:
    """The same of who gives roles there."""
    if "organisation_pk" not in context:
        return True
    return Organisation.objects.led_by(person).filter(pk=context["organisation_pk"]).exists()

"""Whose contact details pass in a thread: those of the organisation, never a person's own.

An operator or an agency publishes its number and its address, and answers under its own name: what
one of its members types is theirs to give. What the person who asked types about themselves waits
for both sides to agree, but the address they joined to the request; quoting the organisation's own
contacts is no secret.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from communaute.comptes.models import Membership

from ..facts import EMAIL_KEY
from .contact_masking import is_masked, is_only_contact, mask

if TYPE_CHECKING:
    from ..models import Demande, Message


def both_share(demande: Demande) -> bool:
    return demande.requester_shares_contact and demande.recipient_shares_contact


def is_from_organisation(message: Message, demande: Demande) -> bool:
    """Typed by a professional, for the organisation that was written to."""
    return demande.organisation is not None and not message.from_requester


def readable_text(message: Message, demande: Demande, *, for_both: bool = True) -> str:
    """The text as the two sides read it. `for_both=False`: whatever they agreed to (moderation)."""
    body = message.body
    if is_from_organisation(message, demande) or (for_both and both_share(demande)):
        return body
    # Most texts hold no contact: no need to look for those that pass.
    if not is_masked(body):
        return body
    return mask(body, but=published(demande) | (_joined(demande) if for_both else frozenset()))


def hides_something(message: Message, demande: Demande) -> bool:
    """Whether `readable_text` replaces anything."""
    return readable_text(message, demande) != message.body


def hides_all(message: Message, demande: Demande) -> bool:
    """Whether nothing readable is left of the message."""
    return is_only_contact(message.body) and readable_text(message, demande) == mask(message.body)


def _joined(demande: Demande) -> frozenset[str]:
    """The address that the person ticked among what they sent."""
    joined = demande.sent.get(EMAIL_KEY)
    return frozenset([joined] if joined else [])


def published(demande: Demande) -> frozenset[str]:
    """Phone and e-mails of the organisation and of those who answer for it (1 query)."""
    organisation = demande.organisation
    if organisation is None:
        return frozenset()
    members = Membership.objects.filter(organisation=organisation, user__is_active=True)
    emails = members.values_list("user__email", flat=True)
    return frozenset(one for one in (organisation.phone, organisation.email, *emails) if one)

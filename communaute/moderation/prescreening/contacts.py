"""Contacts that may stand in a public text: those that organisations publish themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from communaute.comptes.models import Organisation

from .personal import find

if TYPE_CHECKING:
    from .personal import Found


def private_data(text: str) -> list[Found]:
    """Personal data of a text that no known organisation publishes (1 query if there is any)."""
    return find(text, passing=published_contacts()) if find(text) else []


def published_contacts() -> list[str]:
    """Phones, addresses, and the domains of the sites of the organisations we know."""
    known = []
    for phone, email, site in Organisation.objects.values_list("phone", "email", "website"):
        host = urlsplit(site).hostname if "://" in site else ""
        known += [phone, email, f"@{host.removeprefix('www.')}" if host else ""]
    return [one for one in known if one]

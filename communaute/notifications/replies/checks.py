"""The address where answers arrive leaves room for what we write in it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template import Engine, TemplateDoesNotExist

from .addresses import LOCAL_MAX, PLACE, TOKEN_MAX
from .threads import threads


def check_inbound(**kwargs: Any) -> list[CheckMessage]:
    """INBOUND_EMAIL is an address with a place for the token; threads have their words."""
    return [Error(problem, id="notifications.E002") for problem in [*_address(), *_words()]]


def _address() -> list[str]:
    address = settings.INBOUND_EMAIL
    if not address:
        return []
    longest = address.replace(PLACE, "a" * TOKEN_MAX)
    try:
        validate_email(longest)
    except ValidationError:
        return [f"INBOUND_EMAIL: {address} is not an address such as reponse+{PLACE}@exemple.fr"]
    if address.count(PLACE) != 1 or PLACE not in address.partition("@")[0]:
        return [f"INBOUND_EMAIL: {PLACE} is missing before the @ of {address}"]
    if len(longest.partition("@")[0]) > LOCAL_MAX:
        return [
            f"INBOUND_EMAIL: {address} is too long by {len(longest.partition('@')[0]) - LOCAL_MAX}"
        ]
    return []


def _words() -> list[str]:
    missing = []
    for thread in threads():
        for part in ("invite", "done"):
            try:
                Engine.get_default().get_template(f"{thread.template}#{part}")
            except TemplateDoesNotExist:
                missing.append(f"{thread.template} has no partial {part}")
    return missing

"""What people send from the pages of editors, for tests."""

import time
from itertools import count
from unittest.mock import patch

from cms.pages.contact.services import receive_message
from cms.pages.forms.stamps import new_stamp

_numbers = count(1)


def stamp_of(seconds_ago=60):
    """The stamp of a form opened so long ago."""
    with patch("django.core.signing.time.time", return_value=time.time() - seconds_ago):
        return new_stamp()


def written(**fields):
    """What a person sends from `/contact/`."""
    return {
        "name": "Monique",
        "email": "monique@exemple.fr",
        "subject": "service",
        "message": "Puis-je visiter une sous-station ?",
        "website": "",
        "stamp": stamp_of(),
    } | fields


def make_message(**fields):
    values = {"name": "Monique", "email": "monique@exemple.fr", "subject": "service"}
    return receive_message(
        **values | {"key": f"{next(_numbers):064d}", "message": "Puis-je visiter ?"} | fields
    )

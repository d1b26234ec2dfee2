"""Who gets what at each address of the room (see tests/architecture)."""

from tests.conftest import ROLES

from .factories import AttachmentFactory

MATRIX = {
    # A file of a text that nobody published yet.
    "attachments:file": {
        "url": lambda: AttachmentFactory().get_absolute_url(),
        "anonymous": 404,
        **dict.fromkeys(ROLES, 404),
    },
}

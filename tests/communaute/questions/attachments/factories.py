import uuid

import factory

from communaute.questions.models import Attachment
from tests.communaute.moderation.states import ModeratedFactory


class AttachmentFactory(ModeratedFactory):
    """The line of a PDF that somebody joins to a text being written; no file is on the disk."""

    class Meta:
        model = Attachment

    author = factory.SubFactory("tests.communaute.comptes.factories.UserFactory")
    form_key = factory.LazyFunction(uuid.uuid4)
    file = "pieces-jointes/rien.pdf"
    kind = "application/pdf"
    name = "devis.pdf"
    size = 1

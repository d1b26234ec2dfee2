from datetime import timedelta

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from communaute.donnees.enums import ExportState
from communaute.donnees.models import Export
from tests.communaute.comptes.factories import UserFactory


class ExportFactory(DjangoModelFactory):
    """A copy that is ready; its file is not a real one."""

    class Meta:
        model = Export

    user = factory.SubFactory(UserFactory)
    state = ExportState.READY
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=48))
    file = factory.LazyFunction(lambda: ContentFile(b"zip", name="copie.zip"))

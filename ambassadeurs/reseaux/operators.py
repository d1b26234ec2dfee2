"""Which operators answer in a space of the community."""

from django.db.models import QuerySet

from communaute.comptes.models import Organisation
from communaute.questions.models import Space

from .models import Reseau


def organisations_of_space(space: Space) -> QuerySet[Organisation]:
    """Those that run the network of this space, once they have a desk here; not read yet."""
    return Organisation.objects.filter(
        pk__in=Reseau.objects.filter(space=space, exploitant__isnull=False).values("exploitant")
    )

"""Which operators answer in a space of the community."""

from django.db.models import QuerySet

from communaute.comptes.models import Organisation
from communaute.questions.models import Question, Space

from .models import Reseau


def organisations_of_space(space: Space) -> QuerySet[Organisation]:
    """The same ones, not read yet: for the page of the space."""
    return Organisation.objects.filter(
        pk__in=Reseau.objects.filter(space=space, exploitant__isnull=False).values("exploitant")
    )


def operators_of_space(question: Question) -> list[Organisation]:
    """The organisation that runs the network of this space, once it has a desk here; else none."""
    reseau = (
        Reseau.objects.filter(space=question.space_id, exploitant__isnull=False)
        .select_related("exploitant")
        .first()
    )
    return [reseau.exploitant] if reseau and reseau.exploitant else []

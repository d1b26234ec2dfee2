"""Which operators answer in a space of the community."""

from communaute.comptes.models import Organisation
from communaute.questions.models import Question

from .models import Reseau


def operators_of_space(question: Question) -> list[Organisation]:
    """The organisation that runs the network of this space, once it has a desk here; else none."""
    reseau = (
        Reseau.objects.filter(space=question.space_id, exploitant__isnull=False)
        .select_related("exploitant")
        .first()
    )
    return [reseau.exploitant] if reseau and reseau.exploitant else []

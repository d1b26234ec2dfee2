"""What the ambassadors of a copropriété answered, to show beside its story."""

from communaute.moderation.enums import ContentStatus
from communaute.questions.models import Answer

from .models import Ambassadeur, Copropriete


def answers_of(copropriete: Copropriete, *, limit: int = 5) -> list[Answer]:
    """What its public ambassadors answered in the space of its network, newest first.

    Published answers to published questions only. One query.
    """
    space = copropriete.reseau.space if copropriete.reseau else None
    if space is None:
        return []
    people = Ambassadeur.objects.public().filter(copropriete=copropriete).values("user")
    return list(
        Answer.objects.published()
        .filter(
            question__space=space,
            question__status=ContentStatus.PUBLISHED,
            author__in=people,
        )
        .select_related("question")
        .order_by("-created_at", "-pk")[:limit]
    )

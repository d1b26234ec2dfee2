"""Which copropriétés and answers to show where there is room for a few."""

from communaute.moderation.enums import ContentStatus
from communaute.questions.models import Answer

from ..models import Ambassadeur, Copropriete

# How many candidates are read to find different networks among them.
POOL = 30


def featured(*, limit: int) -> list[Copropriete]:
    """Copropriétés with figures and a quote, one per network while there are networks left."""
    pool = (
        Copropriete.objects.with_public_ambassadors()
        .exclude(quote="")
        .filter(cost_before__isnull=False, cost_after__isnull=False)
        .for_list()
        .order_by("-connected_year", "name", "pk")[:POOL]
    )
    seen: set[int | None] = set()
    first: list[Copropriete] = []
    rest: list[Copropriete] = []
    for copropriete in pool:
        (rest if copropriete.reseau_id in seen else first).append(copropriete)
        seen.add(copropriete.reseau_id)
    return (first + rest)[:limit]


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

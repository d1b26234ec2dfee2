"""Which copropriétés to show where there is room for a few."""

from ambassadeurs.coproprietes.models import Copropriete

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

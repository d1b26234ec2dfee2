"""An amount shared by tantièmes, to the cent: what is left over goes to the largest remainders."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

CENT = Decimal("0.01")


def split(total: Decimal, shares: Sequence[int]) -> list[Decimal]:
    """`total` (€, whole cents) over these shares, in their order; ties go to the first. The sum is
    `total`. Raises ValueError without any share, or with one below 0."""
    whole = sum(shares)
    if whole <= 0 or min(shares) < 0:
        message = "Il faut des tantièmes, aucun sous zéro."
        raise ValueError(message)
    exact = [total * share / whole for share in shares]
    parts = [one.quantize(CENT, ROUND_DOWN) for one in exact]
    left = int((total - sum(parts, Decimal(0))) / CENT)
    # Of two equal remainders, the first: `sorted` keeps the order.
    for rank in sorted(range(len(shares)), key=lambda rank: parts[rank] - exact[rank])[:left]:
        parts[rank] += CENT
    return parts

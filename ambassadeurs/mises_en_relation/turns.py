"""Whose turn it is at a desk: what sorts its list, written once for the query and its index.

An index serves an order only when both say the same expression.
"""

from typing import Final

from django.db.models import Case, SmallIntegerField, Value, When

from .enums import DeskStatus, State

_RANK: Final = {status: rank for rank, status in enumerate(DeskStatus)}

# Those who wait first, then by status.
OPERATOR_TURN: Final = Case(
    When(state=State.WAITING, then=Value(-1)),
    *(When(desk_status=status, then=Value(rank)) for status, rank in _RANK.items()),
    default=Value(len(_RANK)),
    output_field=SmallIntegerField(),
)
# Those who wait first.
AGENCY_TURN: Final = Case(
    When(state=State.WAITING, then=Value(0)), default=Value(1), output_field=SmallIntegerField()
)

"""Reading the registry."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from .enums import State, StatusChoice

if TYPE_CHECKING:
    from .models import Figure  # noqa: F401


class FigureQuerySet(models.QuerySet["Figure"]):
    """Figures, by what editors must do with them."""

    def cited(self) -> "FigureQuerySet":
        """Those that texts may cite: never withdrawn."""
        return self.filter(withdrawn_at=None)

    def expired(self, today: date) -> "FigureQuerySet":
        """Those whose last day of validity has passed."""
        return self.cited().filter(valid_until__lt=today)

    def in_state(self, state: str, today: date) -> "FigureQuerySet":
        """Those of one `State`; all for an unknown one."""
        late = Q(valid_until__lt=today)
        asked: dict[str, FigureQuerySet] = {
            State.CURRENT.value: self.cited().exclude(late & Q(valid_until__isnull=False)),
            State.EXPIRED.value: self.expired(today),
            State.TO_VERIFY.value: self.cited().filter(status=StatusChoice.TO_VERIFY),
            State.WITHDRAWN.value: self.filter(withdrawn_at__isnull=False),
        }
        return asked.get(state, self)

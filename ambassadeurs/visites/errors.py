"""What the services of visits refuse, in words one can show."""

from socle.errors import Refused


class VisitError(Refused):
    """Base: `str(error)` is a French sentence."""


class NotHost(VisitError):
    """The person may not open or change this slot."""


class SlotRefused(VisitError):
    """The slot breaks rules: capacity of the host, dates, another visit at that time; `problems`:
    what is said, by the field of the form that is to change."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


class VisitChanged(VisitError):
    """It was changed since the page was shown: `sequence` is the one of what is there now."""

    def __init__(self, sequence: int) -> None:
        super().__init__(
            "Cette visite a été modifiée entre-temps. Vérifiez chaque case, puis enregistrez de "
            "nouveau."
        )
        self.sequence = sequence


class VisitOver(VisitError):
    """Cancelled, past, or not begun yet: this can no longer, or not yet, be done."""


class BookingRefused(VisitError):
    """The person cannot book: it is their own visit, or they have no place to give up."""

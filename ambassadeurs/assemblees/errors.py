"""What the rules of the room refuse; each message is for the person."""

from socle.errors import ChangedMeanwhile, Refused

from .models import Assemblee


class AssembleeError(Refused):
    """A rule says no; the message tells the person why and what to do."""


class NotOfTheBuilding(AssembleeError):
    """Neither a member of the building nor who manages it."""


class CancelledAssembly(AssembleeError):
    """It will not be held: nothing of it is read nor written any more, but what was said sent."""

    def __init__(self, assemblee: Assemblee) -> None:
        super().__init__("Cette assemblée est annulée.")
        self.assemblee = assemblee


class NotHeldYet(AssembleeError):
    """Nothing was voted: its day has not come, or it was cancelled."""


class AlreadyTold(AssembleeError):
    """The result of an assembly of that day is known: it is corrected, not recorded again."""

    def __init__(self, assemblee: Assemblee) -> None:
        super().__init__("Le résultat de cette assemblée est déjà dit : corrigez-le plutôt.")
        self.assemblee = assemblee


class DateChangedMeanwhile(ChangedMeanwhile):
    """Another member moved the assembly, or said how it went, since the page was shown."""


class NotReady(AssembleeError):
    """A paper still lacks a number: it is not said sent."""


class DossierChanged(ChangedMeanwhile):
    """Another member changed the numbers of the papers since the page was shown."""


class NoRequestToAgency(AssembleeError):
    """Nothing is asked of an agency: there is none to let read."""


class IndividualHeating(AssembleeError):
    """A building heated dwelling by dwelling: no majority is sure, nothing is drafted."""


class TooManyQuestions(AssembleeError):
    """More questions than anybody would read before one meeting."""


class AnsweredMeanwhile(ChangedMeanwhile):
    """Another member answered the question since the page was shown."""

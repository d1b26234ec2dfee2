"""The one refusal of a service: whoever forgets to catch it answers 403, never 500."""

from django.core.exceptions import PermissionDenied


class Refused(PermissionDenied):
    """A service refuses an act, for a rule or a right. `str(error)` is French, for the person.

    Rooms raise subclasses named for their reason. Views that know the reason catch it and show
    the page again with what was typed; a view that does not gives the 403 page.
    """


class FormUsed(Refused):
    """The key of this form kept another text already: a page of before, sent again."""

    def __init__(self) -> None:
        super().__init__(
            "Cette page a déjà servi à envoyer un autre texte. Le vôtre n’est pas parti : il est "
            "dans le formulaire, envoyez-le de nouveau."
        )


class ChangedMeanwhile(Refused):
    """Somebody changed it since the page was shown: `version` is the one of what is there now."""

    def __init__(self, message: str, version: str) -> None:
        super().__init__(message)
        self.version = version

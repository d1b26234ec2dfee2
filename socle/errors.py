"""The one refusal of a service: whoever forgets to catch it answers 403, never 500."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import resolve_url

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet


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


class NoLonger(Refused):
    """What a page of before acts on was removed, decided or cancelled since, by the same person or
    another. `to` is where they go on: they are sent there with the sentence, or, when they typed
    something, given it back on a page that leads there (`config.views.no_longer`)."""

    def __init__(self, message: str, to: str) -> None:
        super().__init__(message)
        self.to = to


def get_or_no_longer[Row: Model](
    rows: QuerySet[Row], message: str, to: str, *args: object, **lookup: Any
) -> Row:
    """The one of these rows. Raises NoLonger, `to` and `args` being those of `redirect`, when it is
    not there: somebody who has no right to it learns nothing else."""
    found = rows.filter(**lookup).first()
    if found is None:
        raise NoLonger(message, resolve_url(to, *args))
    return found


class ChangedMeanwhile(Refused):
    """Somebody changed it since the page was shown: `version` is the one of what is there now."""

    def __init__(self, message: str, version: str) -> None:
        super().__init__(message)
        self.version = version

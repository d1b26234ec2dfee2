"""Private texts: whoever moderates one opens it on purpose, which is logged, before deciding."""

from typing import cast

from django.db import transaction

from communaute.comptes.models import User

from ..audit_log.log import record
from ..enums import Act
from ..errors import InvalidDecisionError
from ..models import Case
from ..registry import is_private

UNREAD = "Ce texte est privé : lisez-le d’abord dans son dossier, c’est écrit au journal."


def is_sealed(user: object, case: Case) -> bool:
    """Whether this person has not opened the private text of this case; no query for a public
    text, nor for a case of `screen.with_history`."""
    if not is_private(case):
        return False
    opened: bool | None = getattr(case, "opened", None)
    if opened is not None:
        return not opened
    return not case.log.filter(act=Act.READ, actor=cast("User", user)).exists()


@transaction.atomic
def open_private(*, actor: User, case: Case) -> None:
    """Log that this person reads the private text of a case they see; once a person and a case."""
    # As it is now: two clicks at once are one reading.
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if is_sealed(actor, held):
        record(held, Act.READ, actor=actor)


def require_read(actor: User, case: Case) -> None:
    """Raises InvalidDecisionError when a private text was not opened: nobody decides, confirms or
    answers about what they did not read."""
    if is_sealed(actor, case):
        raise InvalidDecisionError(UNREAD)

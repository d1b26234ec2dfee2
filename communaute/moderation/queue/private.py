"""A private text is read on purpose: who read it, when and for which case is in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from communaute.moderation.enums import Act
from communaute.moderation.kinds_of_contents import is_private
from communaute.moderation.models import Case
from communaute.moderation.services.log import record

if TYPE_CHECKING:
    from communaute.comptes.models import User


def is_sealed(user: User, case: Case) -> bool:
    """Whether this person has not opened the private text of this case; no query for a public
    text, nor for a case of `screen.with_history`."""
    if not is_private(case):
        return False
    opened: bool | None = case.__dict__.get("opened")
    return not (case.log.filter(act=Act.READ, actor=user).exists() if opened is None else opened)


@transaction.atomic
def open_private(*, actor: User, case: Case) -> None:
    """Log that this person reads the private text of a case they see; once a person and a case."""
    # As it is now: two clicks at once are one reading.
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if is_sealed(actor, held):
        record(held, Act.READ, actor=actor)

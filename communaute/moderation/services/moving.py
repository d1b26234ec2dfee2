"""A text went elsewhere: that decides its open case, or the case follows it where it went."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from ..enums import Act, CaseStatus, DecisionKind
from ..kinds_of_contents import type_of
from ..models import Case
from . import tell
from .enacting import Ruling, enact, locked_content
from .holding import check_holder, locked_case, stale
from .log import record

if TYPE_CHECKING:
    from communaute.comptes.models import User

    from ..models import Decision
    from ..querysets import ModeratedQuerySet


@transaction.atomic
def move_cases(
    *,
    actor: User,
    contents: Iterable[ModeratedQuerySet],
    commune_id: str | None,
    departement_id: str | None,
) -> int:
    """Give the open cases about these contents the territory where they are now; those who decide
    there are told, whoever held one holds it no more. In its territory already, a case stays as it
    is. Returns how many moved.
    """
    moved = 0
    for rows in contents:
        cases = Case.objects.select_for_update(of=("self",)).to_decide()
        about = cases.filter(
            content_type=ContentType.objects.get_for_model(rows.model),
            object_id__in=rows.order_by().values("pk"),
        )
        for case in about.order_by("pk"):
            if (case.commune_id, case.departement_id) != (commune_id, departement_id):
                _move(actor, case, commune_id, departement_id)
                moved += 1
    return moved


@transaction.atomic
def settle_by_moving(*, actor: User, case: Case, place: str) -> Decision:
    """Decide a case by moving its text to `place`, in words: nothing is restricted, so no statement
    is due; the reporters are told. Whoever calls moves the text next, in the same transaction.

    Raises ModerationNotAllowed, HeldByColleagueError, StaleCaseError when it is decided already.
    """
    case = locked_case(actor, case)
    if not case.is_open:
        raise stale(case, actor)
    check_holder(actor, case)
    moderated_type, content = locked_content(case)
    decision = enact(
        Ruling(
            case=case,
            kind=DecisionKind.MOVE,
            actor=actor,
            moderated_type=moderated_type,
            content=content,
            detail=place,
        )
    )
    tell.tell_of(decision)
    return decision


def _move(actor: User, case: Case, commune_id: str | None, departement_id: str | None) -> None:
    left = case.place
    case.commune_id, case.departement_id = commune_id, departement_id
    case.status, case.claimed_by, case.claimed_at = CaseStatus.OPEN, None, None
    case.level, case.entrusted_to = "", None
    case.version += 1
    case.save(
        update_fields=[
            *("commune", "departement", "status", "claimed_by", "claimed_at", "version"),
            *("level", "entrusted_to"),
        ]
    )
    record(case, Act.TERRITORY, actor=actor, detail=f"{left} → {case.place}")
    kind, notice = type_of(case), case.notices.last()
    if kind is not None and notice is not None:
        tell.alert_moderators(case, kind, notice)

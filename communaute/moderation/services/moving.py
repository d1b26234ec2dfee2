"""A text went to another territory: so does its open case, and who decides it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from ..enums import Act, CaseStatus
from ..models import Case
from ..registry import by_model
from . import tell
from .log import record

if TYPE_CHECKING:
    from communaute.comptes.models import User

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
    kind, notice = by_model(case.content_type.model_class()), case.notices.last()  # type: ignore[arg-type]
    if kind is not None and notice is not None:
        tell.alert_moderators(case, kind, notice)

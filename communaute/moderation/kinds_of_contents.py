"""The content of a case: its kind, in words, and itself as it is now."""

from __future__ import annotations

from typing import cast

from .models import Case, ModeratedContent
from .registry import ModeratedType, by_model


def type_of(case: Case) -> ModeratedType | None:
    """Kind of the content; None when nobody registers it any more."""
    model = case.content_type.model_class()
    return by_model(model) if model else None


def label_of(case: Case) -> str:
    """Kind of the content, in words ("Question")."""
    known = type_of(case)
    return known.label if known else "Texte"


def content_of(case: Case) -> tuple[ModeratedType | None, ModeratedContent | None]:
    """The content of a case as it is now, with its author, read once; None when it is gone."""
    kind = type_of(case)
    if kind is None:
        return None, None
    if "_content" not in case.__dict__:
        rows = kind.model._default_manager.select_related("author", *kind.related)
        case.__dict__["_content"] = rows.filter(pk=case.object_id).first()
    return kind, cast("ModeratedContent | None", case.__dict__["_content"])

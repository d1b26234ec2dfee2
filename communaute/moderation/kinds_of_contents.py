"""The content of a case: its kind, in words, and itself as it is now."""

from __future__ import annotations

from typing import cast

from django.contrib.contenttypes.models import ContentType

from .models import Case, ModeratedContent
from .registry import ModeratedType, by_model, registered

PRIVATE = "texte privé, à lire dans son dossier"


def type_of(case: Case) -> ModeratedType | None:
    """Kind of the content; None when nobody registers it any more."""
    model = case.content_type.model_class()
    return by_model(model) if model else None


def label_of(case: Case) -> str:
    """Kind of the content, in words ("Question")."""
    known = type_of(case)
    return known.label if known else "Texte"


def is_private(case: Case) -> bool:
    """Whether only those who opened its case on purpose read the content."""
    known = type_of(case)
    return known is not None and known.is_private


def listed_text(case: Case) -> str:
    """The text of a case for what is not its own page: a list, a mail, a file."""
    return PRIVATE if is_private(case) else case.snapshot


def mailed_text(case: Case) -> str:
    """The same for a mail: as people read it, not as it was typed."""
    kind = type_of(case)
    return listed_text(case) if kind is None or kind.is_private else kind.mailed(case.snapshot)


def private_types() -> list[ContentType]:
    """The private kinds of contents, as cases name them."""
    models = (kind.model for kind in registered() if kind.is_private)
    return [ContentType.objects.get_for_model(model) for model in models]


def content_of(case: Case) -> tuple[ModeratedType | None, ModeratedContent | None]:
    """The content of a case as it is now, with its author, read once; None when it is gone."""
    kind = type_of(case)
    if kind is None:
        return None, None
    if "_content" not in case.__dict__:
        rows = kind.model._default_manager.select_related("author", *kind.related)
        case.__dict__["_content"] = rows.filter(pk=case.object_id).first()
    return kind, cast("ModeratedContent | None", case.__dict__["_content"])

"""What time does to pages: scheduled ones go live, expired ones leave."""

from collections.abc import Callable
from datetime import datetime

from django.apps import apps
from wagtail.models import DraftStateMixin, Page, Revision

from socle.scheduler import Step

from . import services
from .media_blocks import pictures


def _to_publish(now: datetime) -> list[int]:
    due = Revision.objects.filter(approved_go_live_at__lte=now)
    return list(due.order_by("approved_go_live_at", "pk").values_list("pk", flat=True))


def _to_expire(model: type[DraftStateMixin]) -> Callable[[datetime], list[int]]:
    def due(now: datetime) -> list[int]:
        rows = model._default_manager.filter(live=True, expire_at__lte=now)
        return list(rows.order_by("expire_at", "pk").values_list("pk", flat=True))

    return due


def _expiry(model: type[DraftStateMixin], key: str, label: str) -> Step:
    return Step(
        key=key,
        label=label,
        due=_to_expire(model),
        do=lambda pk, now: {
            "pages_expired": services.expire_scheduled(model=model, pk=pk, now=now)
        },
        # What is due to appear and to leave between two ticks must not stay until the next.
        after=("cms.publish",),
    )


def drafted_texts() -> list[type[DraftStateMixin]]:
    """Texts of editors that are not pages and have drafts, of any room: they have a term too."""
    drafted = (model for model in apps.get_models() if issubclass(model, DraftStateMixin))
    return [model for model in drafted if not issubclass(model, Page)]


def steps() -> list[Step]:
    """Those of pages, and of each model whose texts have drafts."""
    return [
        Step(
            key="cms.publish",
            label="Pages programmées : elles paraissent",
            due=_to_publish,
            do=lambda pk, now: {
                "pages_published": services.publish_scheduled(revision_pk=pk, now=now)
            },
        ),
        Step(
            key="cms.pictures",
            label="Images des pages : leurs fichiers les plus légers (AVIF) sont faits",
            due=pictures.to_lighten,
            do=lambda pk, now: {"pictures_made": pictures.lighten(pk, now)},
            after=("cms.publish",),
        ),
        Step(
            key="cms.related_content",
            label="Guides : ce que la recherche trouve pour chacun est cherché d’avance",
            due=services.to_find,
            do=lambda pk, now: {"guides_beside": services.find_ahead(pk, now)},
            after=("cms.publish",),
        ),
        _expiry(Page, "cms.expire", "Pages arrivées à leur terme : elles ne sont plus en ligne"),
        *(
            _expiry(
                model,
                f"{model._meta.app_label}.expire_{model._meta.model_name}",
                f"{model._meta.verbose_name_plural.capitalize()} : ceux dont le terme est passé",
            )
            for model in drafted_texts()
        ),
    ]

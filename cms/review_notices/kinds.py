"""What this room tells people: its part of the catalogue."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState

from communaute.notifications.catalogue import Kind

from ..rights import writes_or_reads


def still_to_read(context: Mapping[str, Any]) -> bool:
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    return waiting.filter(pk=context["state"]).exists()


def _stands(context: Mapping[str, Any], status: str) -> bool:
    rows = WorkflowState.objects.filter(status=status)
    return "workflow" not in context or rows.filter(pk=context["workflow"]).exists()


def still_to_publish(context: Mapping[str, Any]) -> bool:
    return _stands(context, WorkflowState.STATUS_IN_PROGRESS)


def still_to_change(context: Mapping[str, Any]) -> bool:
    """Its author did not send it again."""
    return _stands(context, WorkflowState.STATUS_NEEDS_CHANGES)


def still_published(context: Mapping[str, Any]) -> bool:
    """The page is online, or still set for the hour that was told."""
    if "page" not in context:
        return True
    page = Page.objects.filter(pk=context["page"]).first()
    if page is None or context["goes_live_at"] is None:
        return page is not None and page.live
    return page.approved_schedule or (page.live and _has_come(context))


def published_now(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was set for an hour of the night is online in the morning."""
    return {"goes_live_at": None} if _has_come(context) else {}


def _has_come(context: Mapping[str, Any]) -> bool:
    at = context.get("goes_live_at")
    return at is not None and at <= timezone.now()


AUTHOR = "Qui a envoyé le texte à relire."

KINDS = (
    Kind(
        key="workflow.to_read",
        label="Page à relire ou à publier",
        who="Les relecteurs des agences, puis les éditeurs. Sans relecteur, les éditeurs.",
        when="Dès qu’une page attend leur accord ; plus rien ne part si quelqu’un a répondu.",
        still_true=still_to_read,
        concerns=writes_or_reads,
    ),
    Kind(
        key="workflow.approved",
        label="Ma page est relue, elle attend d’être publiée",
        who=AUTHOR,
        when="Quand un relecteur la trouve juste.",
        still_true=still_to_publish,
        concerns=writes_or_reads,
    ),
    Kind(
        key="workflow.changes_asked",
        label="Des changements sont demandés sur ma page",
        who=AUTHOR,
        when="Quand un relecteur ou un éditeur demande des changements, avec ses mots.",
        still_true=still_to_change,
        concerns=writes_or_reads,
    ),
    Kind(
        key="workflow.published",
        label="Ma page est publiée, ou prête à paraître",
        who=AUTHOR,
        when="Quand un éditeur la publie, ou fixe l’heure à laquelle elle paraîtra.",
        still_true=still_published,
        current=published_now,
        concerns=writes_or_reads,
    ),
)

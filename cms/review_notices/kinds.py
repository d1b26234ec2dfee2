"""What this room tells people: its part of the catalogue."""

from collections.abc import Mapping
from typing import Any

from wagtail.models import TaskState

from communaute.notifications.catalogue import Kind

from ..rights import writes_or_reads


def still_to_read(context: Mapping[str, Any]) -> bool:
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    return waiting.filter(pk=context["state"]).exists()


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
        concerns=writes_or_reads,
    ),
    Kind(
        key="workflow.changes_asked",
        label="Des changements sont demandés sur ma page",
        who=AUTHOR,
        when="Quand un relecteur ou un éditeur demande des changements, avec ses mots.",
        concerns=writes_or_reads,
    ),
    Kind(
        key="workflow.published",
        label="Ma page est publiée, ou prête à paraître",
        who=AUTHOR,
        when="Quand un éditeur la publie, ou fixe l’heure à laquelle elle paraîtra.",
        concerns=writes_or_reads,
    ),
)

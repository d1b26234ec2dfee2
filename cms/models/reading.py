"""The step of the workflow where an expert reads what somebody else wrote."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.models import AbstractGroupApprovalTask, TaskState


class ExpertReading(AbstractGroupApprovalTask):
    """Nobody approves a text that they sent themselves, as long as somebody else can."""

    class Meta:
        verbose_name = "relecture par une autre personne"

    @classmethod
    def get_description(cls) -> str:
        return "Une personne des groupes choisis relit, sauf celle qui a envoyé le texte."

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        state = obj.current_workflow_state
        if state and state.requested_by_id == user.pk and self._has_others(user):
            return []
        actions: list[tuple[str, str, bool]] = super().get_actions(obj, user)
        return actions

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        states: QuerySet[TaskState] = super().get_task_states_user_can_moderate(user, **kwargs)
        mine = states.filter(workflow_state__requested_by=user)
        return states.exclude(pk__in=mine) if mine and self._has_others(user) else states

    def _has_others(self, user: Any) -> bool:
        people = get_user_model().objects.filter(is_active=True, groups__in=self.groups.all())
        return bool(people.exclude(pk=user.pk).exists())

"""The table of contents of a stream, and the figures that it cites."""

import json
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from wagtail.models import AbstractGroupApprovalTask, TaskState

from socle.facts_registry.selectors import UnknownFact, fact
from socle.facts_registry.shape import Fact

from ..text import anchor_of, cites_an_article, fact_keys, plain, without_codes


def _quoted(value: Any) -> list[str]:
    """Keys quoted in the texts of a stored block."""
    return fact_keys(json.dumps(value))


def _chosen(value: Any) -> list[str]:
    """Keys chosen in a stored block of figures, finished or not."""
    listed = (value or {}).get("facts") or []
    chosen = [item["value"] if isinstance(item, dict) else item for item in listed]
    return [key for key in chosen if key]


def _fact(key: str) -> Fact | None:
    try:
        return fact(key)
    except UnknownFact:
        return None


class HasParts:
    """A page whose `body` is a stream of blocks, with titles."""

    body: Any
    _meta: Any

    @property
    def searched_texts(self) -> list[str]:
        """The texts of the blocks, as the blocks themselves declare them to the index."""
        field = self._meta.get_field("body")
        return [without_codes(plain(str(text))) for text in field.get_searchable_content(self.body)]

    @property
    def sections(self) -> list[dict[str, str]]:
        """The table of contents: anchor and title of each part, those not written yet apart."""
        return [
            {"anchor": anchor_of(block.value), "title": block.value}
            for block in self.body
            if block.block_type == "heading" and block.value
        ]


class CitesFigures(HasParts):
    """One that may cite figures."""

    @property
    def cites_law(self) -> bool:
        """Whether the reader must be told to check articles of law with a syndic."""
        texts = [*self.searched_texts, *(item.dated for item in self.facts)]
        return cites_an_article(" ".join(texts))

    @property
    def fact_keys(self) -> list[str]:
        """Keys of the figures this guide shows or quotes, in order, each once, known or not. A
        draft may hold a figure that is not chosen yet: it has none."""
        keys: dict[str, None] = {}
        for block in self.body.raw_data:
            found = _chosen if block["type"] == "fact" else _quoted
            keys |= dict.fromkeys(found(block["value"]))
        return list(keys)

    @property
    def missing_facts(self) -> list[str]:
        """Keys that name no figure any more: the public reads a stopgap in their place."""
        return [key for key in self.fact_keys if _fact(key) is None]

    @property
    def facts(self) -> list[Fact]:
        """The figures this guide shows or quotes, in order, each once."""
        return [found for key in self.fact_keys if (found := _fact(key))]

    @property
    def expired_facts(self) -> list[Fact]:
        """Those whose last day of validity has passed: readers and editors are told."""
        return [item for item in self.facts if item.is_expired]


# The step of the workflow where an expert reads what somebody else wrote.


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
        return super().get_actions(obj, user)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        states: QuerySet[TaskState] = super().get_task_states_user_can_moderate(user, **kwargs)
        mine = states.filter(workflow_state__requested_by=user)
        return states.exclude(pk__in=mine) if mine and self._has_others(user) else states

    def _has_others(self, user: Any) -> bool:
        people = get_user_model().objects.filter(is_active=True, groups__in=self.groups.all())
        return bool(people.exclude(pk=user.pk).exists())

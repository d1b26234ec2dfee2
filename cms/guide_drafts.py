"""The draft of a guide, made of what people wrote: the editors go on from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from wagtail.models import Page
from wagtail.rich_text import RichText

from socle.buildings import Stage

from .models import GuideIndexPage, GuidePage

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Credit:
    """An answer, cleaned HTML, and who wrote it."""

    name: str
    html: str


def can_draft_guides(user: Any) -> bool:
    """May add a guide, as /gestion/ says. One query for the page, those of its rights."""
    index = GuideIndexPage.objects.first()
    return bool(index) and bool(index.permissions_for_user(user).can_add_subpage())


@transaction.atomic
def draft_guide(
    *,
    actor: Any,
    question: int,
    title: str,
    stage: str,
    summary: str,
    question_html: str,
    question_by: str,
    answers: Sequence[Credit],
    url: str,
) -> GuidePage:
    """An unpublished guide with the question, its answers and who wrote them.

    The same `question` (its key) again: the guide made before, as it is now, wherever it is. The
    caller checked `can_draft_guides`.
    """
    index = GuideIndexPage.objects.select_for_update(of=("self",)).first()
    if index is None:
        raise GuideIndexPage.DoesNotExist
    made = GuidePage.objects.filter(made_of=question).first()
    if made is not None:
        return made
    slug = f"question-{question}"
    page = GuidePage(
        title=title,
        # An address that editors took for something else: one of its title.
        slug=slug if Page._slug_is_available(slug, index) else "",
        made_of=question,
        stage=stage or Stage.values[0],
        summary=summary,
        live=False,
        owner=actor,
        body=[("paragraph", RichText(question_html)), *_told(question_by, answers, url)],
    )
    index.add_child(instance=page)
    page.save_revision(user=actor, log_action="wagtail.create")
    return page


def _told(question_by: str, answers: Sequence[Credit], url: str) -> list[tuple[str, RichText]]:
    """The answers as people wrote them (their HTML was cleaned then), and the credits."""
    texts = [
        _words("answer", {"name": one.name, "html": mark_safe(one.html)})  # noqa: S308
        for one in answers
    ]
    names = list(dict.fromkeys(one.name for one in answers))
    credits = {"url": url, "question_by": question_by, "names": names}
    return [*texts, _words("credits", credits)]


def _words(template: str, context: dict[str, Any]) -> tuple[str, RichText]:
    html = render_to_string(f"cms/guide_drafts/{template}.html", context)
    return "paragraph", RichText(html.strip())

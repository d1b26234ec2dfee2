"""What people wrote, in the draft of a guide, new or not: the editors go on from there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from wagtail.permissions import page_permission_policy
from wagtail.rich_text import RichText

from socle.buildings import Stage
from socle.errors import Refused

from ..models import GuideIndexPage, GuidePage
from ..text import plain


class NotAdded(Refused):
    """Why an answer is not put in a guide."""


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
    question_html: str,
    question_by: str,
    answers: Sequence[Credit],
    url: str,
) -> GuidePage:
    """An unpublished guide with the question, its answers and who wrote them. Its summary stays
    empty: that of a guide is not what one person asked, and nothing is published without it.

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
        slug="" if index.get_children().filter(slug=slug).exists() else slug,
        made_of=question,
        stage=stage or Stage.values[0],
        live=False,
        owner=actor,
        body=[("paragraph", RichText(question_html)), *_told(question_by, answers, url)],
    )
    index.add_child(instance=page)
    page.save_revision(user=actor, log_action="wagtail.create", clean=False)
    return page


def guides_to_edit(user: Any) -> QuerySet[GuidePage]:
    """The guides whose text this person may change, published or not, by their title."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    return GuidePage.objects.filter(pk__in=pages.values("pk")).order_by("title", "pk")


def lock_guide(*, actor: Any, pk: int) -> GuidePage:
    """The guide, held until the transaction ends, when this person may add to it now. Raises
    NotAdded when it is theirs no more, being reviewed, or locked."""
    page: GuidePage | None = GuidePage.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if page is None or not page.permissions_for_user(actor).can_edit():
        raise NotAdded("Ce guide n’existe plus, ou vous n’avez plus le droit de le changer.")
    if page.workflow_in_progress:
        raise NotAdded(f"« {page.title} » est en relecture. Attendez qu’elle soit finie.")
    lock = page.get_lock()
    if lock and lock.for_user(actor):
        raise NotAdded(f"« {page.title} » est verrouillé, ou programmé. Voyez avec qui l’a fait.")
    return page


def add_answer(
    *, actor: Any, page: GuidePage, answer: int, credit: Credit, question_by: str, url: str
) -> None:
    """A draft of a guide (`lock_guide`) with an answer (its key, its place `url`) at its end, and
    who wrote it. Nothing is published; what others drafted stays. Raises NotAdded when the guide
    has it already, as it is online or as it is drafted."""
    draft: Any = page.get_latest_revision_as_object()
    for body, where in ((draft.body, "dans son brouillon"), (page.body, "en ligne")):
        part = _part_with(body, answer, credit)
        if part is not None:
            under = f", dans la partie « {part} »" if part else ""
            raise NotAdded(f"Cette réponse est déjà dans « {page.title} », {where}{under}.")
    for block in _told(question_by, [credit], url):
        draft.body.append(block)
    # What others left unfinished is not this person's to finish.
    draft.save_revision(user=actor, log_action=True, clean=False)


def _part_with(body: Any, answer: int, credit: Credit) -> str | None:
    """The title of the part that holds this answer, "" above all titles; None when none does. It
    is known by its address, or by its words where the draft of the whole question was made."""
    title = ""
    address = re.compile(rf"#reponse-{answer}(?!\d)")
    words = plain(f"{credit.name} répond : {credit.html}")
    for block in body:
        if block.block_type == "heading":
            title = str(block.value)
        elif block.block_type == "paragraph":
            html = block.value.source
            if address.search(html) or words in plain(html):
                return title
    return None


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

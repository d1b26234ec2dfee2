"""Questions shown by other rooms; what a page says of an author, a text, who may answer."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from cms.models import GuidePage
from cms.text import linked_data
from communaute.comptes.models import User
from socle.buildings import Stage
from socle.parameters import Chip, chips_of
from socle.public_pages import cached_for_community

from ..models import Answer, Draft, Question, Space
from ..perms import can_invite
from ..profiles import thanks_to
from ..querysets import LINE_SHAPE
from ..reading.lists import beside
from ..revisions.perms import can_edit, can_put_back, can_withdraw
from ..routing.answerers import reached
from ..text_pipeline.text import plain

register = template.Library()

NEAR_SHOWN = 4
LATEST_SHOWN = 5


@register.simple_tag(takes_context=True)
def latest_questions(context: template.Context) -> list[Question]:
    """The questions with the latest activity, in one query."""
    return cached_for_community(
        context["request"],
        f"questions:latest:{LINE_SHAPE}",
        lambda: list(Question.objects.published().for_lines()[:LATEST_SHOWN]),
    )


@register.simple_tag
def space_questions(space: Space | None, limit: int = 5) -> list[Question]:
    """The latest questions of a space, in one query; none without a space."""
    if space is None:
        return []
    return list(Question.objects.published().for_lines().filter(space=space)[:limit])


@register.simple_tag(takes_context=True)
def questions_beside(context: template.Context, guide: GuidePage, limit: int = 4) -> list[Question]:
    """What people asked on the subject of a guide, kept for all who read it."""
    return cached_for_community(
        context["request"],
        f"questions:beside:{LINE_SHAPE}:{limit}:{guide.beside_key}",
        lambda: beside(guide, limit=limit),
    )


@register.simple_tag
def near_questions(question: Question) -> list[Question]:
    """Questions that share themes with this one, the more the first: one query."""
    questions = Question.objects.published().for_list().related(tags=question.tags.all())
    return list(questions.exclude(pk=question.pk)[:NEAR_SHOWN])


@register.simple_tag
def last_draft(user: object) -> Draft | None:
    """What this person had begun to write last, in one query."""
    if not getattr(user, "is_authenticated", False):
        return None
    return Draft.objects.of(user).going_on().first()


@register.simple_tag
def active_filters(filters: dict[str, Any], action: str, keep_space: bool) -> list[Chip]:
    """The filters of a list in use, as chips that take them off."""
    said = {
        "q": f"«\u00a0{filters['q']}\u00a0»",
        "etape": Stage(filters["etape"]).label if filters["etape"] else "",
    }
    used = {name: filters[name] for name in said if filters[name]}
    # The list they narrow stays the same.
    listed = {"sans_reponse": "1" if filters["sans_reponse"] else "", "tri": filters["tri"]}
    sent = used | {name: value for name, value in listed.items() if value}
    if keep_space and filters["espace"]:
        sent["espace"] = filters["espace"].slug
    chosen = [((name,), str(said[name])) for name in used]
    return chips_of(chosen, query=sent, action=action)


# HTML that `text.render` cleaned when it was written.
register.filter("clean_html", mark_safe)
register.simple_tag(can_edit, name="may_edit")
register.simple_tag(can_withdraw, name="may_withdraw")
register.simple_tag(can_put_back, name="may_put_back")
register.simple_tag(reached)


@register.filter
def excerpt(content: Question | Answer, words: int = 35) -> str:
    """The first words of a text, without marks: for a list."""
    return Truncator(plain(content.body_html)).words(words)


@register.simple_tag
def question_data(question: Question, accepted: Answer | None, answers: list[Answer]) -> SafeString:
    """The question as schema.org QAPage, in a data block (hidden contents left out)."""
    data: dict[str, Any] = {
        "@type": "Question",
        "name": question.title,
        "text": plain(question.body_html),
        "answerCount": question.answers_count,
        "datePublished": question.created_at.isoformat(),
        "author": _person(question),
    }
    if accepted:
        data["acceptedAnswer"] = _answer(accepted)
    suggested = [_answer(answer) for answer in answers if answer.is_published]
    if suggested:
        data["suggestedAnswer"] = suggested
    return linked_data("QAPage", data)


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "@type": "Answer",
        "text": plain(answer.body_html),
        "datePublished": answer.created_at.isoformat(),
        "url": f"{settings.BASE_URL}{answer.address}",
        "author": _person(answer),
    }


def _person(content: Question | Answer) -> dict[str, str]:
    return {"@type": "Person", "name": content.author_name}


@register.simple_tag
def thanks_for(person: User) -> int:
    """How many people found an answer of this person useful, in one query."""
    return thanks_to(person.pk)


@register.simple_tag
def thanks_for_all(speakers: Iterable[Any]) -> int:
    """The same for all who speak for a building (each has `user_id`), in one query."""
    keys = [speaker.user_id for speaker in speakers]
    return thanks_to(*keys) if keys else 0


@register.simple_tag
def may_invite(question: Question, user: object) -> bool:
    """Whether this person may invite others to answer it: while nobody did."""
    return question.first_answer_at is None and can_invite(user, question)

"""The answers of a page made for all, without what their authors may do: the same one is laid out
once in a process."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from communaute.questions.models import ANSWERS_PER_PAGE
from socle.french import ago
from socle.sharing.lines import KeptLines
from socle.sharing.parts import IS_SHARED, TOKEN

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from communaute.comptes.badges import Badge
    from communaute.questions.models import Answer

_TEMPLATE = "questions/_answer.html"
# Five kilobytes each, and their texts.
_CARDS = KeptLines(_TEMPLATE, most=2_000)
_NOBODY = AnonymousUser()
_CONTEXT = {
    IS_SHARED: True,
    "csrf_token": TOKEN,
    "user": _NOBODY,
    "request": SimpleNamespace(user=_NOBODY),
    "accepted": False,
}


def answer_card(answer: Answer, badges: dict[int, list[Badge]]) -> SafeString:
    """An answer as others than its author and its moderators read it, with the holes of
    `socle.sharing.parts`; found again by all that it says."""
    context = _CONTEXT | {"answer": answer, "badges": badges}
    if answer.files_count or answer.first_comments:  # type: ignore[attr-defined]
        return render_to_string(_TEMPLATE, context)
    question, author = answer.question, answer.author
    said = (
        (answer.pk, answer.status, answer.body_html, answer.caution, answer.useful_count),
        (answer.created_at, ago(answer.created_at), answer.edited_at, answer.comments_count),
        (answer.author_id, answer.author_name, *(badges[author.pk] if author else ())),
        (question.is_published, question.public_title, question.answers_count > ANSWERS_PER_PAGE),
    )
    return _CARDS.line(said, context)

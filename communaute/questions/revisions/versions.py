"""What a text said, version after version, with what each changed; no name of a closed account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q

from communaute.comptes.models import User
from communaute.moderation.queue.difference import Piece, difference
from communaute.moderation.registry import PastText
from communaute.questions.mentions.closing import former_of, names_of, without_names
from communaute.questions.models import Answer, Comment, Question, Revision

VERSIONS_PER_PAGE = 10


@dataclass(frozen=True)
class TextVersion:
    """One version of a text: who wrote it, when, and what changed since the one before.

    The first version (`number` 1) changed nothing: its pieces are the whole text.
    """

    number: int
    author: User | None
    at: datetime
    title: list[Piece]
    body: list[Piece]


def versions_page(content: Question | Answer | Comment, number: int) -> Page[TextVersion]:
    """The versions of a text, the last first; three queries and a count.

    None from before a correction made while the text was not online: what was taken away is read
    by nobody.
    """
    edits = content.revisions.select_related("editor").order_by("-edited_at", "-pk")
    withheld = edits.filter(is_withheld=True).first()
    versions = _Versions(content, edits, withheld)
    return Paginator(versions, VERSIONS_PER_PAGE).get_page(number)


def past_texts(content: Any) -> list[PastText]:
    """What a text said before each edit kept, the last first, title included: for moderation."""
    if not isinstance(content, Question | Answer | Comment) or content.edited_at is None:
        return []
    rows = content.revisions.order_by("-edited_at", "-pk")[:VERSIONS_PER_PAGE]
    return [
        PastText(row.edited_at, f"{row.title}\n\n{row.body}" if row.title else row.body)
        for row in rows
    ]


class _Versions:
    """The edits and, last, the first text that may be read: as a paginator wants them."""

    # The paginator asks whether the rows have an order.
    ordered = True

    def __init__(
        self, content: Question | Answer | Comment, edits: Any, withheld: Revision | None
    ) -> None:
        self.content, self.edits, self.withheld = content, edits, withheld
        if withheld is not None:
            later = Q(edited_at=withheld.edited_at, pk__gt=withheld.pk)
            self.edits = edits.filter(Q(edited_at__gt=withheld.edited_at) | later)
        self._count = self.edits.count() + 1

    def count(self) -> int:
        return self._count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, asked: slice) -> list[TextVersion]:
        """The edits asked for, with the one after them in time, whose text is what they gave."""
        first, last = asked.start or 0, min(asked.stop, self._count)
        rows = list(self.edits[max(first - 1, 0) : last])
        gave = rows.pop(0) if first else None
        found = []
        for place in range(first, last):
            row = rows[place - first] if place - first < len(rows) else None
            found.append(self._version(self._count - place, before=row, after=gave))
            gave = row
        return found

    def _version(
        self, number: int, *, before: Revision | None, after: Revision | None
    ) -> TextVersion:
        """The version that replaced `before` and was replaced by `after` (None: still there)."""
        title, body = _texts(after or self.content)
        if before is None:
            content, kept = self.content, self.withheld
            author, at = content.author, content.created_at
            if kept is not None:
                author, at = kept.editor, kept.edited_at
            # A text that was never edited: its pieces are itself.
            return TextVersion(number, author, at, _whole(title), _whole(body))
        was_title, was_body = _texts(before)
        return TextVersion(
            number,
            before.editor,
            before.edited_at,
            difference(was_title, title),
            difference(was_body, body),
        )


def _texts(of: Question | Answer | Comment | Revision) -> tuple[str, str]:
    return getattr(of, "title", ""), of.body


def _whole(text: str) -> list[Piece]:
    return [Piece("same", text)] if text else []


def erase(person: User, now: datetime) -> None:
    """Put other words in place of the name in earlier versions of the texts of the discussions this
    person took part in."""
    former, names = former_of(person), names_of(person)
    rows = Revision.objects.filter(
        Q(question__in=former) | Q(answer__question__in=former) | Q(comment__question__in=former)
    ).select_related("answer", "comment")
    for row in rows.order_by("pk").iterator():
        about = row.answer or row.comment
        number = former[about.question_id if about else row.question_id]
        body = without_names(row.body, names, number)
        if body != row.body:
            Revision.objects.filter(pk=row.pk).update(body=body)

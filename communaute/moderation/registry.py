"""What may be reported: the upper rooms bring their contents here, at start (`AppConfig.ready`)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.html import linebreaks, strip_tags

from communaute.notifications.words import text_of
from socle.hooks import hooked

from .enums import DecisionKind
from .models import Case, ModeratedContent


@dataclass(frozen=True)
class Neighbour:
    """A text beside another in a discussion: who wrote it, in words, when, what (a SafeString when
    it is HTML); `is_it` for the one that is judged, which stands at its place and is not written
    again."""

    author: str
    at: datetime
    text: str
    is_it: bool = False


@dataclass(frozen=True)
class PastText:
    """What a text said until somebody edited it."""

    until: datetime
    text: str


Lock = Callable[[Sequence[Any]], None]


def lock_rows(contents: Sequence[Any]) -> None:
    """Lock these contents, kind by kind and by growing key, until the end of the transaction."""
    for model in sorted({type(one) for one in contents}, key=lambda one: one._meta.label):
        pks = {one.pk for one in contents if isinstance(one, model)}
        rows = model._default_manager.select_for_update(of=("self",))
        list(rows.filter(pk__in=pks).order_by("pk"))


def as_lines(text: str) -> str:
    """A text without marks as safe HTML: its paragraphs and lines."""
    return linebreaks(text, autoescape=True)


@dataclass(frozen=True, kw_only=True)
class ModeratedType:
    """A kind of content that people may report and agencies may hide.

    `key` is the word of the address (`/moderation/signaler/<key>/<pk>/`); `label` what people
    read ("Question"); `text` returns the whole text others see, title included;
    `on_change(content, old_status, new_status)` is called in the transaction that moves the
    status, for counters; `context` returns what one must read to understand the content (the
    question of an answer), a SafeString when it is HTML, or nothing, and `context_title` says what
    that is; `around(content, sides)`
    returns what others wrote just before and after it, at most so many on each side, in the order
    of reading, itself at its place (one query); `html` turns such a text into safe HTML, as the
    site shows it;
    `is_name`: it is not counted among the texts of its author. `marks` are the lesser measures that
    make sense for it: to close it to answers, to limit or to label it; its room then heeds
    `is_locked`, `is_limited` and `caution`. `is_corrected`: its author can change it while it is
    hidden, and its room then calls `text_edited`, so that somebody reads it again: else nobody may
    ask for a correction.
    `related` are relations to follow to show the content. `discussion(content)` is the text that
    opened the discussion it is in, whose author never judges it; `owners(content)` other accounts
    whose discussion it is; `hides_meanwhile`: reports alone may hide
    it until somebody decides. `is_private`: only those who moderate it read it, once they opened
    its case on purpose, which is logged; no list, mail or file shows it. `kept_for`: who goes on
    reading it once withheld, besides its author and who moderates it. `lock(contents)` locks
    several, and what `on_change` writes besides; kinds that write the same rows share it, and give
    it their contents together.
    """

    key: str
    model: type[Model]
    label: str
    text: Callable[[Any], str]
    on_change: Callable[[Any, str, str], None]
    context: Callable[[Any], str] = lambda content: ""
    context_title: str = "Ce à quoi il répond"
    around: Callable[[Any, int], Sequence[Neighbour]] = lambda content, sides: ()
    html: Callable[[str], str] = as_lines
    related: tuple[str, ...] = ()
    marks: tuple[DecisionKind, ...] = ()
    discussion: Callable[[Any], Any] | None = None
    owners: Callable[[Any], frozenset[int]] = lambda content: frozenset()
    hides_meanwhile: bool = True
    is_private: bool = False
    kept_for: str = ""
    is_name: bool = False
    is_corrected: bool = False
    lock: Lock = lock_rows

    @property
    def milder(self) -> tuple[DecisionKind, ...]:
        """What only some kinds know, lighter than hiding the text."""
        return (*self.marks, DecisionKind.ASK_EDIT) if self.is_corrected else self.marks

    def plain(self, text: str) -> str:
        """Such a text without marks, for a line."""
        return text if self.html is as_lines else unescape(strip_tags(self.html(text))).strip()

    def mailed(self, text: str) -> str:
        """Such a text for a mail, with its links and lists."""
        return text if self.html is as_lines else text_of(self.html(text))

    def url(self, content: ModeratedContent) -> str:
        """Path of the content on the site."""
        return content.get_absolute_url()  # type: ignore[attr-defined]


_types: dict[str, ModeratedType] = {}


def owners_of(kind: ModeratedType, content: Any) -> frozenset[int]:
    """The accounts whose discussion a content is in: they never judge it."""
    opened_by = kind.discussion(content).author_id if kind.discussion else None
    return kind.owners(content) | (frozenset() if opened_by is None else {opened_by})


def others_of(kind: ModeratedType, content: Any, number: int) -> list[Any]:
    """Other published texts of its author in discussions, its own first, newest first."""
    if kind.discussion is None:
        return []
    here, found = kind.discussion(content).pk, []
    for one in _types.values():
        if one.discussion is None:
            continue
        rows = one.model._default_manager.published().filter(author=content.author_id)  # type: ignore[attr-defined]
        rows = rows.exclude(pk=content.pk) if one is kind else rows
        rows = rows.select_related(*one.related).order_by("-created_at", "-pk")[:number]
        found += [
            (one.discussion(row).pk != here, -row.created_at.timestamp(), row) for row in rows
        ]
    found.sort(key=lambda row: row[:2])
    return [row for _, _, row in found[:number]]


def register_moderated(*types: ModeratedType) -> None:
    """Add these types."""
    _types.update({one.key: one for one in types})


def registered() -> list[ModeratedType]:
    """Every kind of content that may be moderated, by key."""
    return [_types[key] for key in sorted(_types)]


def by_key(key: str) -> ModeratedType | None:
    return _types.get(key)


def by_model(model: type[Model]) -> ModeratedType | None:
    return next((known for known in _types.values() if known.model is model), None)


def move_page(user: object, content: Any) -> str:
    """Where this person moves this content; "" where there is nowhere, or they may not."""
    return next((at for page in hooked("moderation.move_page") if (at := page(user, content))), "")


def versions_of(content: Any) -> Sequence[PastText]:
    """What this content said before its edits, the last first; none when nobody keeps them."""
    return next((past for read in hooked("moderation.past_texts") if (past := read(content))), ())


# The content of a case: its kind, in words, and itself as it is now.


PRIVATE = "texte privé, à lire dans son dossier"


def type_of(case: Case) -> ModeratedType | None:
    """Kind of the content; None when nobody registers it any more."""
    model = case.content_type.model_class()
    return by_model(model) if model else None


def label_of(case: Case) -> str:
    """Kind of the content, in words ("Question")."""
    known = type_of(case)
    return known.label if known else "Texte"


def is_private(case: Case) -> bool:
    """Whether only those who opened its case on purpose read the content."""
    known = type_of(case)
    return known is not None and known.is_private


def privacy_of(cases: Iterable[Case]) -> bool | None:
    """Whether the contents of these cases are private; None when only some of them are."""
    found = {is_private(case) for case in cases}
    return None if len(found) > 1 else True in found


def listed_words(words: str, case: Case) -> str:
    """What people wrote about the text of a case, which they may quote, for what is not its own
    page: a list, a mail, a file."""
    return PRIVATE if is_private(case) else words


def listed_text(case: Case) -> str:
    """The text of a case itself, for the same."""
    return listed_words(case.snapshot, case)


def mailed_text(case: Case) -> str:
    """The same for a mail: as people read it, not as it was typed."""
    kind = type_of(case)
    return listed_text(case) if kind is None or kind.is_private else kind.mailed(case.snapshot)


def private_types() -> list[ContentType]:
    """The private kinds of contents, as cases name them."""
    models = (kind.model for kind in registered() if kind.is_private)
    return [ContentType.objects.get_for_model(model) for model in models]


def content_of(case: Case) -> tuple[ModeratedType | None, ModeratedContent | None]:
    """The content of a case as it is now, with its author, read once; None when it is gone."""
    kind = type_of(case)
    if kind is None:
        return None, None
    if "_content" not in case.__dict__:
        rows = kind.model._default_manager.select_related("author", *kind.related)
        case.__dict__["_content"] = rows.filter(pk=case.object_id).first()
    return kind, cast("ModeratedContent | None", case.__dict__["_content"])

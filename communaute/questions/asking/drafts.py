"""Texts kept by the server while one types: found again elsewhere, never silently replaced."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from communaute.comptes.models import User
from socle.scheduler import Step

from ..errors import DraftsFull, DraftTooLong
from ..models import Answer, Draft, Question
from ..numbers import NUMBERS
from ..text_pipeline import session_drafts as visitors


@dataclass(frozen=True)
class SavedDraft:
    """The draft that holds what was sent; `apart`: another tab wrote meanwhile, both are kept."""

    draft: Draft
    apart: bool = False


def draft_to_go_on_with(
    user: object, *, about: Question | None = None, wanted: int | None = None
) -> Draft | None:
    """The text one goes on with, a question or an answer to `about`: the draft `wanted`, else
    the last one begun, if any."""
    mine = Draft.objects.of(user).filter(about=about)
    if wanted is not None:
        return mine.filter(pk=wanted).first()
    return mine.first()


@transaction.atomic
def keep_draft(
    *,
    actor: User,
    form_key: uuid.UUID,
    data: dict[str, Any],
    about: Question | None = None,
    draft: int | None = None,
    version: int | None = None,
) -> SavedDraft | None:
    """Keep what is typed in the form `form_key`, which went on with `draft` at `version`.

    None when there is nothing to keep: the form is published already, or its text is empty (its
    draft is then dropped). A draft that another form wrote since stays as it is: this text is
    kept beside it. Raises DraftsFull, DraftTooLong.
    """
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if _is_published(actor, form_key):
        return None
    mine = Draft.objects.of(actor).filter(about=about)
    found = mine.filter(pk=draft).first() or mine.filter(form_key=form_key).first()
    is_late = found is not None and found.form_key != form_key and found.version != version
    if found is not None and is_late and found.data == data:
        return SavedDraft(found)
    if not _says_something(data):
        if found is not None and not is_late:
            found.delete()
        return None
    _check_size(data)
    if found is None or is_late:
        return SavedDraft(_create(actor, form_key, data, about), apart=is_late)
    if found.data != data:
        mine.exclude(pk=found.pk).filter(form_key=form_key).delete()
        found.data, found.form_key = data, form_key
        found.version += 1
        found.updated_at = timezone.now()
        found.save(update_fields=["data", "form_key", "version", "updated_at"])
    return SavedDraft(found)


def drop_published(
    *, actor: User, form_key: uuid.UUID, draft: int | None = None, version: int | None = None
) -> None:
    """Forget the draft of a text that is published; one that another form wrote since stays."""
    Draft.objects.filter(user=actor, form_key=form_key).delete()
    if draft is not None and version is not None:
        Draft.objects.of(actor).filter(pk=draft, version=version).delete()


@transaction.atomic
def discard_draft(*, actor: User, draft: Draft) -> None:
    """Throw a draft of one's own away, for good; again changes nothing."""
    Draft.objects.of(actor).filter(pk=draft.pk).delete()


def adopt(request: HttpRequest) -> None:
    """What a visitor typed before signing in becomes a draft of their account."""
    user = request.user
    if not isinstance(user, User):
        return
    for key, data in visitors.all_kept(request):
        about = None
        if key != visitors.QUESTION:
            about = Question.objects.published().filter(pk=visitors.answered_pk(key)).first()
            if about is None:
                continue
        try:
            typed = dict(data)
            form_key = _key_of(typed.pop("submission_key", None))
            keep_draft(actor=user, form_key=form_key, data=typed, about=about)
        except (DraftsFull, DraftTooLong):
            # It stays in the session, as it would without an account.
            continue
        visitors.drop(request, key)


def _key_of(written: object) -> uuid.UUID:
    try:
        return uuid.UUID(str(written))
    except ValueError:
        return uuid.uuid4()


def _is_published(actor: User, form_key: uuid.UUID) -> bool:
    return any(
        model.objects.filter(author=actor, submission_key=form_key).exists()
        for model in (Question, Answer)
    )


def _says_something(data: dict[str, Any]) -> bool:
    return any(str(data.get(name) or "").strip() for name in ("title", "body"))


def _check_size(data: dict[str, Any]) -> None:
    if len(str(data)) > NUMBERS.draft_characters_max:
        raise DraftTooLong


def _create(
    actor: User, form_key: uuid.UUID, data: dict[str, Any], about: Question | None
) -> Draft:
    mine = Draft.objects.of(actor)
    known = mine.filter(form_key=form_key).first()
    if known is None and mine.count() >= NUMBERS.drafts_max:
        raise DraftsFull(NUMBERS.drafts_max)
    values = {"about": about, "data": data, "updated_at": timezone.now()}
    values["version"] = known.version + 1 if known else 1
    return Draft.objects.update_or_create(user=actor, form_key=form_key, defaults=values)[0]


def _old(now: datetime) -> list[int]:
    limit = now - timedelta(days=NUMBERS.draft_days)
    return list(Draft.objects.to_erase(limit).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _erase(pk: int, now: datetime) -> bool:
    limit = now - timedelta(days=NUMBERS.draft_days)
    return bool(Draft.objects.to_erase(limit).filter(pk=pk).delete()[0])


STEP = Step(
    key="questions.erase_drafts",
    label="Brouillons laissés depuis longtemps : effacés",
    due=_old,
    do=_erase,
)

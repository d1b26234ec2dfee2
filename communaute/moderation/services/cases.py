"""The file of a content: opened once, put with those of the same matter (same text, same link),
away from some people; how grave a report is."""

import hashlib
import re
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import User
from socle.words import normalise

from ..audit_log.log import record
from ..deadlines import due_at
from ..enums import (
    AUTOMATIC,
    EDITED,
    Act,
    ContentStatus,
    Escalation,
    Gravity,
    NoticeCategory,
    NoticeSource,
    Pace,
)
from ..errors import ModerationNotAllowed
from ..models import Case, ModeratedContent, Notice
from ..perms import can_moderate_content
from ..querysets import moderators_of
from ..registry import ModeratedType, by_model, owners_of
from ..report_rules import neighbours_of
from . import notify
from .assignments import NOT_YOURS
from .enactment import change

_MODERATORS = (OrganisationKind.AGENCE, OrganisationKind.EQUIPE)


def open_case(kind: ModeratedType, content: ModeratedContent, due: datetime) -> tuple[Case, bool]:
    """The open case of the content, locked, and whether it was just opened.

    Those who live with the author, or whose discussion it is, are kept away from the case. Where
    no agency can decide, it is the national team's from the start.
    """
    content_type = ContentType.objects.get_for_model(content)
    open_cases = (
        Case.objects.select_for_update()
        .to_decide()
        .filter(content_type=content_type, object_id=content.pk)
    )
    case = open_cases.first()
    if case is not None:
        return case, False
    try:
        with transaction.atomic():
            case = Case.objects.create(
                content_type=content_type,
                object_id=content.pk,
                author=content.author,
                commune=content.commune,
                departement=content.departement,
                snapshot=kind.text(content),
                opened_at=timezone.now(),
                due_at=due,
            )
    except IntegrityError:
        # Two people reported the same text at once: the constraint kept one case.
        return open_cases.get(), False
    keep_away(case, owners_of(kind, content) | neighbours_of(content.author_id))
    return join_same_matter(case), True


def keep_away(case: Case, people: frozenset[int]) -> None:
    """Those of these accounts who moderate never see nor decide this case; when no agency is left
    that can, it is the national team's."""
    if people:
        case.kept_away.add(
            *User.objects.filter(
                pk__in=people, memberships__organisation__kind__in=_MODERATORS
            ).distinct()
        )
    agents = Q(memberships__organisation__kind=OrganisationKind.AGENCE)
    if not moderators_of(case).filter(agents).exists():
        case.level = Escalation.NATIONAL
        case.save(update_fields=["level"])


def join_same_matter(case: Case) -> Case:
    """Put a case just opened with the open ones of the same author, text or link; those that it
    brings together become one group."""
    case.text_key, case.link_key = text_key(case.snapshot), link_key(case.snapshot)
    same = Case.objects.same_matter(case).order_by()
    groups = {one.group or one.pk for one in same.only("group")}
    if groups:
        case.group = min(groups)
        merged = Q(group__in=groups) | Q(pk__in=groups)
        Case.objects.to_decide().filter(merged).exclude(pk=case.pk).update(group=case.group)
    case.save(update_fields=["text_key", "link_key", "group"])
    return case


def weigh(case: Case, category: str, *, is_first: bool) -> None:
    """Rank a case by the gravest of what was reported; the caller stores it."""
    gravity = gravity_of(category)
    case.gravity = gravity if is_first else max(case.gravity, gravity)


@transaction.atomic
def open_own_case(*, actor: User, kind: ModeratedType, content: ModeratedContent) -> Case:
    """The open case of this text, opened now when there is none; again changes nothing.

    Raises ModerationNotAllowed out of one's territories, or for a text of one's own side.
    """
    if not can_moderate_content(actor, content):
        raise ModerationNotAllowed(NOT_YOURS)
    case, opened = open_case(kind, content, due_at(NoticeCategory.OTHER, timezone.now()))
    if opened:
        record(case, Act.OPEN, actor=actor)
    return case


KEY_LENGTH = 16
# Shorter, two texts are the same by chance ("Merci !").
SHORTEST_TEXT = 20
_LINK = re.compile(r"(?:https?://|\bwww\.)[^\s<>()\"'\]]+", re.IGNORECASE)
# Links that honest people share: they bring no two texts together.
_OFFICIAL = (".gouv.fr", "service-public.fr", "legifrance.gouv.fr", "ademe.fr", "anah.gouv.fr")


def text_key(text: str) -> str:
    """The same for two texts that differ by case, accents, spaces and signs; "" for a short one."""
    words = normalise(text)
    return _digest(words) if len(words) >= SHORTEST_TEXT else ""


def link_key(text: str) -> str:
    """The same for two texts whose first link, official sites apart, leads to the same page;
    "" without any."""
    for found in _LINK.findall(text):
        host, _, path = _bare(found).partition("/")
        if not host.endswith(_OFFICIAL):
            return _digest(f"{host}/{path}")
    return ""


def _bare(link: str) -> str:
    """A link without what varies and changes nothing: scheme, www, query, last signs."""
    address = re.sub(r"^https?://", "", link.lower()).removeprefix("www.")
    return re.split(r"[?#]", address)[0].rstrip("/.,;:!»")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH]


_BY_CATEGORY: dict[str, Gravity] = {
    NoticeCategory.ILLEGAL: Gravity.HIGHEST,
    NoticeCategory.PERSONAL_DATA: Gravity.HIGH,
    NoticeCategory.RUDE: Gravity.HIGH,
    NoticeCategory.COMMERCIAL: Gravity.NORMAL,
    NoticeCategory.FALSE: Gravity.NORMAL,
    NoticeCategory.OFF_TOPIC: Gravity.LOW,
    NoticeCategory.OTHER: Gravity.LOW,
}


def gravity_of(category: str) -> Gravity:
    """How grave a report for this reason is; as illegal for a reason nobody ranked."""
    return _BY_CATEGORY.get(category, Gravity.HIGHEST)


# A text that waits to be read before it is public, or that its author corrected on demand: it has
# a case, as what is reported has.


@transaction.atomic
def ask_review(
    *,
    kind: ModeratedType,
    content: ModeratedContent,
    why: str,
    due_at: datetime,
    category: NoticeCategory = NoticeCategory.OTHER,
) -> Case:
    """Open the case of a text that somebody must read before `due_at`, or join the open one.

    `why` is what moderators read; again, it replaces what was said of the same case. `category`:
    PERSONAL_DATA for a text that is public all the same.
    """
    case, opened = open_case(kind, content, due_at)
    notice, is_new = Notice.objects.update_or_create(
        case=case,
        visitor_key=AUTOMATIC,
        defaults={
            "category": category,
            "source": NoticeSource.AUTOMATIC,
            "explanation": why[:2000],
            "received_at": timezone.now(),
        },
    )
    hurried = due_at < case.due_at
    case.due_at = min(case.due_at, due_at)
    case.notices_count += is_new
    weigh(case, notice.category, is_first=opened)
    if opened and category == NoticeCategory.OTHER:
        # Nobody reads it before: it has the clock of what waits (`deadlines.national_at`).
        case.pace = Pace.REVIEW
    if not is_new or not (opened or _is_reported(case)):
        _read_anew(case, kind, content)
    case.save(update_fields=["due_at", "notices_count", "gravity", "pace", "version", "snapshot"])
    record(case, Act.REVIEW)
    if opened or hurried:
        notify.alert_moderators(case, kind, notice)
    return case


@transaction.atomic
def text_edited(*, actor: User, content: ModeratedContent) -> Case | None:
    """Put back in the queue a text that its author was asked to edit, and has; None for any other.

    It waits, unseen by others, until somebody has read it.
    """
    moderated_type = by_model(type(content))
    if moderated_type is None or content.status != ContentStatus.TO_EDIT:
        return None
    now, asked = timezone.now(), content.hidden_for
    change(content, moderated_type, ContentStatus.PENDING)
    if asked is not None:
        notify.take_back_request(asked, now)
    case, opened = open_case(moderated_type, content, due_at(NoticeCategory.OTHER, now))
    notice, is_new = Notice.objects.get_or_create(
        case=case,
        visitor_key=EDITED,
        defaults={
            "category": NoticeCategory.OTHER,
            "explanation": "L’auteur a modifié son texte, comme la modération le lui a demandé.",
            "received_at": now,
        },
    )
    case.notices_count += is_new
    if not (opened or _is_reported(case)):
        _read_anew(case, moderated_type, content)
    case.save(update_fields=["notices_count", "version", "snapshot"])
    record(case, Act.EDITED, actor=actor)
    notify.alert_moderators(case, moderated_type, notice)
    return case


def _read_anew(case: Case, kind: ModeratedType, content: ModeratedContent) -> None:
    """Its author wrote it again: whoever reads the case, which the caller stores, reads the new
    text."""
    case.version += 1
    case.snapshot = kind.text(content)


def _is_reported(case: Case) -> bool:
    """By a person, who read the text as it was."""
    return case.notices.exclude(visitor_key__in=(AUTOMATIC, EDITED)).exists()

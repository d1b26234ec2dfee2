"""What became of a text, as it stands today: what people who reported it are told."""

from datetime import datetime
from typing import cast

from django.utils import timezone

from .deadlines import is_told
from .decision_rules import HIDING
from .enums import EDITED, ContentStatus, DecisionKind
from .models import Case, Decision, ModeratedContent, Notice
from .querysets import NoticeQuerySet

# What a program decides says nothing yet, what is taken back at once says nothing any more.
_NO_WORD = (DecisionKind.AUTO_HIDE, DecisionKind.UNDO)
# Told of a text that its author was asked to correct, once it was read again and published.
CORRECTED = "corrige"
# Told of a text that its author took away after it was left, or put back, online.
WITHDRAWN = "retire"
_GIVES_BACK = (DecisionKind.KEEP, DecisionKind.APPROVE, DecisionKind.RESTORE)


def last_word(case: Case) -> Decision | None:
    """The decision of a person that says what becomes of the text of a case: what hides it, else
    the last one that stands. Measures towards its author say nothing of the text."""
    rows = Decision.objects.of_text(case).about_text().standing().exclude(kind__in=_NO_WORD)
    rows = rows.select_related("undoes", "organisation").order_by("pk")
    content = cast("ModeratedContent | None", case.target)
    if content is not None and content.hidden_for_id is not None:  # type: ignore[attr-defined]
        hides = rows.filter(statement=content.hidden_for_id).last()  # type: ignore[attr-defined]
        if hides is not None:
            return hides
    return rows.last()


def last_told(case: Case, since: datetime) -> Decision | None:
    """The last decision on the text of a case, taken since then, that people may know of now: its
    last word, or what still held when it was told while that one may be undone."""
    decision = last_word(case)
    now = timezone.now()
    if decision is None or is_told(decision, now):
        return decision
    rows = Decision.objects.of_text(case).about_text().exclude(kind__in=_NO_WORD)
    rows = rows.exclude(undone_by__kind=DecisionKind.UNDO).filter(decided_at__gte=since)
    rows = rows.select_related("undoes", "organisation").order_by("-pk")
    return next((one for one in rows if is_told(one, now)), None)


def outcome_of(decision: Decision) -> str:
    """Which decision its outcome is told as: a text that was hidden is told back online, or
    corrected, one that only lost a mark was there all along; one that its author took away since is
    not told as online."""
    undone = decision.undoes
    if decision.kind not in HIDING and getattr(decision.case.target, "is_withdrawn", False):
        return WITHDRAWN
    if undone is None or decision.kind not in _GIVES_BACK:
        return decision.kind
    if decision.kind == DecisionKind.APPROVE and undone.kind == DecisionKind.ASK_EDIT:
        return CORRECTED
    return DecisionKind.RESTORE if undone.kind in HIDING else DecisionKind.KEEP


def notices_behind(case: Case) -> NoticeQuerySet:
    """Who reported the text of a case: there, and, for a text that is read again once its author
    corrected it, in the case that asked for the correction."""
    cases = [case.pk]
    if case.notices.filter(visitor_key=EDITED).exists():
        asked = Decision.objects.of_text(case).filter(kind=DecisionKind.ASK_EDIT)
        before = asked.filter(decided_at__lte=case.opened_at).exclude(case=case)
        cases += before.order_by("-pk").values_list("case_id", flat=True)[:1]
    return Notice.objects.filter(case__in=cases)


def is_published_again(content: ModeratedContent) -> bool:
    """Whether what was just decided publishes a text by taking back what hid it: moderation tells
    its author that it is back."""
    last = Decision.objects.about(content).order_by("pk").last()
    return last is not None and last.kind == DecisionKind.APPROVE and last.undoes_id is not None


def is_to_correct(decision: Decision) -> bool:
    """Whether a decision that asks an author to correct a text is what holds it: not once it is
    corrected, or held by another."""
    content = cast("ModeratedContent | None", decision.case.target)
    return content is not None and content.hidden_for_id == decision.statement.pk  # type: ignore[attr-defined]


def corrected_due(content: ModeratedContent) -> datetime | None:
    """Until when a text that its author corrected on demand is to be read; None for any other."""
    waiting = Notice.objects.about(content).filter(visitor_key=EDITED, case__closed_at=None)
    return waiting.values_list("case__due_at", flat=True).first()


def correction_of(decision: Decision, *, published: bool, closed: bool) -> str:
    """Where the correction that a decision asks for stands: `todo`, `waits` to be read, `done`,
    `online`, or `closed`, with the account of its author (`closed`, of `is_closed`); "" when it
    asks for none. `past`, of this or any other that hid a text: it holds it no more. `published`:
    it was approved."""
    content = cast("ModeratedContent | None", decision.case.target)
    if decision.kind not in HIDING or content is None:
        return ""
    is_held = is_to_correct(decision)
    if decision.kind != DecisionKind.ASK_EDIT:
        return "" if is_held else "past"
    if published:
        return "online" if content.is_published else "done"
    if is_held:
        return "closed" if closed else "todo"
    return "waits" if content.status == ContentStatus.PENDING else "past"

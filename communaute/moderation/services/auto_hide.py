"""Hiding a text until somebody decides, because enough people say so; showing it again if nobody
does. No person decides here: the statement of reasons says so, and the author may contest at once.
"""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string

from communaute.moderation.deadlines import shown_again_at
from communaute.moderation.decision_rules import Reasons, reasons_of
from communaute.moderation.enums import (
    Act,
    Automation,
    ContentStatus,
    DecisionKind,
    Escalation,
    Ground,
    NoticeCategory,
    NoticeSource,
    Source,
)
from communaute.moderation.models import Case, Decision, ModeratedContent, Notice
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.on_call import people_of
from communaute.moderation.querysets import team_of
from communaute.moderation.registry import ModeratedType
from communaute.moderation.wordings import wording_for
from socle.numbers import quantity

from ..audit_log.log import together
from ..report_rules import must_hide
from . import alerts, notify
from .assignments import escalate
from .enactment import Ruling, enact, locked_content


def hide_if_enough(case: Case, notice: Notice, kind: ModeratedType) -> Decision | None:
    """Hide what was just reported when enough people say so; None when it stays.

    The case is locked; its text is locked here, and read again: it may have been hidden, or
    withdrawn, since it was shown.
    """
    if not kind.hides_meanwhile or not must_hide(case, notice):
        return None
    _, content = locked_content(case)
    if content is None or not content.is_published:
        return None
    return _hide(case, notice, kind, content)


def _hide(case: Case, notice: Notice, kind: ModeratedType, content: ModeratedContent) -> Decision:
    """With its statement of reasons, told at once; the case stays open, to be decided."""
    now = notice.received_at
    until = shown_again_at(now)
    case.auto_hidden_at, case.hidden_told_at = now, None
    case.due_at = min(case.due_at, until)
    case.version += 1
    case.save(update_fields=["auto_hidden_at", "hidden_told_at", "due_at", "version"])
    decision = enact(
        Ruling(
            case=case,
            kind=DecisionKind.AUTO_HIDE,
            actor=None,
            moderated_type=kind,
            content=content,
            reasons=_reasons(case, notice, kind, content),
            ends_at=until,
            closes=False,
            at=now,
        )
    )
    notify.tell_author(decision.statement)
    return decision


# The rule of the terms of use that a danger may be against.
LAW = "3.7"
# When what people said goes with no rule.
NO_RULE = "CGU, partie 3 : une personne dira si une règle n’est pas respectée, et laquelle"


def _reasons(case: Case, notice: Notice, kind: ModeratedType, content: ModeratedContent) -> Reasons:
    """The rule that goes with what people said; the facts are that they said it."""
    facts = render_to_string(
        "moderation/auto_hide/facts.txt",
        {
            "label": kind.label.lower(),
            "category": notice.get_category_display(),
            "by_agency": notice.source == NoticeSource.AGENCY,
            "danger": notice.category == NoticeCategory.DANGER,
            "due": case.due_at if case.due_at > notice.received_at else None,
            "until": shown_again_at(notice.received_at),
        },
    )
    # No wording is for a danger: the general one would say that the text is off topic.
    danger = notice.category == NoticeCategory.DANGER
    rule = LAW if danger else wording_for(notice.category).rule
    return replace(
        reasons_of(rule, content.created_at, facts.strip())
        if rule
        else Reasons(facts=facts.strip(), ground=Ground.CGU, rule=NO_RULE),
        category=notice.category,
        source=Source.TRUSTED if notice.source == NoticeSource.TRUSTED else Source.NOTICE,
        automated_decision=Automation.WHOLLY,
    )


@transaction.atomic
def show_again(pk: int, now: datetime) -> dict[str, int]:
    """Show again a text that reports alone hid, when nobody decided in time.

    Its author is told; the case stays open, and goes to the national team, who are told too.
    Nothing when somebody decided meanwhile, or the author took the text away.
    """
    case = _hidden(pk)
    if case is None or now < shown_again_at(case.auto_hidden_at):  # type: ignore[arg-type]
        return {}
    moderated_type, content = locked_content(case)
    hiding = case.decisions.filter(kind=DecisionKind.AUTO_HIDE).last()
    case.auto_hidden_at, case.shown_again_at = None, now
    case.version += 1
    case.save(update_fields=["auto_hidden_at", "shown_again_at", "version"])
    if content is None or content.status != ContentStatus.AUTO_HIDDEN:
        return {}
    with together():
        decision = enact(
            Ruling(
                case=case,
                kind=DecisionKind.RESTORE,
                actor=None,
                moderated_type=moderated_type,
                content=content,
                undoes=hiding,
                because=Act.SHOW_AGAIN,
                closes=False,
                at=now,
            )
        )
        _to_national(case)
    notify.tell_author_restored(decision)
    return {"texts_shown_again": 1}


def _to_national(case: Case) -> None:
    delay = quantity(NUMBERS.hidden_hours, "heure")
    why = f"Personne n’a décidé en {delay} : le texte est de nouveau en ligne. Il reste à décider."
    case = escalate(actor=None, case=case, level=Escalation.NATIONAL, why=why)
    notify.tell_escalated([case], why)


@transaction.atomic
def alert_still_hidden(pk: int, now: datetime) -> dict[str, int]:
    """Tell those who have the case, and the national team, that nobody has decided yet and
    until when the text stays hidden; once each time it is hidden."""
    case = _hidden(pk)
    if case is None or case.auto_hidden_at is None or case.hidden_told_at is not None:
        return {}
    people = dict.fromkeys([*people_of(case), *team_of(case)])
    alerts.tell_still_hidden(case, people, shown_again_at(case.auto_hidden_at))
    case.hidden_told_at = now
    case.save(update_fields=["hidden_told_at"])
    return {"texts_still_hidden": 1}


def _hidden(pk: int) -> Case | None:
    """The case, locked, while it waits for a decision on a text that reports hid."""
    rows = Case.objects.select_for_update().to_decide()
    return rows.filter(pk=pk, auto_hidden_at__isnull=False).first()

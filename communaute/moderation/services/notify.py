"""Telling the people concerned, in the transaction of the act; the words are in the templates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from communaute.notifications.services import tell, withdraw

from ..deadlines import is_told, pace_of, told_from, undoable_until
from ..decision_rules import MARKS
from ..enums import WITH_STATEMENT, DecisionKind, NoticeCategory, Pace
from ..on_call import people_of, tell_on_call
from ..perms import deciders_of
from ..querysets import team_of
from ..registry import by_model, is_private, label_of, listed_words, mailed_text, type_of
from ..sanction_rules import leaves_to_correct, others_besides
from ..still_true import is_online
from ..tokens import opens_until, signed_url
from .reporters import take_back_from_reporters, tell_reporter, tell_reporters

if TYPE_CHECKING:
    from communaute.comptes.models import User

    from ..models import (
        Appeal,
        Case,
        Decision,
        ModeratedContent,
        Notice,
        Sanction,
        StatementOfReasons,
    )
    from ..registry import ModeratedType
    from .enactment import Ruling

EXCERPT_CHARS = 400


def excerpt(text: str) -> str:
    return Truncator(text).chars(EXCERPT_CHARS, truncate="…")


def _as_read(text: str, kind: ModeratedType | None) -> str:
    """A text as the site shows it, not as it was typed."""
    return kind.mailed(text) if kind else text


def acknowledge(notice: Notice, kind: ModeratedType, others: int = 0) -> None:
    """Tell the reporter that we have it, its number, and when it will be settled; `others` is how
    many other texts the same report is about."""
    tell_reporter(
        "moderation.notice_received",
        notice,
        key=f"moderation:notice:{notice.puid}:received",
        context={
            "label": kind.label.lower(),
            "category": notice.get_category_display(),
            "danger": notice.category == NoticeCategory.DANGER,
            "due": notice.case.due_at,
            "others": others,
        },
    )


def alert_moderators(case: Case, kind: ModeratedType, notice: Notice) -> None:
    """Tell those who have a case, and only them, that it waits: at once for what is urgent, once a
    day for all the rest."""
    urgent = pace_of(notice.category, notice.source) == Pace.URGENT
    context = {
        "case": case.pk,
        "label": kind.label.lower(),
        "excerpt": excerpt(mailed_text(case)),
        "place": case.place,
        "category": notice.get_category_display(),
        "danger": notice.category == NoticeCategory.DANGER,
        "due": case.due_at,
    }
    people = people_of(case)
    if urgent:
        tell_on_call(
            "moderation.case_urgent",
            people=people,
            team=team_of(case),
            # Again when its clock gets shorter: somebody is in danger, after all.
            key=f"moderation:case:{case.pk}:urgent:{case.due_at:%Y%m%d%H%M%S}",
            url=case.get_absolute_url(),
            context=context
            | {
                "explanation": listed_words(notice.explanation, case),
                "received_at": notice.received_at,
            },
        )
        return
    for person in people:
        tell(
            "moderation.case_to_decide",
            to=person,
            key=f"moderation:queue:{timezone.localdate()}",
            url=reverse("moderation:queue"),
            thread="moderation:queue",
            context=context,
        )


def tell_of(decision: Decision) -> None:
    """Tell the author and the reporters what became of a text."""
    if decision.kind in WITH_STATEMENT:
        tell_author(decision.statement)
    else:
        tell_author_restored(decision)
    tell_reporters(decision)


def is_told_back(decision: Decision) -> bool:
    """Whether the author is told that a text is back: they had corrected it, or had been told of
    what is taken back."""
    undone = decision.undoes
    if undone is None:
        return decision.kind == DecisionKind.RESTORE
    return decision.kind == DecisionKind.APPROVE or is_told(undone, decision.decided_at)


def take_back_untold(decision: Decision, now: datetime) -> None:
    """Nothing is told of a decision taken back before anybody was told of it."""
    if is_told(decision, now):
        return
    statement = getattr(decision, "statement", None)
    if statement is not None:
        withdraw(key=statement.told_key)
    withdraw(key=_restored_key(decision))
    withdraw(key=confirmed_key(decision))
    if not decision.sanction:
        take_back_from_reporters(decision)


def take_back_request(statement: StatementOfReasons, now: datetime) -> None:
    """A text that its author has just corrected is not told to be corrected any more."""
    withdraw(key=statement.told_key, mails_only=is_told(statement.decision, now))


def confirmed_key(decision: Decision) -> str:
    """What tells who proposed a decision that it was confirmed."""
    return f"moderation:confirmed:{decision.pk}"


def _restored_key(decision: Decision) -> str:
    return f"moderation:restored:{decision.pk}"


def statement_context(
    statement: StatementOfReasons, decision: Decision | Ruling | None = None
) -> dict[str, Any]:
    """What the mail of a statement shows; also used for the moderator's preview, from the decision
    that would be taken."""
    decision = decision or statement.decision
    return {
        "kind": str(decision.kind),
        "sanction": str(decision.sanction),
        "until": decision.ends_at,
        "caution": decision.detail,
        "restriction": statement.restriction,
        "plain": statement.plain,
        "may_correct": leaves_to_correct(
            decision.sanction, cast("ModeratedContent | None", decision.case.target)
        ),
        "why_broken": statement.why,
        "is_automated": statement.is_automated,
        "redress": statement.redress_ways,
        "label": statement.content_label.lower(),
        "excerpt": _as_read(statement.excerpt, type_of(decision.case)),
        "written_at": statement.content_created_at,
        "applies_from": statement.applies_from,
        "facts": statement.facts,
        "ground": statement.get_ground_display(),
        "rule": statement.rule,
        "from_notice": statement.from_notice,
        "automated_detection": statement.automated_detection,
        "redress_until": statement.redress_until,
        "read_until": opens_until(statement),
        "signatory": statement.signatory,
        "number": statement.number,
    }


def tell_author(statement: StatementOfReasons) -> None:
    """Send the statement to the author; an erased author has none to send to."""
    if statement.recipient is None:
        return
    tell(
        "moderation.decision",
        to=statement.recipient,
        key=statement.told_key,
        url=statement.get_absolute_url(),
        mail_url=signed_url(statement),
        context=statement_context(statement) | {"decision": statement.decision_id},
        not_before=told_from(statement.decision),
    )


def tell_author_restored(decision: Decision) -> None:
    """Tell the author that the text is back, or has no mark any more, without their asking."""
    author, undone = decision.case.author, decision.undoes
    if author is None or not is_told_back(decision):
        return
    content = cast("ModeratedContent | None", decision.case.target)
    kind = by_model(type(content)) if content else None
    tell(
        "moderation.restored",
        to=author,
        key=_restored_key(decision),
        url=kind.url(content) if kind and content else "",
        context={
            "approved": decision.kind == DecisionKind.APPROVE,
            "mark": str(undone.kind) if undone is not None and undone.kind in MARKS else "",
            "read": decision.kind == DecisionKind.KEEP,
            "unread": decision.decided_by_id is None and decision.kind == DecisionKind.RESTORE,
            "label": kind.label.lower() if kind else "texte",
            "is_private": kind is not None and kind.is_private,
            "excerpt": excerpt(_as_read(decision.case.snapshot, kind)),
            "decision": decision.pk,
        },
        not_before=told_from(decision),
    )


def tell_lifted(sanction: Sanction, decision: Decision, *, by_appeal: bool = False) -> None:
    """Tell somebody that a measure towards them ends before its time, unless they never knew;
    `by_appeal`: it rested on a text that their appeal gives back."""
    if sanction.person is not None and is_told(sanction.decision, decision.decided_at):
        tell(
            "moderation.measure_lifted",
            to=sanction.person,
            key=f"moderation:lifted:{decision.pk}",
            url=sanction.decision.statement.get_absolute_url(),
            context=_end_of(sanction) | {"reason": decision.detail, "by_appeal": by_appeal},
        )


def tell_ended(sanction: Sanction) -> None:
    """Tell somebody that a measure towards them has come to its end."""
    if sanction.person is not None:
        tell(
            "moderation.measure_ended",
            to=sanction.person,
            key=f"moderation:ended:{sanction.pk}",
            url=sanction.decision.statement.get_absolute_url(),
            context=_end_of(sanction),
            not_before=undoable_until(sanction.decision.decided_at),
        )


def _end_of(sanction: Sanction) -> dict[str, Any]:
    """The measure that ends, and the others that still hold (`others`, in words)."""
    return {
        "measure": sanction.pk,
        "sanction": sanction.kind,
        "label": sanction.get_kind_display(),
        "others": others_besides(sanction),
    }


def acknowledge_appeal(appeal: Appeal) -> None:
    """Tell who contests that we have it, who will read it again, and until when."""
    statement = appeal.statement
    if statement.recipient is None:
        return
    tell(
        "moderation.appeal_received",
        to=statement.recipient,
        key=f"moderation:appeal:{appeal.pk}:received",
        url=statement.get_absolute_url(),
        mail_url=signed_url(statement),
        context={
            "label": "compte" if statement.decision.sanction else statement.content_label.lower(),
            "text": appeal.text,
            "due": appeal.due_at,
            "route": str(deciders_of(appeal)[0]),
        },
    )


def alert_deciders(appeal: Appeal, now: datetime) -> int:
    """Tell those who may answer; how many they are. None: the contact address, once a week."""
    route, people = deciders_of(appeal)
    context = _appeal_context(appeal) | {"route": str(route)}
    for person in people:
        tell(
            "moderation.appeal_to_decide",
            to=person,
            key=f"moderation:appeal:{appeal.pk}",
            url=appeal.get_absolute_url(),
            context=context,
        )
    if not people:
        tell(
            "moderation.appeal_without_decider",
            to=settings.CONTACT_EMAIL,
            key=f"moderation:appeal:{appeal.pk}:nobody:{timezone.localtime(now):%G-%V}",
            url=appeal.get_absolute_url(),
            context=context,
        )
    return len(people)


def remind_deciders(appeal: Appeal) -> None:
    """Tell them, once, that the answer is late."""
    for person in deciders_of(appeal)[1]:
        tell(
            "moderation.appeal_late",
            to=person,
            key=f"moderation:appeal:{appeal.pk}:late",
            url=appeal.get_absolute_url(),
            context=_appeal_context(appeal),
        )


def tell_appeal_decided(appeal: Appeal) -> None:
    """Tell who contested what the answer is, and where else to go."""
    statement = appeal.statement
    if statement.recipient is None:
        return
    tell(
        "moderation.appeal_decided",
        to=statement.recipient,
        key=f"moderation:appeal:{appeal.pk}:decided",
        url=statement.get_absolute_url(),
        mail_url=signed_url(statement),
        context={
            "label": statement.content_label.lower(),
            "written_at": statement.content_created_at,
            "sanction": str(statement.decision.sanction),
            "reply": appeal.reply,
            "outcome": appeal.outcome,
            "upheld": bool(appeal.upheld),
            "is_online": is_online(statement.decision.case),
            "is_private": is_private(statement.decision.case),
            "hid": statement.decision.kind not in MARKS,
            "case": statement.decision.case_id,
            "restriction": statement.restriction,
        },
    )


def _appeal_context(appeal: Appeal) -> dict[str, Any]:
    case = appeal.statement.decision.case
    return {
        "appeal": appeal.pk,
        "text": listed_words(excerpt(appeal.text), case),
        "place": case.place,
        "signatory": appeal.statement.signatory,
        "due": appeal.due_at,
    }


def tell_taken_over(case: Case, holder: User, actor: User) -> None:
    """Tell a colleague that somebody else goes on with the case they held."""
    tell("moderation.case_taken_over", to=holder, **_about_held([case], {"by": str(actor)}))


def tell_handed_over(cases: list[Case], to: User, actor: User | None, holder: User | None) -> None:
    """Tell a colleague, once, that cases are now theirs, and why: by whom, or, when the clock did
    (`actor` is None), for whom they stand in (`holder`)."""
    said = {"by": str(actor or ""), "holder": str(holder or ""), "why": cases[0].passed_why}
    tell("moderation.case_handed_over", to=to, **_about_held(cases, said, "?etat=les_miens"))


def tell_escalated(cases: Iterable[Case], why: str) -> None:
    """Tell those to whom cases were entrusted, once of all that the same people have, and why."""
    entrusted: dict[frozenset[User], list[Case]] = {}
    for case in cases:
        entrusted.setdefault(frozenset(people_of(case)), []).append(case)
    for people, theirs in entrusted.items():
        message = _about_held(theirs, {"why": why}) | {"team": team_of(theirs[0])}
        tell_on_call("moderation.case_entrusted", people=people, **message)


def _about_held(cases: list[Case], more: dict[str, Any], listed: str = "") -> dict[str, Any]:
    """What moderators are told of cases; several lead to the queue (`listed`: its filter)."""
    case = min(cases, key=lambda one: one.due_at)
    return {
        "key": f"moderation:case:{case.pk}:held:{case.version}",
        "url": reverse("moderation:queue") + listed if cases[1:] else case.get_absolute_url(),
        "context": {
            "label": label_of(case),
            "excerpt": excerpt(mailed_text(case)),
            "place": case.place,
            "due": case.due_at,
            "case": case.pk,
            "cases": [one.pk for one in cases],
            "lines": [f"{label_of(one)}, {one.place}" for one in cases],
            **more,
        },
    }

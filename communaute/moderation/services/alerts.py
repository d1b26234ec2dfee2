"""Telling those who answer for moderation what goes wrong or late; each message has its key, and
is told once."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from communaute.comptes.models import User
from communaute.notifications.services import tell

from ..deadlines import told_from
from ..decision_rules import can_confirm
from ..models import Appeal, Case, Notice, Proposal
from ..numbers import NUMBERS
from ..on_call import tell_on_call
from ..perms import national_team
from ..querysets import moderators_of
from ..registry import is_private, label_of, listed_words, mailed_text
from .notify import confirmed_key, excerpt


def alert_of_many_reports(case: Case, notice: Notice) -> None:
    """Tell the national team, once a day, that many new accounts report one person: made for it?

    Counted at each tenth notice of a new account only: five hundred reports cost no more.
    """
    author = case.author_id
    if author is None or notice.reporter is None or not _is_new(notice.reporter, notice):
        return
    day = notice.received_at - timedelta(days=1)
    settled = notice.received_at - timedelta(days=NUMBERS.settled_days)
    number = Notice.objects.filter(
        case__author=author, received_at__gt=day, reporter__date_joined__gt=settled
    ).count()
    if number < NUMBERS.many_reports or number % NUMBERS.many_reports:
        return
    for person in national_team():
        tell(
            "moderation.many_reports",
            to=person,
            key=f"moderation:many:{author}:{timezone.localdate(notice.received_at)}",
            url=case.get_absolute_url(),
            context={"number": number, "place": case.place, "case": case.pk},
        )


def _is_new(person: User, notice: Notice) -> bool:
    return person.date_joined > notice.received_at - timedelta(days=NUMBERS.settled_days)


def alert_second_people(proposal: Proposal) -> None:
    """Tell those who may confirm what somebody proposes, and only them."""
    case = proposal.case
    team = [person for person in national_team() if can_confirm(person, proposal)]
    agents = [person for person in moderators_of(case) if can_confirm(person, proposal)]
    tell_on_call(
        "moderation.proposal",
        people=dict.fromkeys([*agents, *team]),
        team=team,
        key=f"moderation:proposal:{proposal.pk}",
        url=proposal.get_absolute_url(),
        context={
            "proposal": proposal.pk,
            "what": proposal.get_sanction_display() or proposal.get_kind_display(),
            "hours": proposal.hours,
            # They quote the text: read with it, once it is opened.
            "facts": "" if is_private(case) else proposal.facts,
            "place": case.place,
            "excerpt": excerpt(mailed_text(case)),
        },
    )


def tell_settled(proposal: Proposal, why: str = "") -> None:
    """Tell who proposed a decision what its second person answered, and why they said no."""
    if proposal.proposed_by is None:
        return
    decision = proposal.decision
    context = {
        "case": proposal.case_id,
        "what": proposal.get_sanction_display() or proposal.get_kind_display(),
        "confirmed": decision is not None,
        "by": str(decision.decided_by if decision else proposal.declined_by),
        "why": why,
        "place": proposal.case.place,
        "excerpt": excerpt(mailed_text(proposal.case)),
    }
    tell(
        "moderation.proposal_settled",
        to=proposal.proposed_by,
        key=confirmed_key(decision) if decision else f"moderation:proposal:{proposal.pk}:declined",
        url=proposal.case.get_absolute_url(),
        context=context | ({"decision": decision.pk} if decision else {}),
        not_before=told_from(decision) if decision else None,
    )


def tell_late(case: Case, people: Iterable[User], reminded_on: date | None = None) -> None:
    """Tell those who answer for the agency that a case is past its time; again on the day when the
    national team reminds whoever may decide it."""
    for person in people:
        tell(
            "moderation.case_late",
            to=person,
            key=late_key(case, reminded_on),
            url=case.get_absolute_url(),
            context=case_context(case) | {"is_reminder": reminded_on is not None},
        )


def late_key(case: Case, reminded_on: date | None = None) -> str:
    """What tells that a case is late, or reminds of it on that day."""
    again = f":{reminded_on}" if reminded_on else ""
    return f"moderation:case:{case.pk}:late{again}"


def tell_still_hidden(case: Case, people: Iterable[User], until: datetime) -> None:
    """Tell that a text is still hidden by reports alone, and until when."""
    for person in people:
        tell(
            "moderation.still_hidden",
            to=person,
            key=f"moderation:case:{case.pk}:hidden:{until:%Y%m%d%H%M}",
            url=case.get_absolute_url(),
            context=case_context(case) | {"until": until},
        )


def tell_nobody_decides(case: Case, now: datetime) -> None:
    """Tell the contact address, once a week, of a case of a month that nobody decides."""
    tell(
        "moderation.case_old",
        to=settings.CONTACT_EMAIL,
        key=f"moderation:case:{case.pk}:old:{timezone.localtime(now):%G-%V}",
        url=case.get_absolute_url(),
        context=case_context(case),
    )


def tell_overdue(appeal: Appeal, people: Iterable[User]) -> None:
    """Tell that an appeal is past its last limit: the national leads and the contact address."""
    case = appeal.statement.decision.case
    context = {
        "appeal": appeal.pk,
        "text": listed_words(excerpt(appeal.text), case),
        "due": appeal.hard_due_at,
        "place": case.place,
    }
    for to in (*people, settings.CONTACT_EMAIL):
        tell(
            "moderation.appeal_overdue",
            to=to,
            key=f"moderation:appeal:{appeal.pk}:overdue",
            url=appeal.get_absolute_url(),
            context=context,
        )


def tell_decider(appeal: Appeal) -> None:
    """Tell who took a decision that it did not stand, and why; nobody for a program."""
    decision = appeal.statement.decision
    if decision.decided_by is None:
        return
    tell(
        "moderation.appeal_overturned",
        to=decision.decided_by,
        key=f"moderation:appeal:{appeal.pk}:decider",
        url=decision.case.get_absolute_url(),
        context={
            "case": decision.case_id,
            "label": appeal.statement.content_label.lower(),
            "decided_at": decision.decided_at,
            "outcome": appeal.outcome,
            "is_measure": bool(decision.sanction),
            "restriction": appeal.statement.restriction,
            "reply": appeal.reply,
        },
    )


def case_context(case: Case) -> dict[str, Any]:
    return {
        "case": case.pk,
        "label": label_of(case).lower(),
        "excerpt": excerpt(mailed_text(case)),
        "place": case.place,
        "opened_at": case.opened_at,
        "due": case.due_at,
    }

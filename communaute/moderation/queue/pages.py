"""What the case page shows, gathered in one place."""

from datetime import datetime
from typing import Any

from django.template import Context, Engine
from django.utils import timezone

from communaute.comptes.models import User
from communaute.moderation.decision_rules import takes_second
from communaute.moderation.enums import WITH_STATEMENT, DecisionKind
from communaute.moderation.models import Case, Decision, StatementOfReasons
from communaute.moderation.perms import acting_organisations, can_see_reporters, has_reach
from communaute.moderation.reasons import CannedReason
from communaute.moderation.registry import content_of, label_of, move_page
from communaute.moderation.services import Ruling, allowed_kinds, draft_statement, text_digest
from communaute.moderation.services.decisions import edit_until
from communaute.moderation.services.notify import statement_context
from communaute.moderation.still_true import waiting_proposals
from communaute.moderation.wordings import wordings
from communaute.notifications.catalogue import kind_of
from communaute.notifications.words import common_context, mail_parts

from ..services.private import is_sealed
from .difference import difference
from .forms import DecisionForm
from .screen import NOTICES, beside, texts_of

# What is kept of a form when the case moved.
TYPED = ("kind", "modele", "passage", "rule", "facts", "also_illegal", "detail", "note")


def case_context(user: User, case: Case, form: DecisionForm | None, *, log: bool) -> dict[str, Any]:
    """All that a moderator needs to decide, except the answer; `case` is one of
    `screen.with_history`. `log`: with the log of the case, which is asked for."""
    kind, content = content_of(case)
    sealed = is_sealed(user, case)
    visible = Case.objects.visible_to(user)
    queue, alike = beside(case, visible.to_decide().within_reach_of(user), visible)
    notices = list(case.notices.select_related("reporter")[:NOTICES])
    decisions = case.decisions.select_related("statement__appeal", "organisation", "decided_by")
    texts = texts_of(case, None if sealed else kind, content)
    asked = _asked(case) if any(one.is_correction for one in notices) else None
    waiting = waiting_proposals().filter(case=case, is_over=False)
    proposals = waiting.select_related("proposed_by", "organisation")
    return {
        "case": case,
        "kind": kind,
        "label": label_of(case),
        "content": content,
        # Published once read, a text is dated of that moment: its first case is older.
        "written_at": min(content.created_at, case.first_opened_at) if content else None,
        "sealed": sealed,
        "texts": texts,
        "asked": asked,
        "corrections": difference(asked.excerpt, texts.now) if asked and texts.now else [],
        "surroundings": kind.context(content) if kind and content and not sealed else "",
        "notices": notices,
        "are_reports": all(one.is_report for one in notices),
        "show_reporters": can_see_reporters(user),
        "decisions": decisions if case.has_decisions else [],
        "move_page": move_page(user, content) if case.is_open and content else "",
        "proposals": proposals if case.has_proposals else [],
        "log": case.log.select_related("actor", "organisation") if log else None,
        "queue": queue,
        "alike": alike,
        "form": None if sealed else form,
        "mine": case.claimed_by_id == user.pk,
        "may_decide": has_reach(user, case),
        "names": acting_organisations(user, case),
    }


def _asked(case: Case) -> StatementOfReasons | None:
    """What its author was asked to correct, and the text as it was then."""
    asked = Decision.objects.of_text(case).filter(kind=DecisionKind.ASK_EDIT, case__lt=case.pk)
    last = asked.select_related("statement").order_by("pk").last()
    return last and last.statement


def decision_form(
    user: User,
    case: Case,
    *,
    data: Any = None,
    typed: Any = None,
    kinds: list[DecisionKind] | None = None,
) -> DecisionForm | None:
    """The form for this person to decide this case; None when nothing may be decided.

    `data` is what was sent. `typed` is what somebody had typed before the case moved, or before
    taking up a wording: kept, with the version of now. Else no reason is chosen: it is for the
    moderator to say, not for who reported. `kinds`: what may be chosen, when it is not what the
    case allows now.
    """
    kind, content = content_of(case)
    kinds = allowed_kinds(case, content) if kinds is None else kinds
    if not kinds:
        return None
    text = kind.text(content) if kind and content else ""
    asked: dict[str, Any] = {
        "kinds": kinds,
        "proposed": [one for one in kinds if takes_second(user, case, one)],
        "private": kind is not None and kind.is_private,
        "on": day_of(content),
        "text": text,
        "known": wordings_for(case),
    }
    if data is not None:
        return DecisionForm(data, **asked)
    initial: dict[str, Any] = {}
    if typed is not None:
        # The only thing left to decide is not what this person asked for: nothing is ticked.
        initial = {name: typed.get(name, "") for name in TYPED}
    elif len(kinds) == 1:
        initial["kind"] = kinds[0]
    initial |= {
        "version": case.version,
        "seen": text_digest(text) if text else "",
    }
    return DecisionForm(initial=initial, **asked)


def is_decided_so(user: User, decision: Decision, sent: Any) -> bool:
    """Whether what is sent is what this person decided already: a second click, another tab."""
    kind = DecisionKind(decision.kind)
    if decision.decided_by_id != user.pk or sent.get("kind") != kind:
        return False
    form = decision_form(user, decision.case, data=sent, kinds=[kind])
    if form is None or not form.is_valid():
        return False
    statement, reasons = getattr(decision, "statement", None), form.reasons()
    written = (decision.note, decision.detail)
    if (form.cleaned_data["note"], form.cleaned_data["detail"]) != written:
        return False
    return statement is None or (statement.facts, statement.rule) == (reasons.facts, reasons.rule)


def day_of(content: Any) -> datetime | None:
    """The day of a text: its author is held to the rules of that day."""
    return (content.edited_at or content.created_at) if content else None


def wordings_for(case: Case) -> list[CannedReason]:
    """The ready-made wordings, read once a page."""
    if "_wordings" not in case.__dict__:
        case.__dict__["_wordings"] = wordings()
    return case.__dict__["_wordings"]


def mail_preview(user: User, case: Case, form: DecisionForm) -> str:
    """The mail the author would get with what was typed; "" when nothing would be hidden."""
    kind, content = content_of(case)
    wanted, now = form.cleaned_data, timezone.now()
    if kind is None or content is None or wanted["kind"] not in WITH_STATEMENT:
        return ""
    ruling = Ruling(
        case=case,
        kind=wanted["kind"],
        actor=user,
        moderated_type=kind,
        content=content,
        reasons=form.reasons(),
        detail=wanted["detail"],
        ends_at=edit_until(wanted["kind"], now),
        at=now,
    )
    return mail_of(ruling)


def mail_of(ruling: Ruling) -> str:
    """The mail that the person would get if this were decided now."""
    statement = draft_statement(ruling)
    given = statement_context(statement, ruling) | {"number": "(donné à l’envoi)"}
    parts = mail_parts(kind_of("moderation.decision"), given)
    context = common_context() | parts | {"action_url": "(lien personnel de l’auteur)"}
    template = Engine.get_default().get_template("notifications/mails/mail.txt")
    # A text part: an apostrophe stays an apostrophe; the page escapes the whole afterwards.
    return template.render(Context(context, autoescape=False)).strip()

"""Statements of reasons, as those whom they restrict read and contest them.

The author's side: what was decided, why, and how to contest.
"""

import uuid

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cms.site.feedback import finished
from cms.terms_acceptance import perms as rules
from communaute.moderation.deadlines import only_told, told_now
from communaute.moderation.enums import WITH_STATEMENT, DecisionKind
from communaute.moderation.errors import AppealRefusedError
from communaute.moderation.models import Decision, ModeratedContent, Sanction, StatementOfReasons
from communaute.moderation.outcome import correction_of
from communaute.moderation.perms import can_appeal, can_moderate, deciders_of
from communaute.moderation.querysets import StatementQuerySet
from communaute.moderation.registry import type_of
from communaute.moderation.tokens import PARAMETER, Link, link_of, opens, opens_until

from .appeals.forms import AppealForm
from .appeals.services import NOT_YOURS
from .appeals.services import appeal as contest
from .sanction_rules import followed, is_closed, leaves_to_correct
from .services.private import is_sealed

PAGE_SIZE = 20
RECEIVED = "Votre recours est bien reçu. Une autre personne va tout relire et vous répondre."


@require_safe
def statement(request: HttpRequest, puid: uuid.UUID) -> HttpResponse:
    """A statement of reasons, for its recipient, its moderators, or the holder of the link."""
    token = request.GET.get(PARAMETER, "")
    if not request.user.is_authenticated and not opens(token, puid):
        return _closed(request, puid, token)
    found = _readable(request, puid, token)
    return _page(request, found, token, AppealForm(initial={PARAMETER: token}))


@require_POST
def appeal(request: HttpRequest, puid: uuid.UUID) -> HttpResponse:
    """Contest a decision, signed in or by the link of the mail."""
    token = request.POST.get(PARAMETER, "")
    if not request.user.is_authenticated and not opens(token, puid):
        return _closed(request, puid, token)
    found = _readable(request, puid, token)
    if not _is_recipient(request, found, token):
        raise PermissionDenied(NOT_YOURS)
    form = AppealForm(request.POST)
    actor = found.recipient if request.user.pk == found.recipient_id else None

    def send(text: str, **_: object) -> None:
        contest(actor=actor, statement=found, text=text)

    if not form.saves(send, AppealRefusedError):
        return _page(request, found, token, form, status=form.http_status)
    finished(request, RECEIVED)
    query = f"?{PARAMETER}={token}" if token else ""
    return HttpResponseRedirect(found.get_absolute_url() + query)


@require_safe
@login_required
def my_decisions(request: HttpRequest) -> HttpResponse:
    """All the decisions about what one wrote and about one's account; first, what holds now."""
    received = received_by(request.user).select_related("measure__lifted_by")
    page = Paginator(received, PAGE_SIZE).get_page(request.GET.get("page"))
    # Whether it still holds its text, and where a correction stands, is read there.
    of_texts = [one for one in page if not one.decision.sanction]
    prefetch_related_objects(of_texts, "decision__case__target")
    now = timezone.now()
    standing = Sanction.objects.filter(person=request.user).standing(now)
    context = {
        "is_closed": is_closed(request.user),
        "page_obj": page,
        "standing": standing.annotate(is_known=told_now()).for_list(),
        "followed": followed(request.user),
        "contact_email": settings.CONTACT_EMAIL,
        "rules_say": rules.why_not(request.user),
        "now": now,
    }
    return render(request, "moderation/my_decisions.html", context)


def _closed(request: HttpRequest, puid: uuid.UUID, token: str) -> HttpResponse:
    """For somebody signed out without a good link: to sign in, or why the link does not open."""
    link = link_of(token, puid)
    sign_in = redirect_to_login(reverse("moderation:statement", args=[puid]))
    if link == Link.ABSENT:
        return sign_in
    context = {"link": link, "sign_in": sign_in.url}
    return render(request, "moderation/link_broken.html", context, status=403)


def _readable(request: HttpRequest, puid: uuid.UUID, token: str) -> StatementOfReasons:
    rows = StatementOfReasons.objects.for_list().select_related("recipient")
    if opens(token, puid):
        return get_object_or_404(rows, puid=puid)
    return get_object_or_404(rows.visible_to(request.user), puid=puid)


def _is_recipient(request: HttpRequest, statement: StatementOfReasons, token: str) -> bool:
    return opens(token, statement.puid) or (
        request.user.is_authenticated and request.user.pk == statement.recipient_id
    )


def _page(
    request: HttpRequest,
    statement: StatementOfReasons,
    token: str,
    form: AppealForm,
    status: int = 200,
) -> HttpResponse:
    recipient = _is_recipient(request, statement, token)
    contested = getattr(statement, "appeal", None)
    decision = statement.decision
    asks = decision.kind == DecisionKind.ASK_EDIT
    corrected = correction_of(
        decision,
        published=asks and is_approved(decision),
        closed=asks and is_closed(statement.recipient),
    )
    taken_back = is_taken_back(decision)
    may_contest = recipient and can_appeal(statement) and not taken_back
    is_waiting = contested is not None and contested.decided_at is None
    sealed = not recipient and is_sealed(request.user, decision.case)
    context = {
        "statement": statement,
        "kind": type_of(decision.case),
        "case": decision.case,
        "sealed": sealed,
        "may_read": sealed and can_moderate(request.user, decision.case),
        "appeal": contested,
        "route": deciders_of(contested)[0] if is_waiting else "",
        "decision": decision,
        "measure": getattr(statement, "measure", None),
        "taken_back": taken_back,
        # Within the minutes when one may: nothing of it was told to anybody.
        "undone_at_once": decision.undone_by.filter(kind=DecisionKind.UNDO).exists(),
        "correction": corrected,
        "may_correct": leaves_to_correct(decision.sanction, decision.case.target),
        "now": timezone.now(),
        "recipient": recipient,
        # Once the account is erased, no address is left to answer to.
        "read_until": None if statement.recipient_id else opens_until(statement),
        "form": form if may_contest or form.errors else None,
    }
    return render(request, "moderation/statement.html", context, status=status)


# Decisions, found from the text that they restrict or from the person who received them.


def decision_on(content: ModeratedContent) -> Decision | None:
    """The last decision that restricts this text and stands, with its statement; one query."""
    rows = Decision.objects.about(content).about_text().standing().filter(kind__in=WITH_STATEMENT)
    return rows.select_related("statement").order_by("pk").last()


def is_taken_back(decision: Decision) -> bool:
    """Whether a later decision undid this one; one query."""
    return not Decision.objects.standing().filter(pk=decision.pk).exists()


def received_by(user: object) -> StatementQuerySet:
    """The statements that a person received, as `written_for`, but those that are not told yet."""
    return only_told(written_for(user))


def written_for(user: object) -> StatementQuerySet:
    """The statements about a person, the last first, each with whether a later decision took it
    back (`taken_back`), by publishing what was corrected (`approved`); not those undone at once, of
    which nothing was told."""
    later = Decision.objects.filter(undoes=OuterRef("decision"), undone_by=None)
    rows = StatementOfReasons.objects.received_by(user)
    rows = rows.exclude(decision__undone_by__kind=DecisionKind.UNDO)
    approved = Exists(later.filter(kind=DecisionKind.APPROVE))
    return rows.annotate(taken_back=Exists(later), approved=approved).for_list()


def is_approved(decision: Decision) -> bool:
    """Whether what a decision asked to correct was published since; one query."""
    approvals = decision.undone_by.filter(kind=DecisionKind.APPROVE, undone_by=None)
    return approvals.exists()

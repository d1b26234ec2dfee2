"""Decisions, found from the text that they restrict or from the person who received them."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef

from communaute.moderation.deadlines import only_told
from communaute.moderation.enums import WITH_STATEMENT, DecisionKind
from communaute.moderation.models import Decision, ModeratedContent, StatementOfReasons
from communaute.moderation.querysets import StatementQuerySet


def decision_on(content: ModeratedContent) -> Decision | None:
    """The last decision that restricts this text and stands, with its statement; one query."""
    rows = (
        Decision.objects.about_text()
        .standing()
        .filter(
            case__content_type=ContentType.objects.get_for_model(content),
            case__object_id=content.pk,
            kind__in=WITH_STATEMENT,
        )
    )
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

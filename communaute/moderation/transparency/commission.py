"""Statements of reasons in the shape of the Commission's database (DSA art. 24(5)).

Field names and values: API of the DSA Transparency Database, schema in use since July 2025. No
personal data leaves: neither the text nor its address, and what the facts quote is taken out.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from communaute.moderation.enums import (
    AccountRestriction,
    Automation,
    DecisionKind,
    Ground,
    NoticeCategory,
    ServiceRestriction,
    Source,
    Visibility,
)
from communaute.moderation.models import StatementOfReasons
from communaute.moderation.prescreening.personal import find, remove

FACTS_MAX = 5000
EXPLANATION_MAX = 2000
GROUND_MAX = 500
PASSAGE = "[passage]"
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_COUNTRY = "FR"

VISIBILITY = {
    Visibility.REMOVED: "DECISION_VISIBILITY_CONTENT_REMOVED",
    Visibility.DISABLED: "DECISION_VISIBILITY_CONTENT_DISABLED",
    Visibility.DEMOTED: "DECISION_VISIBILITY_CONTENT_DEMOTED",
    Visibility.LABELLED: "DECISION_VISIBILITY_CONTENT_LABELLED",
    Visibility.OTHER: "DECISION_VISIBILITY_OTHER",
}
PROVISION = {
    ServiceRestriction.PARTIAL: "DECISION_PROVISION_PARTIAL_SUSPENSION",
    ServiceRestriction.TOTAL: "DECISION_PROVISION_TOTAL_SUSPENSION",
}
ACCOUNT = {
    AccountRestriction.SUSPENDED: "DECISION_ACCOUNT_SUSPENDED",
    AccountRestriction.CLOSED: "DECISION_ACCOUNT_TERMINATED",
}
GROUND = {
    Ground.ILLEGAL: "DECISION_GROUND_ILLEGAL_CONTENT",
    Ground.CGU: "DECISION_GROUND_INCOMPATIBLE_CONTENT",
}
SOURCE = {
    Source.NOTICE: "SOURCE_ARTICLE_16",
    Source.TRUSTED: "SOURCE_TRUSTED_FLAGGER",
    Source.OWN: "SOURCE_VOLUNTARY",
}
AUTOMATION = {
    Automation.NO: "AUTOMATED_DECISION_NOT_AUTOMATED",
    Automation.PARTLY: "AUTOMATED_DECISION_PARTIALLY",
    Automation.WHOLLY: "AUTOMATED_DECISION_FULLY",
}
CATEGORY = {
    NoticeCategory.ILLEGAL: "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    NoticeCategory.PERSONAL_DATA: "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    NoticeCategory.COMMERCIAL: "STATEMENT_CATEGORY_CONSUMER_INFORMATION",
    NoticeCategory.FALSE: "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
    NoticeCategory.OFF_TOPIC: "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
    NoticeCategory.RUDE: "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
    NoticeCategory.OTHER: "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
}


def to_export(first: datetime, last: datetime) -> Iterable[StatementOfReasons]:
    """Statements of decisions taken from `first` until `last`, itself left out.

    Not those taken back at once, nor what an authority ordered: none is due (DSA art. 17).
    """
    rows = StatementOfReasons.objects.filter(
        decision__decided_at__gte=first, decision__decided_at__lt=last
    )
    undone = rows.exclude(source=Source.AUTHORITY).exclude(
        decision__undone_by__kind=DecisionKind.UNDO
    )
    return undone.order_by("applies_from", "pk")


def as_statement(one: StatementOfReasons) -> dict[str, Any]:
    """One statement for the Commission; fields that do not apply are left out."""
    told: dict[str, Any] = {
        "puid": str(one.puid),
        "decision_ground": GROUND[Ground(one.ground)],
        "decision_ground_reference_url": urljoin(settings.BASE_URL, "/regles/"),
        "content_type": ["CONTENT_TYPE_TEXT"],
        "category": CATEGORY.get(one.category, CATEGORY[NoticeCategory.OTHER]),
        "territorial_scope": [_COUNTRY],
        "content_language": one.language.upper(),
        "content_date": _day(one.content_created_at),
        "application_date": _day(one.applies_from),
        "decision_facts": without_people(one.facts)[:FACTS_MAX],
        "source_type": SOURCE[Source(one.source)],
        "automated_detection": "Yes" if one.automated_detection else "No",
        "automated_decision": AUTOMATION[Automation(one.automated_decision)],
    }
    return told | _restrictions(one) | _grounds(one)


def _restrictions(one: StatementOfReasons) -> dict[str, Any]:
    """What was restricted, and until when."""
    told: dict[str, Any] = {}
    if one.visibility:
        told["decision_visibility"] = [VISIBILITY[Visibility(one.visibility)]]
        if one.visibility == Visibility.OTHER:
            told["decision_visibility_other"] = one.restriction[:GROUND_MAX]
        if one.ends_at:
            told["end_date_visibility_restriction"] = _day(one.ends_at)
    if one.service:
        told["decision_provision"] = PROVISION[ServiceRestriction(one.service)]
        if one.ends_at:
            told["end_date_service_restriction"] = _day(one.ends_at)
    if one.account:
        told["decision_account"] = ACCOUNT[AccountRestriction(one.account)]
        told["account_type"] = "ACCOUNT_TYPE_PRIVATE"
        if one.ends_at:
            told["end_date_account_restriction"] = _day(one.ends_at)
    if not told:
        # A reminder or a warning restricts nothing by itself; the schema wants one field of them.
        told["decision_visibility"] = [VISIBILITY[Visibility.OTHER]]
        told["decision_visibility_other"] = one.restriction[:GROUND_MAX]
    return told


def _grounds(one: StatementOfReasons) -> dict[str, Any]:
    why = without_people(one.why or one.facts)[:EXPLANATION_MAX]
    if one.ground == Ground.ILLEGAL:
        return {
            "illegal_content_legal_ground": one.rule[:GROUND_MAX],
            "illegal_content_explanation": why,
        }
    return {
        "incompatible_content_ground": one.rule[:GROUND_MAX],
        "incompatible_content_explanation": why,
        "incompatible_content_illegal": "Yes" if one.also_illegal else "No",
    }


def without_people(text: str) -> str:
    """A text without what it quotes, nor the phones, addresses and accounts found in it."""
    bare = _QUOTED.sub(PASSAGE, text)
    return remove(bare, find(bare))


def _day(moment: datetime) -> str:
    return moment.date().isoformat()

"""Writing in moderation: notices, decisions, appeals. Each act is logged and told."""

from .appeals import appeal, decide_appeal
from .decisions import (
    allowed_kinds,
    claim_case,
    decide_case,
    draft_statement,
    release_case,
    stale,
    text_digest,
)
from .notices import report, standing_notice

__all__ = [
    "allowed_kinds",
    "appeal",
    "claim_case",
    "decide_appeal",
    "decide_case",
    "draft_statement",
    "release_case",
    "report",
    "stale",
    "standing_notice",
    "text_digest",
]

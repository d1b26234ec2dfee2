"""Writing in moderation: notices, decisions, appeals. Each act is logged and told."""

from .appeals import appeal, decide_appeal
from .decisions import (
    allowed_kinds,
    decide_case,
    draft_statement,
    text_digest,
)
from .holding import (
    claim_case,
    entrust,
    escalate,
    hand_over,
    passing_choices,
    release_case,
    stale,
)
from .moving import move_cases
from .notices import report, standing_notice

__all__ = [
    "allowed_kinds",
    "appeal",
    "claim_case",
    "decide_appeal",
    "decide_case",
    "draft_statement",
    "entrust",
    "escalate",
    "hand_over",
    "move_cases",
    "passing_choices",
    "release_case",
    "report",
    "stale",
    "standing_notice",
    "text_digest",
]

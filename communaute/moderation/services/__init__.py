"""Writing in moderation: notices, decisions, measures. Each act is logged and told."""

from ..decision_rules import Reasons
from .assignments import (
    claim_case,
    entrust,
    escalate,
    hand_over,
    is_entrusted,
    move_cases,
    passing_choices,
    release_case,
    settle_by_moving,
    stale,
)
from .cases import ask_review, open_own_case, text_edited
from .contests import can_undo, contest_outcome, undo_decision
from .decisions import allowed_kinds, decide_case, text_digest
from .enactment import Ruling, draft_statement
from .notices import report, standing_notice

__all__ = [
    "Reasons",
    "Ruling",
    "allowed_kinds",
    "ask_review",
    "can_undo",
    "claim_case",
    "contest_outcome",
    "decide_case",
    "draft_statement",
    "entrust",
    "escalate",
    "hand_over",
    "is_entrusted",
    "move_cases",
    "open_own_case",
    "passing_choices",
    "release_case",
    "report",
    "settle_by_moving",
    "stale",
    "standing_notice",
    "text_digest",
    "text_edited",
    "undo_decision",
]

"""Writing in moderation: notices, decisions, measures. Each act is logged and told."""

from ..decision_rules.giving import Reasons
from .cases import open_own_case
from .contests import contest_outcome
from .decisions import allowed_kinds, decide_case, text_digest
from .enacting import Ruling, draft_statement
from .holding import (
    claim_case,
    entrust,
    escalate,
    hand_over,
    is_entrusted,
    passing_choices,
    release_case,
    stale,
)
from .moving import move_cases, settle_by_moving
from .notices import report, standing_notice
from .reviews import ask_review, text_edited
from .undoing import can_undo, undo_decision, undo_until

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
    "undo_until",
]

"""Fair moderation: notices, cases, decisions, statements of reasons, sanctions, the log.

Vocabulary and clocks follow the Digital Services Act (UE 2022/2065, art. 16, 17 and 20).
"""

from ..wordings import Wording
from .cases import Case, Notice, SummaryDay
from .contents import EXPLAINED, STATES, AppendOnlyModel, ModeratedContent, explained
from .decisions import Appeal, Decision, LogHead, ModerationLog, StatementOfReasons
from .sanctions import Proposal, Sanction

__all__ = [
    "EXPLAINED",
    "STATES",
    "Appeal",
    "AppendOnlyModel",
    "Case",
    "Decision",
    "LogHead",
    "ModeratedContent",
    "ModerationLog",
    "Notice",
    "Proposal",
    "Sanction",
    "StatementOfReasons",
    "SummaryDay",
    "Wording",
    "explained",
]

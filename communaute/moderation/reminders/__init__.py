"""What the clock does in moderation: nothing grows old in silence."""

from .. import retention
from . import appeals, cases, summary

STEPS = (*cases.STEPS, *appeals.STEPS, *cases.AUTO_HIDE_STEPS, summary.STEP, retention.STEP)

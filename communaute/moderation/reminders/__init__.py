"""What the clock does in moderation: nothing grows old in silence."""

from . import appeals, cases, files, summary

STEPS = (*cases.STEPS, *appeals.STEPS, *cases.AUTO_HIDE_STEPS, summary.STEP, files.STEP)

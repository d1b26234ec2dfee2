"""What the clock does in moderation: nothing grows old in silence."""

from . import appeals, auto_hide, cases, files, summary

STEPS = (*cases.STEPS, *appeals.STEPS, *auto_hide.STEPS, summary.STEP, files.STEP)

"""What the clock does with questions."""

from .asking.drafts import STEP as ERASE_DRAFTS
from .attachments.services import STEPS as ERASE_FILES
from .routing.services import STEP as REACH_NEXT

STEPS = (ERASE_DRAFTS, REACH_NEXT, *ERASE_FILES)

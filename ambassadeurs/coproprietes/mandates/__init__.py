"""Writing: mandates of ambassadors. `acts` are what people do, `clock` what time does,
`applications` the building that a mandate is asked for, `claims` what waits for the decision.
"""

from .acts import (
    CAPACITY,
    apply_for_mandate,
    ask_renewal,
    declare_ambassadeur,
    pause,
    refuse_ambassadeur,
    resume,
    set_capacity,
    undo_withdrawal,
    verify_ambassadeur,
    withdraw_ambassadeur,
)
from .applications import may_complete, submit_application
from .claims import as_told
from .clock import run_due

__all__ = [
    "CAPACITY",
    "apply_for_mandate",
    "as_told",
    "ask_renewal",
    "declare_ambassadeur",
    "may_complete",
    "pause",
    "refuse_ambassadeur",
    "resume",
    "run_due",
    "set_capacity",
    "submit_application",
    "undo_withdrawal",
    "verify_ambassadeur",
    "withdraw_ambassadeur",
]

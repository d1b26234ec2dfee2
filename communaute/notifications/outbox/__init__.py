"""The outbox: every mail due is a row; what is due leaves, is tried again, or is said to fail.

`message` builds one mail, `delivery` sends what is due, `postman` does it all day in the worker,
`state` says how it goes, `waiting` what waits and why.
"""

from .delivery import (
    drain,
    erase_log,
    forget_expired,
    give_up,
    pks_due,
    retry,
    retry_failed,
    why_never,
)

__all__ = [
    "drain",
    "erase_log",
    "forget_expired",
    "give_up",
    "pks_due",
    "retry",
    "retry_failed",
    "why_never",
]

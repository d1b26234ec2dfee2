"""The outbox: every mail due is a row; what is due leaves, is tried again, or is said to fail.

`message` builds one mail, `delivery` sends what is due (all day, in the worker), `bounces` stops an
address that refuses, `pending` says what waits, why, and how it goes.
"""

from .delivery import (
    drain,
    erase_log,
    forget_expired,
    pks_due,
    retry_failed,
)

__all__ = [
    "drain",
    "erase_log",
    "forget_expired",
    "pks_due",
    "retry_failed",
]

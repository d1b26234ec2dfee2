"""Answering our mails by mail: what may be answered, where, and what an answer becomes.

A room says at start-up (`AppConfig.ready`) which of its mails may be answered:

    from communaute.notifications.reply_addresses import Thread, register

    register(Thread(key="question", code="q", kinds=(…), pk_of=…, place=…, receive=…))

A room above adds its own mails to a thread below: `answered_in("question", …)`.

`addresses` signs where one answers and writes it for the mails that leave; what arrives is read by
`notifications.inbound`.
"""

from .addresses import Reply, ReplyTarget, ReplyThread, TryLater, Written, answered_in, register

__all__ = ["Reply", "ReplyTarget", "ReplyThread", "TryLater", "Written", "answered_in", "register"]

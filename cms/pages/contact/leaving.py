"""How an answer leaves: the rooms above know the mails, and say how when they start."""

from collections.abc import Callable

from ..models import ContactMessage

type Act = Callable[[ContactMessage], None]

_ways: list[tuple[Act, Act]] = []


def register(leave: Act, keep: Act) -> None:
    """Say how an answer leaves, and how it is kept from leaving; twice the same changes nothing."""
    if (leave, keep) not in _ways:
        _ways.append((leave, keep))


def send(message: ContactMessage) -> None:
    """Send the answer of a message, in the transaction of who answers."""
    for leave, _ in _ways:
        leave(message)


def keep(message: ContactMessage) -> None:
    """Keep the answer of a message from leaving, before its time."""
    for _, kept in _ways:
        kept(message)

"""How an answer leaves: the rooms above know the mails, and say how when they start."""

from collections.abc import Callable

from ..models import ContactMessage

type Leave = Callable[[ContactMessage], None]

_ways: list[Leave] = []


def register(leave: Leave) -> None:
    """Say how an answer leaves; twice the same changes nothing."""
    if leave not in _ways:
        _ways.append(leave)


def send(message: ContactMessage) -> None:
    """Send the answer of a message, in the transaction of who answers."""
    for leave in _ways:
        leave(message)

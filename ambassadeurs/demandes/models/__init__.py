"""Models of requests, by subject."""

from .demandes import Attachment, Block, Demande, Follower, Message, ReportedMessage
from .desk import ClockEvent, DeskAct, StatusEvent

__all__ = [
    "Attachment",
    "Block",
    "ClockEvent",
    "Demande",
    "DeskAct",
    "Follower",
    "Message",
    "ReportedMessage",
    "StatusEvent",
]

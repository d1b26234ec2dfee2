"""Models of requests, by subject."""

from .demandes import Attachment, Block, Demande, Message, ReportedMessage
from .desk import ClockEvent, DeskAct, StatusEvent
from .members import Follower

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

"""Models of requests, by subject."""

from .demandes import Attachment, Block, Demande, Message, ReportedMessage
from .desk import ClockEvent, DeskAct, StatusEvent

__all__ = [
    "Attachment",
    "Block",
    "ClockEvent",
    "Demande",
    "DeskAct",
    "Message",
    "ReportedMessage",
    "StatusEvent",
]

"""Models of the room, by subject."""

from .people import TEXTS, Asked, Mention, Profile, ReadMark, SpaceMove, Subscription, Summary
from .posts import (
    ANSWERS_PER_PAGE,
    OLD_AFTER,
    Answer,
    Comment,
    Post,
    Question,
    Space,
    UsefulVote,
    named_former,
)
from .texts import FOLDER, Attachment, Draft, Revision, TagSynonym

__all__ = [
    "ANSWERS_PER_PAGE",
    "FOLDER",
    "OLD_AFTER",
    "TEXTS",
    "Answer",
    "Asked",
    "Attachment",
    "Comment",
    "Draft",
    "Mention",
    "Post",
    "Profile",
    "Question",
    "ReadMark",
    "Revision",
    "Space",
    "SpaceMove",
    "Subscription",
    "Summary",
    "TagSynonym",
    "UsefulVote",
    "named_former",
]

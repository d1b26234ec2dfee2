"""Models of the room, by subject."""

from .asking import Draft, TagSynonym
from .attachments import FOLDER, Attachment
from .mentions import TEXTS, Mention
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
from .profiles import Profile
from .reading import ReadMark, SpaceMove, Summary
from .revisions import Revision
from .routing import Asked
from .subscriptions import Subscription

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

"""A file may be reported, and hidden, without its text."""

from communaute.moderation.registry import ModeratedType, by_model
from communaute.questions.models import Attachment


def _text(attachment: Attachment) -> str:
    """What the file is called and what it shows; who moderates opens it from the page."""
    described = f"{attachment.alt}\n" if attachment.alt else ""
    return f"{described}{attachment.name}"


def _context(attachment: Attachment) -> str:
    """The text it is joined to."""
    content = attachment.content
    known = by_model(type(content)) if content is not None else None
    return known.text(content) if known is not None else ""


def _nothing(attachment: Attachment, old_status: str, new_status: str) -> None:
    """Nothing is counted: whoever moves a status makes the pages again."""


FILE = ModeratedType(
    key="fichier",
    model=Attachment,
    label="Image ou fichier joint",
    text=_text,
    on_change=_nothing,
    context=_context,
)

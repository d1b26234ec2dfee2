"""Mail in development: one readable file per message, shown at /demo/mails/."""

import email
import email.policy
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage as ParsedMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.csp import CSP

from config.policies import Policy

# Mails carry inline styles; nothing else of theirs may run or load.
HTML_POLICY: Policy = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


class MailFolderBackend(BaseEmailBackend):
    """Writes each message as an `.eml` file, newest last by name, into `folder`."""

    def __init__(self, folder: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.folder = Path(folder)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
            path = self.folder / f"{stamp}-{uuid.uuid4().hex[:8]}.eml"
            # Written aside then renamed: a reader never meets half a message.
            part = path.with_suffix(".part")
            part.write_bytes(message.message().as_bytes())
            part.rename(path)
        return len(email_messages)


@dataclass(frozen=True)
class StoredMail:
    """One message of the folder, as its reader sees it. `sent_at` is in UTC."""

    name: str
    subject: str
    sender: str
    recipient: str
    sent_at: datetime
    text: str
    html: str


def folder() -> Path | None:
    """The folder of written mails, or None when mails really leave."""
    mailer: dict[str, Any] = dict(settings.MAILERS["default"])
    place = mailer.get("OPTIONS", {}).get("folder")
    return Path(place) if place else None


def stored_mails(place: Path) -> list[StoredMail]:
    """Every message written into a folder, newest first."""
    return [_read(path) for path in sorted(place.glob("*.eml"), reverse=True)]


def _read(path: Path) -> StoredMail:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return StoredMail(
        name=path.stem,
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        recipient=str(message["To"] or ""),
        sent_at=datetime.strptime(path.stem[:21], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: ParsedMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""

"""Reading what arrives, whoever wrote it and however broken: nothing here ever raises.

The headers one may trust are few; what they say is only compared with what we know.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from html.parser import HTMLParser

ITEM = "- "
_SKIPPED = {"script", "style", "head", "title", "blockquote"}
_VOID = {"br", "hr", "img", "meta", "link", "input", "col", "area", "base", "wbr"}
_LINES = {
    "p",
    "li",
    "div",
    "br",
    "tr",
    "table",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "pre",
    "section",
}
# Marks of the mail answered, or of the signature: what is inside is left out.
_QUOTES = (
    *("gmail_quote", "gmail_attr", "gmail_signature", "moz-cite-prefix", "moz-signature"),
    *("yahoo_quoted", "protonmail_quote", "ms-outlook-mobile-reference-message"),
)
# From this mark on, all is the mail answered: Outlook, Free and La Poste (Zimbra).
_ENDS = ("divrplyfwdmsg", "appendonsend", "zwchr", "stopspelling", "reply-intro")
# Outlook's mark of a signature: left out, and told as one is that begins by two dashes.
_SIGNATURE = "signature"


def text_of(html: str) -> str:
    """The text, one line a paragraph; "" for what cannot be read."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        # Tags open inside what is left out, from the one that began it.
        self._left_out: list[str] = []
        self._ended = False
        self._is_new_line = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        marks = f"{named.get('class') or ''} {named.get('id') or ''}".lower()
        if any(mark in marks.split() for mark in _ENDS):
            self._ended = True
        if self._left_out:
            if tag not in _VOID:
                self._left_out.append(tag)
            return
        if _SIGNATURE in marks.split() and not self._ended:
            self.parts.append("\n-- \n")
            self._is_new_line = True
        if tag not in _VOID and (tag in _SKIPPED or any(mark in marks for mark in _QUOTES)):
            self._left_out.append(tag)
        elif not self._ended:
            self._break(tag, is_tight="mso" in marks)
            if tag == "li":
                self.parts.append(ITEM)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._left_out:
            # Tags left open inside are closed with it, as browsers do.
            last = len(self._left_out) - 1 - self._left_out[::-1].index(tag)
            del self._left_out[last:]
        elif not self._left_out and not self._ended and tag != "br":
            self._break(tag, is_tight=True)

    def handle_data(self, data: str) -> None:
        if not self._left_out and not self._ended:
            self.parts.append(re.sub(r"[ \t\r\n]+", " ", data))
            self._is_new_line = self._is_new_line and not data.strip(" \t\r\n")

    def _break(self, tag: str, *, is_tight: bool) -> None:
        """Outlook makes a paragraph of each line: its own are not set apart (`is_tight`)."""
        if tag == "br" or (tag in _LINES and not self._is_new_line):
            self.parts.append("\n")
            self._is_new_line = True
        if tag == "p" and not is_tight and self.parts and self.parts[-1] != ITEM:
            self.parts.append("\n")


# The standard library's own, which leaves alone what it cannot read instead of raising.
POLICY = policy.compat32
HEADER_BYTES = 256 * 1024
# Three times the lines of the heaviest mail there may be: more is no mail, and takes a minute.
LINES_MAX = 1_000_000
_RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
# Mailboxes that say one and write the other, as browsers have read it for thirty years.
_CHARSETS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "utf-8"}


@dataclass(frozen=True)
class File:
    """A file joined to a mail, as it came."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Incoming:
    """A mail received. `recipients` are all the addresses it may have been sent to."""

    message: Message
    recipients: tuple[str, ...]

    def header(self, name: str) -> str:
        """The first header of this name, decoded, on one line; "" without."""
        return header_of(self.message, name)

    @property
    def sender(self) -> str:
        """The address in From, in small letters; "" when there is none, or several."""
        found = [address for _, address in _addresses(self.message, "From") if "@" in address]
        return found[0].lower() if len(found) == 1 else ""

    @property
    def message_id(self) -> str:
        return self.header("Message-ID")[:250]

    def fingerprint(self, token: str) -> str:
        """The same for the same message to the same address, however often it arrives."""
        known = self.message_id or hashlib.sha256(bytes_of(self.message)).hexdigest()
        return hashlib.sha256(f"{known}\n{self.sender}\n{token}".encode()).hexdigest()

    def text(self) -> str:
        """The text of the person and what is quoted under it: the plain text, else the HTML's."""
        for kind, read in (("text/plain", _flowed), ("text/html", _html)):
            texts = [read(part) for part in _bodies(self.message, kind)]
            if text := "\n\n".join(text for text in texts if text.strip()):
                return text
        return ""

    def body_bytes(self) -> int:
        """The weight of the text parts, decoded."""
        parts = [*_bodies(self.message, "text/plain"), *_bodies(self.message, "text/html")]
        return max((len(_payload(part)) for part in parts), default=0)

    def files(self) -> list[File]:
        """What is joined: neither signatures of programs nor the small pictures of a signature."""
        return [
            File(_name(part), part.get_content_type(), _payload(part))
            for part in _walk(self.message)
            if _is_file(part)
        ]


def read_message(raw: bytes, recipients: Sequence[str] = ()) -> Incoming:
    """The mail in these bytes. `recipients`: what the server said it was for, headers apart."""
    if raw.count(b"\n") > LINES_MAX:
        return read_headers(raw, recipients)
    try:
        message = message_from_bytes(raw, policy=POLICY)
        for _ in message.walk():
            pass
    except RecursionError:
        # Parts in parts in parts, by the thousand: no mailbox writes that.
        return read_headers(raw, recipients)
    return _incoming(message, recipients)


def read_headers(raw: bytes, recipients: Sequence[str] = ()) -> Incoming:
    """The headers alone of a mail too heavy to be read."""
    parser = BytesHeaderParser(policy=POLICY)
    return _incoming(parser.parsebytes(raw[:HEADER_BYTES]), recipients)


def _incoming(message: Message, recipients: Sequence[str]) -> Incoming:
    named = [address for name in _RECIPIENTS for _, address in _addresses(message, name)]
    return Incoming(message, tuple(dict.fromkeys([*recipients, *named])))


def header_of(message: Message, name: str) -> str:
    value = message.get(name, "")
    return re.sub(r"\s+", " ", _decoded(str(value))).strip()


def _decoded(value: str) -> str:
    """An encoded header as people read it; as it came when it is broken."""
    with suppress(ValueError, LookupError, AttributeError, TypeError):
        value = str(policy.default.header_factory("subject", re.sub(r"[\r\n]+", " ", value)))
    return _storable(value)


def _storable(text: str) -> str:
    """Without the signs that no database takes."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def _addresses(message: Message, name: str) -> list[tuple[str, str]]:
    values = [str(value) for value in message.get_all(name, [])]
    return [(label, _storable(address.strip())) for label, address in getaddresses(values)]


def bytes_of(message: Message) -> bytes:
    try:
        return message.as_bytes()
    except (ValueError, LookupError, AttributeError, TypeError):
        return repr(message.items()).encode(errors="replace")


def _payload(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AttributeError, TypeError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def _bodies(message: Message, kind: str) -> Iterator[Message]:
    """The parts of this kind that are the text of the mail, not a file joined to it."""
    for part in _walk(message):
        if part.get_content_type() == kind and not _is_attached(part):
            yield part


def _walk(message: Message) -> Iterator[Message]:
    """Every part, those of a mail joined to this one apart."""
    if message.get_content_type() == "message/rfc822":
        return
    if message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _walk(part)
    else:
        yield message


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _content(part: Message) -> str:
    """The text of a part; signs that cannot be read are replaced, none stops the reading."""
    data = _payload(part)
    said = (part.get_content_charset() or "utf-8").lower()
    for charset in dict.fromkeys((_CHARSETS.get(said, said), "utf-8")):
        try:
            return _storable(data.decode(charset))
        except (LookupError, ValueError):
            continue
    return _storable(data.decode("cp1252", errors="replace"))


def _html(part: Message) -> str:
    return text_of(_content(part))


def _flowed(part: Message) -> str:
    """Plain text; lines that a mailbox broke and marked so are joined again (RFC 3676)."""
    text = _content(part).replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    # The space that marks a broken line is part of the text, unless said otherwise.
    end = -1 if str(part.get_param("delsp", "")).lower() == "yes" else None
    lines: list[str] = []
    is_open = False
    for line in text.split("\n"):
        line = line.removeprefix(" ")
        is_broken = line.endswith(" ") and line != "-- " and not line.startswith(">")
        kept = line[:end] if is_broken else line
        if is_open and not line.startswith(">"):
            lines[-1] += kept
        else:
            lines.append(kept)
        is_open = is_broken
    return "\n".join(lines)


_NOT_FILES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "text/calendar")
_NOT_FILES += ("application/pgp-signature", "application/pgp-keys", "text/vcard", "text/x-vcard")
_NOT_FILES += ("message/rfc822", "message/delivery-status", "application/ms-tnef")
# A picture shown in the text and lighter than this is the one of a signature.
_SIGNATURE_BYTES = 20_000


def _is_file(part: Message) -> bool:
    kind = part.get_content_type()
    if kind in _NOT_FILES:
        return False
    if kind.startswith("text/") and not _is_attached(part):
        return False
    is_shown = bool(part.get("Content-ID")) and part.get_content_disposition() != "attachment"
    return not (is_shown and kind.startswith("image/") and len(_payload(part)) < _SIGNATURE_BYTES)


def _name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, AttributeError, TypeError):
        name = ""
    return _decoded(name)[:200] or "sans nom"

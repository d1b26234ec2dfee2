"""The mail server of the walks: keeps what arrives as files, and pipes answers to the service, as
Postfix would."""

import asyncio
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.communaute.notifications.smtp import serving

ROOT = Path(__file__).resolve().parent.parent.parent
# Addresses of answers, at a domain that nobody has.
ANSWERS = "reponse+{token}@reponses.test"
_ANSWERED = ANSWERS.partition("+")[0] + "+"


class PostOffice:
    """Mails to `ANSWERS` go to `manage.py receive_mail --stdin`, with the environment of the
    service; the others are written into a folder that `config.mail.stored_mails` reads."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mine = [one for one in envelope.rcpt_tos if one.startswith(_ANSWERED)]
        if mine:
            return await self._pipe(envelope.content, mine)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        path = self.folder / f"{stamp}-{uuid.uuid4().hex[:8]}.eml"
        # Written aside then renamed: a reader never meets half a message.
        part = path.with_suffix(".part")
        part.write_bytes(envelope.content.replace(b"\r\n", b"\n"))
        part.rename(path)
        return "250 OK"

    async def _pipe(self, raw: bytes, recipients: list[str]) -> str:
        arguments = [word for one in recipients for word in ("--recipient", one)]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "manage.py", "receive_mail", "--stdin", *arguments),
            cwd=ROOT,
            env=self.environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate(raw)
        if process.returncode:
            return f"451 4.3.0 {said.decode(errors='replace')[-200:].strip()!r}"
        return "250 OK"


@contextmanager
def open_office(folder: Path, environment: dict[str, str], port: int) -> Iterator[None]:
    with serving(PostOffice(folder, environment), port):
        yield

"""A small IMAP server for tests: one folder, mails by number, what was marked, moved or erased."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Folder:
    """`mails` by UID, their flags, and those copied elsewhere."""

    def __init__(self, *mails: bytes):
        self.mails = dict(enumerate(mails, 1))
        self.flags = {uid: set() for uid in self.mails}
        self.kept: list[tuple[str, int]] = []
        self.fetched: list[str] = []

    def unseen(self) -> list[int]:
        return [uid for uid in self.mails if "\\Seen" not in self.flags[uid]]


class _Session(socketserver.StreamRequestHandler):
    server: "_Server"

    def say(self, line: bytes | str) -> None:
        self.wfile.write((line.encode() if isinstance(line, str) else line) + b"\r\n")

    def handle(self) -> None:
        self.say("* OK IMAP4rev1")
        while line := self.rfile.readline().decode().strip():
            tag, _, command = line.partition(" ")
            if command.startswith("LOGIN") and '"secret"' not in command:
                self.say(f"{tag} NO wrong password")
                continue
            self.answer(command)
            self.say(f"{tag} OK done")
            if command == "LOGOUT":
                return

    def answer(self, command: str) -> None:
        folder = self.server.folder
        if command == "CAPABILITY":
            self.say("* CAPABILITY IMAP4rev1")
        elif command.startswith("SELECT"):
            self.say(f"* {len(folder.mails)} EXISTS")
        elif command.startswith("UID SEARCH"):
            self.say(f"* SEARCH {' '.join(map(str, folder.unseen()))}")
        elif found := re.match(r"UID FETCH (\d+) \(BODY\.PEEK\[(HEADER)?\]", command):
            uid, part = int(found[1]), found[2] or ""
            folder.fetched.append(f"{uid} {part}".strip())
            whole = folder.mails[uid]
            data = whole.partition(b"\n\n")[0] + b"\n\n" if part else whole
            self.say(
                f"* {uid} FETCH (UID {uid} FLAGS () RFC822.SIZE {len(whole)} "
                f"BODY[{part}] {{{len(data)}}}"
            )
            self.say(data + b")")
        elif found := re.match(r"UID STORE (\d+) \+FLAGS \(([^)]*)\)", command):
            folder.flags[int(found[1])].update(found[2].split())
        elif found := re.match(r'UID COPY (\d+) "?([^"]+)"?', command):
            folder.kept.append((found[2], int(found[1])))
        elif command == "EXPUNGE":
            for uid in [uid for uid, flags in folder.flags.items() if "\\Deleted" in flags]:
                folder.mails.pop(uid, None)
        elif command == "LOGOUT":
            self.say("* BYE")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    folder: Folder


@contextmanager
def serving(folder: Folder) -> Iterator[int]:
    """The port where this folder is served, for as long as the block lasts."""
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.folder = folder
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()

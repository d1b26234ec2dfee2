"""Reads a PDF on its input, writes it again on its output, without what is not pages.

Run apart by `clean_pdf`, with little memory and little time: a file made to fill the memory, or
to break the library that reads it, ends this program and nothing else. It knows nothing of ours.
"""

import io
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any

import pikepdf

ACTIVE, LOCKED, BROKEN = 10, 11, 12
MEMORY_MAX = 1024 * 2**20
SECONDS_MAX = 10
# ISO 32000-1, §12.6 and §12.7.8: programs, commands, forms that hold programs, players.
ACTIVE_NAMES = frozenset({"/JavaScript", "/JS", "/Launch", "/XFA", "/RichMedia", "/ImportData"})
# Files within the file: an electronic invoice (Factur-X) carries one, which nobody reads here.
ATTACHED = ("/EF", "/EmbeddedFiles", "/AF", "/Collection")

# Where an action is held; of actions, what stays: going elsewhere in the file, and safe links.
# The rest sends a form, opens another file, plays a sound (ISO 32000-1, §12.6.4).
ACTIONS = ("/A", "/PA", "/Next", "/OpenAction")
KEPT_ACTIONS = frozenset({"/GoTo", "/Named", "/URI"})
SAFE_LINK = re.compile(r"\s*(?:https?://|mailto:|tel:)", re.IGNORECASE)


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_MAX, SECONDS_MAX))
    try:
        with pikepdf.open(io.BytesIO(sys.stdin.buffer.read()), suppress_warnings=True) as pdf:
            if not len(pdf.pages):
                return BROKEN
            # What nothing leads to any more is not written again.
            detach(pdf)
            unlink(pdf)
            if any(runs_something(one) for one in dictionaries(pdf)):
                return ACTIVE
            target = io.BytesIO()
            pdf.save(target, deterministic_id=True)
    except pikepdf.PasswordError:
        return LOCKED
    except (pikepdf.PdfError, MemoryError, ValueError, TypeError, KeyError, RecursionError):
        return BROKEN
    sys.stdout.buffer.write(target.getvalue())
    return 0


def detach(pdf: pikepdf.Pdf) -> None:
    """Take out attached files, and who wrote the document, with what, when."""
    for one in dictionaries(pdf):
        for key in ATTACHED:
            if key in one:
                del one[key]
    for key in ("/Metadata", "/PieceInfo"):
        if key in pdf.Root:
            del pdf.Root[key]
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]


def unlink(pdf: pikepdf.Pdf) -> None:
    """Take out every action but those that one may follow without harm."""
    for one in dictionaries(pdf):
        # Those of events: opening a page, leaving a field, printing.
        if "/AA" in one:
            del one["/AA"]
        for key in ACTIONS:
            if key in one and not is_kept(one[key]):
                del one[key]
    # Prefixes every link of the file.
    if "/URI" in pdf.Root:
        del pdf.Root["/URI"]


def is_kept(held: Any) -> bool:
    """Whether what an action's key holds may stay; what is no action does."""
    if isinstance(held, pikepdf.Array):
        return all(is_kept(one) for one in held)
    if not isinstance(held, pikepdf.Dictionary) or not isinstance(held.get("/S"), pikepdf.Name):
        return True
    kind = str(held["/S"])
    if kind in ACTIVE_NAMES:
        # Left for `runs_something` to refuse: its author is told.
        return True
    link = held.get("/URI", "")
    return kind in KEPT_ACTIONS and (kind != "/URI" or bool(SAFE_LINK.match(str(link))))


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Each dictionary of the file once, those of streams too, however deep."""
    for one in [pdf.trailer, *pdf.objects]:
        waiting = [one]
        while waiting:
            held = waiting.pop()
            if isinstance(held, pikepdf.Array):
                below = list(held)
            elif isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
                yield held
                below = [value for _, value in held.items()]
            else:
                continue
            # Those that have a number of their own come in their turn.
            waiting += [
                value
                for value in below
                if isinstance(value, pikepdf.Object) and not value.is_indirect
            ]


def runs_something(one: Any) -> bool:
    """Whether a dictionary names a program or a command, as a key or as a value."""
    return any(
        key in ACTIVE_NAMES or (isinstance(value, pikepdf.Name) and str(value) in ACTIVE_NAMES)
        for key, value in one.items()
    )


if __name__ == "__main__":
    sys.exit(main())

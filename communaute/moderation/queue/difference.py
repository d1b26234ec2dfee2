"""Two texts compared word by word, as pieces to show."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

_PIECES = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """Some words that stay (`same`), are added (`added`) or taken away (`removed`)."""

    kind: str
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """From one text to the other; what both begin and end with is not compared."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    pieces = [Piece("same", "".join(old[:start]))]
    pieces += _compared(old[start : len(old) - end], new[start : len(new) - end])
    pieces.append(Piece("same", "".join(old[len(old) - end :])))
    return [piece for piece in pieces if piece.text]


def changed_characters(before: str, after: str) -> int:
    """How many characters were added or taken away, whichever are more."""
    lengths = {"added": 0, "removed": 0, "same": 0}
    for piece in difference(before, after):
        lengths[piece.kind] += len(piece.text)
    return max(lengths["added"], lengths["removed"])


def _common(one: list[str], other: list[str]) -> int:
    """How many pieces both begin with."""
    both = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], both))


def _compared(old: list[str], new: list[str]) -> list[Piece]:
    pieces = []
    # In a long text, pieces seen everywhere are no landmark (`autojunk`): the time stays bounded.
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[i1:i2])))
            continue
        pieces.append(Piece("removed", "".join(old[i1:i2])))
        pieces.append(Piece("added", "".join(new[j1:j2])))
    return pieces

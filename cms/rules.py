"""The rules a new installation starts from: the numbered rules of the terms and of the charter.

Read once, when their pages are made (`cms.starter`): from then on they are the editors', in
`/gestion/`, and each change is a version (`cms.services`). Until then they stand as they are.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

TERMS = "CGU"
CHARTER = "Charte"
FIRST_VERSION = "1.0"


class UnknownRule(LookupError):
    """The code names no rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a stable `code` (« 3.2 »), a short `title`, the `text` that people can read; the
    `document` it stands in, and the `version` of it that is meant."""

    code: str
    title: str
    text: str
    document: str = TERMS
    version: str = FIRST_VERSION

    def __str__(self) -> str:
        return f"{self.document} {self.code} {self.title}"

    @property
    def citation(self) -> str:
        """What a statement of reasons quotes: document, code, title and version."""
        return f"{self} (version {self.version})"


# Where the page of each document stands, with its numbered rules: in `starter_pages/`.
PAGES = {TERMS: "cgu", CHARTER: "charte"}


def _starters(document: str) -> list[Rule]:
    path = Path(__file__).parent / "starter_pages" / f"{PAGES[document]}.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return [Rule(**one, document=document) for one in told["rules"]]


STARTERS: dict[str, list[Rule]] = {document: _starters(document) for document in PAGES}

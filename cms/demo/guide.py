"""The shape of a demonstration guide."""

from dataclasses import dataclass, field

from cms.authoring import Block
from socle.buildings import Stage


@dataclass(frozen=True)
class Guide:
    """`reviewed` is an ISO date; `sources` are (title, publisher, year, url)."""

    slug: str
    title: str
    stage: Stage
    summary: str
    tags: tuple[str, ...]
    reviewed: str
    body: list[Block]
    sources: tuple[tuple[str, str, str, str], ...] = field(default=())

"""From what was understood to a ranked list, bounded whatever the index holds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import combinations
from math import ceil, log1p

from django.utils import timezone

from .enums import Kind
from .models import Document
from .numbers import NUMBERS
from .query_parser import Idea, Reading
from .querysets import Alternatives, Asked, Candidate
from .sources import SHIFT, Source, registered

# A word somewhere in a long thread says little of what it is about.
IN_TITLE, IN_LEAD, IN_TEXT = 3.0, 1.4, 0.5
# The word that says what is meant; « prix » of « prix raccordement ».
RAREST_IN_TITLE = 1.5
# All that was asked: in a title, or in a part of a page, which its headings say.
ALL_IN_TITLE = 2.0
WITH_HEADINGS = (Kind.GUIDE, Kind.PAGE)
WHOLE_TITLE = 3.0
ACCEPTED = 0.6
USEFUL_MOST = 0.8
RECENT_MOST = 0.5
RECENT_HALF_DAYS = 365
SAME_DEPARTEMENT = 1.0
# What answers at once before what discusses, all else being equal.
OF_KIND: dict[str, float] = {
    Kind.GUIDE: 0.6,
    # Who knows the word wants what to do with it: a definition comes after the guide.
    Kind.TERM: -0.6,
    Kind.COMMUNE: 0.5,
    Kind.PAGE: 0.4,
    Kind.RESEAU: 0.3,
    # A door to many things comes after the things themselves.
    Kind.SPACE: -1.5,
}
# Of a long sentence, the words compared when no thing holds them all.
LOOSE_IDEAS = 6


@dataclass(slots=True)
class Ranked:
    """Keys of the documents, best first, and how many of each kind. A count that reached its
    bound is « at least »."""

    keys: list[tuple[int, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def of_kind(self, kind: str) -> list[int]:
        """Keys of this kind; of all for ""."""
        return [key for key, own in self.keys if not kind or own == kind]


def rank(
    reading: Reading,
    *,
    departement: str = "",
    sources: Sequence[Source] | None = None,
    least: float = 0,
) -> Ranked:
    """Rank what holds every idea, and what has the rarest one in its title; when that is too
    little, what holds some of them follows: at least this share of them (`least`, 1 for all), and
    one.

    One to five queries, on at most `NUMBERS.candidates` rows of each source.
    """
    ideas = reading.looked_for
    if not ideas:
        return Ranked()
    sources = registered() if sources is None else sources
    groups = [_alternatives(idea) for idea in ideas]
    rows = newest_and_titles(groups, sources, newest=NUMBERS.candidates, titles=NUMBERS.titles)
    found = {row.id: row for row in rows}
    whole = set(found)
    if len(ideas) > 1 and least * len(ideas) <= 1:
        rarest = max(ideas, key=lambda idea: idea.weight)
        asked = Asked([[_alternatives(rarest)]], is_title=True)
        about = Document.objects.candidates([(asked, NUMBERS.titles)], sources, is_wide=True)
        found |= {row.id: row for row in about if row.id not in found}
    if len(found) < NUMBERS.enough and len(ideas) > 1:
        for asked in _looser(ideas, least):
            more = Document.objects.candidates([(asked, NUMBERS.loose)], sources, is_wide=True)
            found |= {row.id: row for row in more if row.id not in found}
            if len(found) >= NUMBERS.enough:
                break
    now = timezone.now()
    scored = [
        (_score(row, ideas, now=now, departement=departement, is_whole=row.id in whole), row)
        for row in found.values()
    ]
    scored.sort(key=lambda pair: (-pair[0], -pair[1].id))
    keys = [(row.id, row.kind) for _, row in scored]
    return Ranked(keys, Counter(kind for _, kind in keys))


def newest_and_titles(
    groups: Sequence[Alternatives], sources: Sequence[Source], *, newest: int, titles: int
) -> list[Candidate]:
    """Of each source, the newest rows that hold every group, and those whose title does, whatever
    their age: a second query, for the sources that hold more than the newest."""
    rows = Document.objects.candidates([(Asked([groups]), newest)], sources)
    counts = Counter(row.id >> SHIFT for row in rows)
    more = [source for source in sources if counts[source.number] >= newest]
    if not more:
        return rows
    known = {row.id for row in rows}
    asked = Asked([groups], is_title=True)
    others = Document.objects.candidates([(asked, titles)], more)
    return [*rows, *(row for row in others if row.id not in known)]


def _alternatives(idea: Idea) -> list[tuple[str, ...]]:
    return [way.stems for way in idea.ways]


def _looser(ideas: list[Idea], least: float) -> list[Asked]:
    """Half of the ideas, then any of them; the rarest of a long sentence."""
    chosen = sorted(ideas, key=lambda idea: -idea.weight)[:LOOSE_IDEAS]
    groups = [_alternatives(idea) for idea in chosen]
    sizes = [
        size for size in dict.fromkeys((ceil(len(groups) / 2), 1)) if size >= least * len(ideas)
    ]
    return [Asked([list(some) for some in combinations(groups, size)]) for size in sizes]


def _score(
    row: Candidate, ideas: list[Idea], *, now: datetime, departement: str, is_whole: bool
) -> float:
    title = row.title_words.split()
    in_title = set(title)
    in_lead = in_title.union(row.lead_words.split())
    in_text = in_lead if is_whole else in_lead.union(row.body_words.split())
    score, covered, missed, total = 0.0, dict[str, float](), 0.0, 0.0
    whole_title, whole_lead = True, row.kind in WITH_HEADINGS
    rarest = max(ideas, key=lambda idea: idea.weight)
    for idea in ideas:
        best, is_in_title = 0.0, False
        for way in idea.ways:
            worth = way.worth
            if in_title.issuperset(way.stems):
                value, is_in_title = IN_TITLE, True
                for stem in way.stems:
                    covered[stem] = max(worth, covered.get(stem, 0))
            elif IN_LEAD * worth <= best:
                continue  # a way to say it that could not be worth more
            elif in_lead.issuperset(way.stems):
                value = IN_LEAD
            elif is_whole or in_text.issuperset(way.stems):
                value = IN_TEXT
            else:
                continue
            best = max(best, value * worth)
        score += best * idea.weight
        total += idea.weight
        missed += 0 if best else idea.weight
        whole_title = whole_title and is_in_title
        whole_lead = whole_lead and best > IN_TEXT
        if is_in_title and idea is rarest:
            score += RAREST_IN_TITLE
    if whole_title or whole_lead:
        score += ALL_IN_TITLE
    if title:
        score += WHOLE_TITLE * sum(covered.values()) / len(in_title)
    # Half of what was asked is worth less than half.
    score *= (1 - missed / total) ** 1.5
    return score + _standing(row, now, departement)


def _standing(row: Candidate, now: datetime, departement: str) -> float:
    """What a thing is worth whatever is asked."""
    value = OF_KIND.get(row.kind, 0.0)
    value += ACCEPTED if row.is_accepted else 0
    value += min(USEFUL_MOST, log1p(row.useful) / 4)
    if departement and row.departement == departement:
        value += SAME_DEPARTEMENT
    if row.happened_at is not None:
        days = max(0, (now - _moment(row.happened_at)).days)
        value += RECENT_MOST * RECENT_HALF_DAYS / (RECENT_HALF_DAYS + days)
    return value


def _moment(value: datetime) -> datetime:
    """SQLite gives moments without their zone, which is UTC."""
    return value if value.tzinfo else value.replace(tzinfo=UTC)

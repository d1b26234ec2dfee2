"""What somebody typed, understood: ideas, their synonyms, the mistakes forgiven."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from math import log
from typing import Any

from socle.hooks import hooked

from . import vocabulary
from .models import Synonyms, Word
from .numbers import NUMBERS
from .words import Token, composed, stems, tokens

# A thing found by a synonym counts less than by the word itself, by a doubtful mistake still less.
SAME, SYNONYM, DOUBT = 1.0, 0.9, 0.5
# What the rarest word of a query weighs; the others weigh less, as they are held by more things.
RAREST = 2.0
# Of a group of synonyms, how many ways to say it are looked for.
_WAYS_MAX = 12


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say an idea: words that must all be there, and what it is worth."""

    stems: tuple[str, ...]
    worth: float = SAME


@dataclass(slots=True)
class Idea:
    """One word or expression of the query, and its synonyms; `weight` is RAREST for the rarest,
    close to 0 for one that everything holds; `things` is how many hold it, as counted last night.
    """

    tokens: list[Token]
    ways: list[Way]
    weight: float = RAREST
    is_known: bool = True
    things: int = 0


@dataclass(frozen=True, slots=True)
class Correction:
    """A word typed, and the one read in its place. Not `is_applied`: both are looked for."""

    token: Token
    shown: str
    is_applied: bool


@dataclass(slots=True)
class Reading:
    """A query, understood."""

    query: str
    ideas: list[Idea] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)

    @property
    def looked_for(self) -> list[Idea]:
        """The ideas that something may hold."""
        return [idea for idea in self.ideas if idea.is_known]

    @property
    def unknown(self) -> list[str]:
        """Words that nothing holds, as typed."""
        return [token.shown for idea in self.ideas if not idea.is_known for token in idea.tokens]

    @property
    def stems(self) -> set[str]:
        """Every stem that a result may have been found by."""
        return {stem for idea in self.looked_for for way in idea.ways for stem in way.stems}

    def corrected(self, *, applied: bool) -> str:
        """The query with its corrections in place; "" when there is none of this sort."""
        chosen = [one for one in self.corrections if one.is_applied or not applied]
        if not any(one.is_applied == applied for one in chosen):
            return ""
        text = composed(self.query)
        for one in sorted(chosen, key=lambda one: -one.token.start):
            text = f"{text[: one.token.start]}{one.shown}{text[one.token.end :]}"
        return " ".join(text.split())


class _Synonyms:
    """What editors wrote, by expression."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        self.groups: list[list[tuple[str, ...]]] = []
        self.of: dict[tuple[str, ...], set[int]] = {}
        self.words: list[tuple[str, str, str, int]] = []
        for number, words in enumerate(lines):
            ways = dict.fromkeys(tuple(stems(said)) for said in words.split(","))
            self.groups.append([way for way in ways if way])
            for way in self.groups[-1]:
                self.of.setdefault(way, set()).add(number)
            self.words += [(token.folded, token.shown, token.stem, 0) for token in tokens(words)]
        self.longest = max(map(len, self.of), default=1)

    def ways(self, said: tuple[str, ...]) -> list[Way]:
        others = {
            way: None for number in sorted(self.of.get(said, ())) for way in self.groups[number]
        }
        others.pop(said, None)
        return [Way(said), *(Way(way, SYNONYM) for way in others)][:_WAYS_MAX]


# Read at each search, understood when an editor changed them: what it gives is never written to.
_understood = lru_cache(maxsize=4)(_Synonyms)


def read(query: str) -> Reading:
    """Understand a query: two queries to the database, one more once an hour for a query of
    several words, and three more for each word that nothing holds (`NUMBERS.words_max` words
    are read)."""
    reading = Reading(query)
    typed = list({token.stem: token for token in tokens(query)}.values())[: NUMBERS.words_max]
    if not typed:
        return reading
    synonyms = _understood(tuple(Synonyms.objects.values_list("words", flat=True)))
    reading.ideas = list(_ideas(typed, synonyms))
    held = Word.objects.of_stems(
        stem for idea in reading.ideas for way in idea.ways for stem in way.stems
    )
    for idea in reading.ideas:
        _forgive(idea, reading, synonyms, held)
    _weigh(reading.looked_for, held)
    return reading


def _ideas(typed: list[Token], synonyms: _Synonyms) -> Iterable[Idea]:
    """Expressions of the synonyms first, the longest that fits, else one word each."""
    place = 0
    while place < len(typed):
        for length in range(min(synonyms.longest, len(typed) - place), 0, -1):
            words = typed[place : place + length]
            said = tuple(token.stem for token in words)
            if length == 1 or said in synonyms.of:
                yield Idea(words, synonyms.ways(said))
                place += length
                break


def _forgive(idea: Idea, reading: Reading, synonyms: _Synonyms, held: dict[str, int]) -> None:
    """Correct a word that nothing holds; propose better than one that hardly anything holds."""
    token = idea.tokens[0]
    if len(idea.tokens) > 1 or not vocabulary.is_a_word(token.folded):
        return
    things = max(_things(way, held) for way in idea.ways)
    if things > NUMBERS.rare_up_to or (things and len(idea.ways) > 1):
        return
    found = vocabulary.nearest(token.folded, synonyms.words)
    if found is None or (things and found[2] < things * NUMBERS.rare_times):
        idea.is_known = things > 0
        return
    shown, stem, others = found
    ways = synonyms.ways((stem,))
    held[stem] = max(others, held.get(stem, 0))
    reading.corrections.append(Correction(token, shown, is_applied=not things))
    if things:
        idea.ways += [Way(way.stems, way.worth * DOUBT) for way in ways]
    else:
        idea.ways = ways


def _things(way: Way, held: dict[str, int]) -> int:
    return min(held.get(stem, 0) for stem in way.stems)


def _weigh(ideas: list[Idea], held: dict[str, int]) -> None:
    """A rare word says more of what is meant than a common one: by how much is the inverse
    frequency of BM25, among as many things as hold the commonest word of the index."""
    for idea in ideas:
        idea.things = max(_things(way, held) for way in idea.ways)
    if len(ideas) < 2:
        return
    most = max((vocabulary.things_of_the_commonest(), *held.values()))
    rarity = []
    for idea in ideas:
        # As typed: a common synonym makes no common word of a rare one.
        things = _things(idea.ways[0], held) or idea.things
        rarity.append(log(1 + (most - things + 0.5) / (things + 0.5)))
    for idea, value in zip(ideas, rarity, strict=True):
        idea.weight = RAREST * value / max(rarity)


def departement_of(user: Any) -> str:
    """Code of the département of this person, the first that a room knows; "" when nobody is
    signed in, or knows it."""
    if not user.is_authenticated:
        return ""
    return next((code for place in hooked("search.departement_of") if (code := place(user))), "")

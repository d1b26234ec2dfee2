"""What a vote gives, from its totals: voices are whole numbers, nothing is rounded.

Loi 65-557: 24 (voices cast), 25 and 25 f (all voices), 25-1 (second vote at once), 26 (two thirds
of all voices, more than half of all members), 26-1 (second vote at 25), 22 (the largest owner).
Décret 67-223, 17-1 A: who voted by post for a text that is then amended counts as absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from socle.numbers import grouped

# Tantièmes of most copropriétés.
USUAL_TOTAL = 10_000
_POSTAL_IS_FOR = "Les voix par correspondance font partie des voix pour."


class Article(StrEnum):
    """By which majority a text is voted; 25 f: works that save energy."""

    SIMPLE = "24"
    ALL = "25"
    WORKS = "25f"
    DOUBLE = "26"


class VoteOutcome(StrEnum):
    ADOPTED_24 = "adoptee_24"
    ADOPTED_25 = "adoptee_25"
    ADOPTED_26 = "adoptee_26"
    SECOND_VOTE = "second_vote"
    SECOND_VOTE_25 = "second_vote_25"
    NEW_ASSEMBLY = "nouvelle_ag_3_mois"
    REJECTED = "rejetee"


class UnreadableVote(ValueError):
    """Totals that are no vote; the text says why, in French. `field` names the one to blame."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Vote:
    """Totals of a vote: `total` voices of the building, `favour` and `against` as they count
    (abstentions and absents are the rest), `largest` those of the largest owner, `amended` those
    for, by post, of a text amended since. Members, for article 26: of the building, for, present in
    any way. `second`: for and against, of the second vote."""

    article: Article
    total: int
    favour: int
    against: int | None = None
    largest: int | None = None
    amended: int = 0
    members: int | None = None
    members_for: int | None = None
    members_present: int | None = None
    second: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """What the totals give. `total`: after the largest owner is reduced. `missing` voices to be
    adopted by this vote, `spare` those beyond; the last vote counted is meant, `is_second` or
    not."""

    total: int
    outcome: VoteOutcome
    missing: int = 0
    spare: int = 0
    is_second: bool = False


def reduced_total(total: int, largest: int | None) -> int:
    """The voices counted: an owner of more than half has no more than all the others together."""
    if largest is None or 2 * largest <= total:
        return total
    return 2 * (total - largest)


def as_counted(vote: Vote) -> Vote:
    """The vote of totals as an attendance sheet holds them, those of the largest owner whole. One
    who has more than half has more than all the others: the totals alone say on which side they
    are, or that they were already reduced. Raises UnreadableVote when they cannot be whole."""
    largest = vote.largest
    if largest is None or not vote.total < 2 * largest < 2 * vote.total:
        return vote
    others = vote.total - largest
    _check(replace(vote, largest=None), vote.total)
    rounds = [(vote.favour, vote.against or 0), *([vote.second] if vote.second else [])]
    if any(max(pair) < largest and sum(pair) > others for pair in rounds):
        raise UnreadableVote(_not_whole(largest, others), "largest")
    if vote.favour - largest < vote.amended < largest <= vote.favour:
        raise UnreadableVote(_POSTAL_IS_FOR, "amended")

    def weighed(voices: int) -> int:
        return voices - largest + others if voices >= largest else voices

    return replace(
        vote,
        favour=weighed(vote.favour),
        against=None if vote.against is None else weighed(vote.against),
        amended=weighed(vote.amended),
        second=(weighed(vote.second[0]), weighed(vote.second[1])) if vote.second else None,
    )


def _not_whole(largest: int, others: int) -> str:
    return (
        f"Dans les voix pour ou contre, comptez entières les {grouped(largest)} voix du plus gros "
        f"copropriétaire : nous les ramenons à {grouped(others)}. Si elles le sont déjà, laissez "
        f"ce champ vide, et donnez {grouped(2 * others)} voix pour toute la copropriété."
    )


def majority(total: int) -> int:
    """The fewest voices that are more than half."""
    return total // 2 + 1


def third(total: int) -> int:
    """The fewest voices that open the second vote."""
    return -(-total // 3)


def two_thirds(total: int) -> int:
    return -(-2 * total // 3)


def count(vote: Vote) -> Count:
    """What a vote gives. Raises UnreadableVote for totals that cannot be."""
    total = reduced_total(vote.total, vote.largest)
    _check(vote, total)
    told = replace(vote, total=total, favour=vote.favour - vote.amended)
    match vote.article:
        case Article.SIMPLE:
            return _cast(total, told.favour, told.against or 0)
        case Article.DOUBLE:
            return _double(told)
        case _:
            return _all_voices(told)


def _cast(total: int, favour: int, against: int) -> Count:
    """Article 24: of those who say yes or no; as many of each rejects."""
    return _by(total, favour, against + 1, VoteOutcome.ADOPTED_24, VoteOutcome.REJECTED)


def _all_voices(vote: Vote) -> Count:
    needed = majority(vote.total)
    if vote.favour >= needed:
        return Count(vote.total, VoteOutcome.ADOPTED_25, spare=vote.favour - needed)
    if vote.favour >= third(vote.total):
        if vote.second:
            return replace(_cast(vote.total, *vote.second), is_second=True)
        other = VoteOutcome.SECOND_VOTE
    else:
        works = vote.article == Article.WORKS
        other = VoteOutcome.NEW_ASSEMBLY if works else VoteOutcome.REJECTED
    return Count(vote.total, other, missing=needed - vote.favour)


def _double(vote: Vote) -> Count:
    needed = two_thirds(vote.total)
    missing = max(needed - vote.favour, 0)
    if not missing and _more_than_half(vote.members_for, vote.members):
        return Count(vote.total, VoteOutcome.ADOPTED_26, spare=vote.favour - needed)
    if vote.favour >= third(vote.total) and _half(vote.members_for, vote.members_present):
        if vote.second:
            favour, _ = vote.second
            needed = majority(vote.total)
            found = _by(vote.total, favour, needed, VoteOutcome.ADOPTED_25, VoteOutcome.REJECTED)
            return replace(found, is_second=True)
        return Count(vote.total, VoteOutcome.SECOND_VOTE_25, missing=missing)
    return Count(vote.total, VoteOutcome.REJECTED, missing=missing)


def _by(total: int, favour: int, needed: int, yes: VoteOutcome, no: VoteOutcome) -> Count:
    if favour >= needed:
        return Count(total, yes, spare=favour - needed)
    return Count(total, no, missing=needed - favour)


def _more_than_half(part: int | None, whole: int | None) -> bool:
    """Members that are not told are taken as enough: the page says that they are to be counted."""
    return part is None or whole is None or 2 * part > whole


def _half(part: int | None, whole: int | None) -> bool:
    return part is None or whole is None or 2 * part >= whole


def _check(vote: Vote, total: int) -> None:
    if vote.total < 1:
        raise UnreadableVote("Il faut au moins une voix en tout.", "total")
    if vote.largest is not None and vote.largest > vote.total:
        msg = "Un copropriétaire ne peut pas avoir plus que toutes les voix."
        raise UnreadableVote(msg, "largest")
    if total < 1:
        raise UnreadableVote("Seul, un copropriétaire n’a pas d’assemblée à compter.", "largest")
    if vote.favour > total:
        msg = f"Il y a plus de voix pour que de voix en tout ({grouped(total)})."
        raise UnreadableVote(msg, "favour")
    if vote.favour + (vote.against or 0) > total:
        message = f"Pour et contre dépassent le total des voix ({grouped(total)})."
        raise UnreadableVote(message, "against")
    if vote.article == Article.SIMPLE and vote.against is None:
        message = "À l’article 24, les voix contre décident : donnez-les, zéro s’il n’y en a pas."
        raise UnreadableVote(message, "against")
    if vote.amended > vote.favour:
        raise UnreadableVote(_POSTAL_IS_FOR, "amended")
    if vote.second and sum(vote.second) > total:
        message = f"Au second vote, pour et contre dépassent le total des voix ({grouped(total)})."
        raise UnreadableVote(message, "second_favour")
    within = (vote.members_for, vote.members_present, vote.members)
    known = [one for one in within if one is not None]
    if known != sorted(known):
        message = "Les copropriétaires pour sont parmi les présents, qui sont parmi tous."
        raise UnreadableVote(message, "members_for")


# Names in the object of `manage.py vote`, and where each goes in a `Vote`: F and A as they count,
# the largest owner already reduced.
NAMES = {
    "T": "total",
    "F": "favour",
    "A": "against",
    "largest": "largest",
    "postal_for_amended": "amended",
    "n": "members",
    "nF": "members_for",
    "present": "members_present",
}


def read(data: Mapping[str, Any]) -> Vote:
    """The vote of an object; absent keys are unknown. Raises UnreadableVote."""
    if unknown := set(data) - {"article", "second", *NAMES}:
        raise UnreadableVote(f"Inconnu : {', '.join(sorted(unknown))}.")
    if data.get("article") not in list(Article):
        raise UnreadableVote(f"article : {', '.join(Article)}.")
    told = {there: _whole(data[name], name) for name, there in NAMES.items() if name in data}
    if not {"total", "favour"} <= told.keys():
        raise UnreadableVote("T et F sont nécessaires.")
    second = data.get("second")
    if second is not None:
        if not isinstance(second, Mapping) or set(second) != {"F", "A"}:
            raise UnreadableVote("second : F et A.")
        told["second"] = (_whole(second["F"], "F"), _whole(second["A"], "A"))
    return Vote(Article(data["article"]), **told)  # type: ignore[arg-type]


def written(found: Count) -> dict[str, int | str]:
    return {
        "T": found.total,
        "outcome": found.outcome.value,
        "missing": found.missing,
        "spare": found.spare,
    }


def _whole(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise UnreadableVote(f"{name} : un nombre entier de voix, zéro ou plus.")
    return value

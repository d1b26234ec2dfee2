"""The numbers of the search: what is read at most, how often one may ask."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class SearchNumbers(RoomNumbers, room="search"):
    """`candidates`: rows ranked of each kind, the newest first; `titles`: those whose title
    matches, whatever their age; `loose`: rows ranked when no thing holds every word;
    `suggestion_within`: the newest titles of each source that suggestions look at, unless a word is
    held by less than `rare_under` things. Lengths are in characters, read once by the form when the
    service starts."""

    query_min: int = 2
    query_max: int = 200
    words_max: int = 8
    per_page: int = 10
    pages_max: int = 50
    candidates: int = 500
    titles: int = 200
    loose: int = 300
    enough: int = 10
    suggestions: int = 5
    suggestion_candidates: int = 100
    suggestion_within: int = 1_000
    # As one types, and the whole page: a minute, by account or address.
    suggestions_a_minute: int = 90
    # Suggestions for so few characters, that many people type, are kept for all of them.
    suggestions_kept_up_to: int = 30
    searches_a_minute: int = 15
    searches_a_second: int = 2
    # All those who are not signed in, together.
    searches_of_all_a_minute: int = 150
    searches_of_all_a_second: int = 8
    # Spelling: how many words are compared at most, how often a word is before it is trusted.
    spelling_pool: int = 2_000
    rare_under: int = 200
    rare_up_to: int = 2
    rare_times: int = 10
    # What was not found is told to editors once so many people looked for it, and kept so long.
    missed_people: int = 3
    missed_days: int = 90
    missed_a_day: int = 20


NUMBERS = live(SearchNumbers)

"""The numbers of the desks, of what the team does of accounts, and of syndics."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class GuichetNumbers(RoomNumbers, room="guichets"):
    """`follow_up_days`: how far the day may be on which one comes back to a demande.
    `connected_years`: since how long a building may be said connected, at most.
    `assembly_past_days`: how long an assembly that is over stays in the operator's calendar.
    `trend_months`: how many months a local authority compares. `nudge_days`: how long before a
    late demande may be reminded again by a local authority. `opening_minutes`: how long the
    national team reads a desk that it opened; `reason_min`: the shortest reason, in characters.
    """

    follow_up_days: int = 365
    connected_years: int = 5
    assembly_past_days: int = 60
    trend_months: int = 12
    nudge_days: int = 7
    opening_minutes: int = 60
    reason_min: int = 10


NUMBERS = live(GuichetNumbers)


@dataclass(frozen=True)
class NationalNumbers(RoomNumbers, room="national"):
    """`tries`: how many times a code may be typed. `found_max`: accounts a search shows.
    `listed`: decisions and acts shown on an account. `late_max`: late things of one kind shown.
    `reason_min`, `reason_max` in characters. `tries_per_hour`: codes typed from one place."""

    tries: int = 5
    found_max: int = 20
    listed: int = 20
    late_max: int = 100
    reason_min: int = 10
    reason_max: int = 500
    tries_per_hour: int = 30


NATIONAL_NUMBERS = live(NationalNumbers)


@dataclass(frozen=True)
class SyndicNumbers(RoomNumbers, room="syndics"):
    """`buildings`: of one syndic; `file_lines` and `file_kb` (kilobytes): of one file.

    `preview_minutes`: how long what a file says may be confirmed; `page`: lines of the table.
    `together`: buildings of one grouped request.
    """

    buildings: int = 2_000
    file_lines: int = 500
    file_kb: int = 1_024
    preview_minutes: int = 60
    page: int = 100
    together: int = 50


SYNDIC_NUMBERS = live(SyndicNumbers)

"""The numbers of the room: codes by mail, sessions, passwords. `config.settings` reads them."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class AccountNumbers(RoomNumbers, room="comptes"):
    """`password_min` is in characters; `codes_shown_minutes`: spare codes, once made, are read so
    long; `second_factor_days`: from the first sign-in with a role that asks for
    a second factor; `lines_max`: names read in one field of the back office.

    An account without any sign-in for `idle_months` closes, told `idle_notice_months` after the
    last one, and `idle_last_days` before. `posts_…` and `days_…` are what the levels of trust ask
    for (`trust.py`). `connection_days`: data of connection (décret 2021-1362, article 6).
    """

    code_minutes: int = 15
    session_days: int = 14
    password_min: int = 12
    codes_shown_minutes: int = 15
    second_factor_days: int = 7
    lines_max: int = 300
    posts_to_be_known: int = 1
    posts_to_be_trusted: int = 5
    days_to_be_trusted: int = 15
    days_without_flag: int = 60
    idle_months: int = 24
    idle_notice_months: int = 23
    idle_last_days: int = 7
    connection_days: int = 365


NUMBERS = live(AccountNumbers)

"""The numbers of assemblies: which days their members are written to."""

from dataclasses import dataclass

from socle.numbers import RoomNumbers, live


@dataclass(frozen=True)
class AssembleeNumbers(RoomNumbers, room="assemblees"):
    """Days before the assembly when its members are told that no offer is there
    (`offer_days_before`), then that it comes (`soon_days_before`); days after it when they are
    asked how it went, and asked again. Nobody is asked any more after `asked_until_days`.
    `past_years`: how old one recorded after it was held may be.
    """

    offer_days_before: int = 100
    soon_days_before: int = 30
    asked_days_after: int = 1
    asked_again_days_after: int = 8
    asked_until_days: int = 60
    past_years: int = 10


NUMBERS = live(AssembleeNumbers)

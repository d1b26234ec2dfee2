"""Distances as the address test reads and writes them; their limits are in `reseaux.numbers`."""

from socle.numbers import NBSP, quantity

from ..numbers import ReseauNumbers

KILOMETRE = 1000
# To how many metres a distance is told when its place is kept no more precisely.
ABOUT_M = 10


def address_rules() -> ReseauNumbers:
    """The rules in force, as one object that does not change under a computation."""
    return ReseauNumbers.current()


def format_distance(distance_m: int | None) -> str:
    """Whole metres with their unit, as read: « 93 m », « 1 000 m »; words when there is none."""
    return "une distance inconnue" if distance_m is None else quantity(distance_m, "m")


def about(distance_m: float) -> int:
    """To ten metres."""
    return int(distance_m / ABOUT_M + 0.5) * ABOUT_M


def format_about(distance_m: int) -> str:
    """A distance to ten metres: « environ 90 m »; of a kilometre or more, as `format_far`."""
    tens = about(distance_m)
    if tens >= KILOMETRE:
        return f"environ {format_far(tens)}"
    return f"environ {quantity(tens, 'm')}" if tens else f"moins de {quantity(ABOUT_M, 'm')}"


def format_far(distance_m: int) -> str:
    """A distance of which the order counts: metres below a kilometre, else « 1 km », « 3,4 km »."""
    if distance_m < KILOMETRE:
        return quantity(distance_m, "m")
    tenths = round(distance_m / 100)
    whole = tenths % 10 == 0 or tenths >= 100
    return quantity(round(tenths / 10) if whole else tenths / 10, "km").replace(" ", NBSP)

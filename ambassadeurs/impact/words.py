"""Figures as people read them."""

from datetime import timedelta

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
MASKED = "masqué"


def number(value: int | None) -> str:
    """« 12 345 », or « masqué » for a count that is not published."""
    if value is None:
        return MASKED
    return f"{value:,}".replace(",", NARROW_SPACE)


def percentage(value: int | None) -> str:
    """« 72 % », or a dash when nothing can be divided."""
    return "–" if value is None else f"{value}{NO_BREAK_SPACE}%"


def duration(value: timedelta | None) -> str:
    """« 35 min », « 14 h » below two days, « 3 jours » beyond; a dash when unknown."""
    if value is None:
        return "–"
    hours = value.total_seconds() / 3600
    if hours < 1:
        return f"{max(1, round(hours * 60))}{NO_BREAK_SPACE}min"
    if hours < 48:
        return f"{round(hours)}{NO_BREAK_SPACE}h"
    return f"{round(hours / 24)}{NO_BREAK_SPACE}jours"

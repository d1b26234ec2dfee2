"""Cleaning the values of the source: texts, numbers, years and yes/no in all their spellings."""

import math
import re

_LITERAL_BREAKS = re.compile(r"\\[nrt]")
_YEAR = re.compile(r"\b(?:18|19|20)\d\d\b")


def text(value: object, *, limit: int) -> str:
    """One line of text, at most `limit` characters; the source ends some names with a "\\n"."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    clean = " ".join(_LITERAL_BREAKS.sub(" ", str(value)).replace("\x00", "").split())
    return clean[:limit].rstrip()


def number(value: object, *, low: float = 0.0, high: float = math.inf) -> float | None:
    """A finite number within bounds, from a number or a text ("80,9"); else None."""
    if value is None or isinstance(value, bool):
        return None
    try:
        parsed = float(str(value).strip().replace("\u202f", "").replace(",", "."))
    except ValueError:
        return None
    return parsed if math.isfinite(parsed) and low <= parsed <= high else None


def whole(value: object, *, high: int = 2_000_000_000) -> int | None:
    parsed = number(value, high=high)
    return None if parsed is None else round(parsed)


def grams(value: object) -> float | None:
    """gCO2/kWh from the kgCO2/kWh of the source; None beyond 2 kg/kWh, which no fuel reaches."""
    parsed = number(value, high=2.0)
    return None if parsed is None else round(parsed * 1000, 1)


def percent(value: object) -> float | None:
    return number(value, high=100.0)


def year(value: object) -> int | None:
    found = _YEAR.search(str(value)) if value is not None else None
    return int(found.group()) if found else None


def yes(value: object) -> bool:
    return str(value).strip().lower() in {"true", "vrai", "oui", "o", "1", "t", "classé", "classe"}

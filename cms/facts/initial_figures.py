"""The figures that a new installation starts from: the data files of this folder, one a subject.

In a file, each figure is a table named by its key, whose fields are those of
`socle.facts_registry.shape.Fact`. `value` is a number, a date, `{ year = 2028 }` or
`{ low = 30, high = 70 }`; `source`, a table of `sources.toml`; `status` and `boundary`, a name of
their lists. `like` names a figure above: what the table does not say is said there.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from socle.facts_registry.shape import Boundary, Fact, Range, Source, Status, Value, Year

SUBJECTS = ("environment", "prices", "aids", "heating", "duties")


def _text(name: str) -> str:
    return (Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8")


SOURCES = {name: Source(**row) for name, row in tomllib.loads(_text("sources")).items()}
# The version of the texts of law of which the articles were read: the oldest of them.
LAW_READ = min(one.read_as_of for one in SOURCES.values() if one.read_as_of)


def _value(written: Any) -> Value:
    if not isinstance(written, dict):
        return written
    return Year(written["year"]) if set(written) == {"year"} else Range(**written)


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "value": _value,
    "source": SOURCES.__getitem__,
    "status": lambda name: Status[name.upper()],
    "boundary": lambda name: Boundary[name.upper()],
}


def read(texts: Mapping[str, str]) -> dict[str, dict[str, Fact]]:
    """The figures of data files, by subject and key, in order.

    Raises ValueError, which names the file and the figure, for an unknown field, source, status or
    `like`, a field that is missing, a key twice; for what is not TOML, the file and the line.
    """
    above: dict[str, Fact] = {}
    found: dict[str, dict[str, Fact]] = {}
    for subject, text in texts.items():
        found[subject] = {}
        try:
            rows = tomllib.loads(text, parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            raise ValueError(f"{subject}.toml : {error}") from error
        for key, row in rows.items():
            if key in above:
                raise ValueError(f"{subject}.toml, « {key} » : un autre fichier a cette clé")
            try:
                like = above[row.pop("like")] if "like" in row else None
                said = {
                    name: _READERS[name](written) if name in _READERS else written
                    for name, written in row.items()
                }
                item = replace(like, key=key, **said) if like else Fact(key=key, **said)
            except (KeyError, TypeError) as error:
                raise ValueError(f"{subject}.toml, « {key} » : {error}") from error
            above[key] = found[subject][key] = item
    return found


FIRST = read({subject: _text(subject) for subject in SUBJECTS})

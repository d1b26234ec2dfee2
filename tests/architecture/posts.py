"""Rows of the POST matrix: what each role gets when it posts, at another's object and at its own.

A room's table (`POSTS` in `tests/<room>/matrix.py`) reads:

    "moderation:claim": post(a_case, others=404, agence=302, equipe=302)
        .own(case_about_what_they_wrote, others=404),

`post(scene, data)` is an object of nobody of the roles, in Isère (38); `.own(scene)` is given the
person and makes the object theirs. A scene returns the address, or the address and what is sent.
`SIGN_IN` stands for a redirection to the sign-in page, `REFUSED` for a redirection that comes with
a message of error: the rule said no, and nothing was written; `GONE` for one that comes with a
message of information, or a 409 that gives back what was typed, to whom the object is not there
(`socle.errors.NoLonger`): nothing was written either.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.conftest import ROLES

SIGN_IN = "connexion"
REFUSED = "refus"
GONE = "plus là"

type Data = Mapping[str, Any]
type Scene = Callable[..., str | tuple[str, Data]]
type Statuses = dict[str, int | str]


@dataclass(frozen=True)
class Post:
    """One address that accepts POST. `nobody_owns` says why there is no object of one's own."""

    scene: Scene
    data: Data
    statuses: Statuses
    own_scene: Scene | None = None
    own_statuses: Statuses | None = None
    nobody_owns: str = ""

    def own(self, scene: Scene, *, others: int | str, **roles: int | str) -> "Post":
        """What everybody signed in gets at an object of their own, then the roles that differ."""
        return replace(self, own_scene=scene, own_statuses=_statuses(others, roles))

    def cases(self) -> list[tuple[str, Scene, Statuses]]:
        """("other" or "own", scene, statuses)."""
        found = [("other", self.scene, self.statuses)]
        if self.own_scene and self.own_statuses:
            found.append(("own", self.own_scene, self.own_statuses))
        return found


def post(
    scene: Scene,
    data: Data | None = None,
    *,
    anonymous: int | str = SIGN_IN,
    others: int | str,
    nobody_owns: str = "",
    **roles: int | str,
) -> Post:
    """A row: visitors, everybody signed in, then the roles that differ."""
    statuses = {"anonymous": anonymous} | _statuses(others, roles)
    return Post(scene, data or {}, statuses, nobody_owns=nobody_owns)


def _statuses(others: int | str, roles: dict[str, int | str]) -> Statuses:
    unknown = roles.keys() - set(ROLES)
    assert not unknown, f"no such role: {unknown}"
    return dict.fromkeys(ROLES, others) | roles

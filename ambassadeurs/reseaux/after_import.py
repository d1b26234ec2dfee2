"""What other rooms do once an import has changed the traces: they register it here, at start."""

from collections.abc import Callable

Follower = Callable[[], object]
ChangeFollower = Callable[[set[int]], object]

_followers: list[Follower] = []
_change_followers: list[ChangeFollower] = []


def register(follower: Follower) -> None:
    """Add a function to call after the commit of an import that changed a geometry.

    It should enqueue a task rather than work: somebody waits for the command. Registered twice,
    it is called once.
    """
    if follower not in _followers:
        _followers.append(follower)


def announce() -> None:
    """Call every follower, in order of registration."""
    for follower in _followers:
        follower()


def follow_changes(follower: ChangeFollower) -> None:
    """Add a function to call, in the transaction of an import, with the keys of the networks that
    it wrote. Registered twice, it is called once."""
    if follower not in _change_followers:
        _change_followers.append(follower)


def networks_changed(pks: set[int]) -> None:
    """Call every follower of changes, in order of registration."""
    for follower in _change_followers:
        follower(pks)

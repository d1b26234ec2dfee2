"""What other rooms do once an import has changed the traces: they register it here, at start."""

from collections.abc import Callable

Follower = Callable[[], object]

_followers: list[Follower] = []


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

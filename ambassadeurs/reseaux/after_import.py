"""What rooms above do once an import has changed networks."""

from socle.hooks import hooked


def traces_changed() -> None:
    """After the commit of an import that changed a geometry. What follows is a task: somebody
    waits for the command."""
    for follow in hooked("reseaux.traces_changed"):
        follow()


def networks_changed(pks: set[int]) -> None:
    """In the transaction of an import that wrote these networks (pks)."""
    for follow in hooked("reseaux.networks_changed"):
        follow(pks)

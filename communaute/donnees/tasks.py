"""Background work of the room."""

from django.tasks import task

from .building import build


@task
def make_copy(pk: int) -> bool:
    """Make the copy that somebody waits for; run again, it does nothing."""
    return build(pk)

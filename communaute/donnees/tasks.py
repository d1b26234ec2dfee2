"""Background work of the room."""

from django.tasks import task


@task
def make_copy(pk: int) -> bool:
    """Make the copy that somebody waits for; run again, it does nothing."""
    from .services import build

    return build(pk)

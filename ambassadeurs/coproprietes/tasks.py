"""Background work of the room."""

from django.tasks import task

from . import projects


@task
def remeasure_buildings() -> int:
    """Distances of the buildings after an import of networks; returns how many moved."""
    return projects.remeasure()

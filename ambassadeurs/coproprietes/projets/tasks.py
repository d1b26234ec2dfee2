"""Background work of the room."""

from django.tasks import task

from . import services


@task
def remeasure_buildings() -> int:
    """Distances of the buildings after an import of networks; returns how many moved."""
    return services.remeasure()


def remeasure_soon() -> None:
    remeasure_buildings.enqueue()

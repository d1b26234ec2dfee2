"""What time does to data of connection: erased at their term."""

from socle.clock import Step, register

from .services import past, purge


def register_steps() -> None:
    register(
        Step(
            key="donnees.purge_connections",
            label="Données de connexion arrivées à leur terme : effacées",
            due=past,
            do=purge,
        )
    )

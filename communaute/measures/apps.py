from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "communaute.measures"
    verbose_name = "Mesures envers les personnes"

    def ready(self) -> None:
        """Tell when a measure ends; say what waits for a second person."""
        from communaute.comptes.waiting import register_waiting
        from socle.clock import register as register_steps

        from .ending import STEP
        from .waiting import WAITING

        register_steps(STEP)
        register_waiting(WAITING)

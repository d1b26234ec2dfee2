from django.apps import AppConfig


class SimulationConfig(AppConfig):
    name = "ambassadeurs.simulation"
    verbose_name = "Simulation du prix de la chaleur"

    def ready(self) -> None:
        from socle.facts_registry.citations import cite_in_code
        from socle.scheduler import register_steps

        from .calibration import STEP
        from .hypotheses import KEYS

        register_steps(STEP)

        cite_in_code(dict.fromkeys(KEYS, "« Combien paierions-nous ? »"))

from django.apps import AppConfig


class SimulationConfig(AppConfig):
    name = "ambassadeurs.simulation"
    verbose_name = "Simulation du prix de la chaleur"

    def ready(self) -> None:
        from socle.facts.citing import cite_in_code

        from .hypotheses import KEYS

        cite_in_code(dict.fromkeys(KEYS, "« Combien paierions-nous ? »"))

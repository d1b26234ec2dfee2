from django.apps import AppConfig


class OverdueConfig(AppConfig):
    name = "communaute.overdue"
    verbose_name = "Délais de la modération"

    def ready(self) -> None:
        from socle.clock import register as register_steps

        from . import appeals, cases, files, summary

        register_steps(*cases.STEPS, *appeals.STEPS, summary.STEP, files.STEP)

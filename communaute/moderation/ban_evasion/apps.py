from django.apps import AppConfig


class ReturningConfig(AppConfig):
    name = "communaute.moderation.ban_evasion"
    verbose_name = "Revenir pendant une mesure"

    def ready(self) -> None:
        from communaute.comptes import closing
        from communaute.comptes.adapters import register_arrival
        from communaute.moderation.sanction_effects.reading import register_also
        from socle.clock import register as register_steps

        from .due import STEP
        from .querysets import measures_followed
        from .services import arrival, keep_address

        register_also(measures_followed)
        register_arrival(arrival)
        closing.register(
            closing.Part("ban_evasion", "moderation/ban_evasion/closing.html", keep_address)
        )
        register_steps(STEP)

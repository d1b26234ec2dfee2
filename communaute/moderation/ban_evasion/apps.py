from django.apps import AppConfig


class BanEvasionConfig(AppConfig):
    name = "communaute.moderation.ban_evasion"
    verbose_name = "Revenir pendant une mesure"

    def ready(self) -> None:
        from communaute.comptes import closing
        from socle.scheduler import register as register_steps

        from .services import STEP, keep_address

        closing.register(
            closing.ClosingPart("ban_evasion", "moderation/ban_evasion/closing.html", keep_address)
        )
        register_steps(STEP)

from django.apps import AppConfig


class BanEvasionConfig(AppConfig):
    name = "communaute.moderation.ban_evasion"
    verbose_name = "Revenir pendant une mesure"

    def ready(self) -> None:
        from communaute.comptes.closing import ClosingPart, register_closing_parts
        from socle.scheduler import register_steps

        from .services import STEP, keep_address

        register_closing_parts(
            ClosingPart("ban_evasion", "moderation/ban_evasion/closing.html", keep_address)
        )
        register_steps(STEP)

from django.apps import AppConfig


class DonneesConfig(AppConfig):
    name = "communaute.donnees"
    verbose_name = "Mes données"

    def ready(self) -> None:
        from communaute.comptes.closing import ClosingPart, register_closing_parts
        from communaute.notifications.catalogue import register_kinds
        from socle.scheduler import register_steps

        from .account_closing import KINDS
        from .services import STEPS, erase_exports

        register_kinds(*KINDS)
        register_steps(*STEPS)
        register_closing_parts(ClosingPart("donnees", "donnees/closing.html", erase_exports))

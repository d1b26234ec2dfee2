from django.apps import AppConfig


class DonneesConfig(AppConfig):
    name = "communaute.donnees"
    verbose_name = "Mes données"

    def ready(self) -> None:
        from communaute.comptes import closing
        from communaute.notifications.catalogue import register as register_kinds
        from socle.scheduler import register as register_steps

        from .account_closing import KINDS
        from .services import STEPS, erase_exports

        register_kinds(*KINDS)
        register_steps(*STEPS)
        closing.register(closing.ClosingPart("donnees", "donnees/closing.html", erase_exports))

from django.apps import AppConfig


class DonneesConfig(AppConfig):
    name = "communaute.donnees"
    verbose_name = "Mes données"

    def ready(self) -> None:
        from communaute.comptes import closing
        from communaute.notifications.catalogue import register as register_kinds
        from socle.clock import register as register_steps

        from .kinds import KINDS
        from .services import erase_exports
        from .steps import STEPS

        register_kinds(*KINDS)
        register_steps(*STEPS)
        closing.register(closing.Part("donnees", "donnees/closing.html", erase_exports))

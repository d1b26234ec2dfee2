from django.apps import AppConfig


class DonneesConfig(AppConfig):
    name = "communaute.donnees"
    verbose_name = "Mes données"

    def ready(self) -> None:
        from communaute.comptes import closing
        from communaute.comptes.adapters import register_comeback
        from communaute.notifications.catalogue import register as register_kinds
        from socle.backups import after

        from .connections.steps import register_steps as register_connection_steps
        from .erasing_again import erase_again
        from .idle.steps import register_steps as register_idle_steps
        from .kinds import KINDS
        from .leaving.services import COMEBACK
        from .leaving.steps import register_steps as register_leaving_steps
        from .services import erase_exports
        from .steps import register_steps

        register_kinds(*KINDS)
        register_steps()
        register_leaving_steps()
        register_connection_steps()
        register_idle_steps()
        register_comeback(COMEBACK)
        closing.register(closing.Part("donnees", "donnees/closing.html", erase_exports))
        after.register(erase_again)

from django.apps import AppConfig


class AgreeingConfig(AppConfig):
    name = "communaute.donnees.terms"
    verbose_name = "Accord sur les règles"

    def ready(self) -> None:
        """Ask on the way of who signs in; say what waits, and what an account that closes loses."""
        from communaute.comptes import closing
        from communaute.comptes.waiting import register_waiting

        from .services import WAITING

        register_waiting(WAITING)
        closing.register(closing.Part("terms", "donnees/terms/closing.html"))

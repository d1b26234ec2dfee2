from django.apps import AppConfig


class SuivisConfig(AppConfig):
    name = "ambassadeurs.reseaux.subscriptions"
    label = "reseau_subscriptions"
    verbose_name = "Réseaux suivis"

    def ready(self) -> None:
        """Be told of the imports of networks; say what this room tells, and erases."""
        from ambassadeurs.reseaux import after_import
        from communaute.comptes import closing
        from communaute.notifications.catalogue import register as register_kinds

        from .kinds import KINDS
        from .services import traces_changed

        register_kinds(*KINDS)
        after_import.follow_changes(traces_changed)
        closing.register(closing.Part("reseau_subscriptions", "reseaux/subscriptions/closing.html"))

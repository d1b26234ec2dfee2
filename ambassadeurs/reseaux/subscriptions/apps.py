from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    name = "ambassadeurs.reseaux.subscriptions"
    label = "reseau_subscriptions"
    verbose_name = "Réseaux suivis"

    def ready(self) -> None:
        """Be told of the imports of networks; say what this room tells, and erases."""
        from communaute.comptes import closing
        from communaute.notifications.catalogue import register as register_kinds

        from .services import KINDS

        register_kinds(*KINDS)
        closing.register(
            closing.ClosingPart("reseau_subscriptions", "reseaux/subscriptions/closing.html")
        )

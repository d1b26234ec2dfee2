from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    name = "ambassadeurs.reseaux.subscriptions"
    label = "reseau_subscriptions"
    verbose_name = "Réseaux suivis"

    def ready(self) -> None:
        """Be told of the imports of networks; say what this room tells, and erases."""
        from communaute.comptes.closing import ClosingPart, register_closing_parts
        from communaute.notifications.catalogue import register_kinds

        from .services import KINDS

        register_kinds(*KINDS)
        register_closing_parts(
            ClosingPart("reseau_subscriptions", "reseaux/subscriptions/closing.html")
        )

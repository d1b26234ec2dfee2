from django.apps import AppConfig


class SyndicsConfig(AppConfig):
    name = "ambassadeurs.guichets.syndics"
    verbose_name = "Syndics"

    def ready(self) -> None:
        """Say whose buildings these are to the rooms below, and lead to the desk."""
        from communaute.comptes import closing
        from communaute.comptes.menus import register_entry

        from . import perms

        closing.register(closing.Part("syndics", "guichets/syndics/closing.html"))
        register_entry("Syndic", "syndics:home", perms.is_syndic)

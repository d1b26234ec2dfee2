from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "ambassadeurs.demonstration"
    verbose_name = "Démonstration"

    def ready(self) -> None:
        from communaute.comptes import trust

        from .trusted import texts_written_before

        trust.register(trust.Source("demonstration", approved_posts=texts_written_before))

from django.apps import AppConfig


class GuidingConfig(AppConfig):
    name = "ambassadeurs.guiding"
    verbose_name = "Questions à mettre en guide"

    def ready(self) -> None:
        from cms.desk.panel import register_part

        from .reading import part

        register_part(part)

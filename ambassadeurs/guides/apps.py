from django.apps import AppConfig


class GuidingConfig(AppConfig):
    name = "ambassadeurs.guides"
    verbose_name = "Questions à mettre en guide"

    def ready(self) -> None:
        from cms.dashboard.panel import register_part
        from cms.related.kinds import register as register_beside

        from .choices import KINDS
        from .reading import part

        register_part(part)
        for kind in KINDS:
            register_beside(kind)

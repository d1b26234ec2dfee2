from django.apps import AppConfig


class AnnuaireConfig(AppConfig):
    name = "ambassadeurs.annuaire"
    verbose_name = "Annuaire des ambassadeurs"

    def ready(self) -> None:
        from cms.views import register_sitemap

        from .directory import CoproprieteSitemap

        register_sitemap("ambassadeurs", CoproprieteSitemap)

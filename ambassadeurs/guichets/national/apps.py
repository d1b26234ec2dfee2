from django.apps import AppConfig


class NationalConfig(AppConfig):
    name = "ambassadeurs.guichets.national"
    verbose_name = "Équipe nationale"

    def ready(self) -> None:
        from communaute.comptes import closing
        from communaute.comptes.menus import register_entry
        from communaute.comptes.perms import is_national_team

        register_entry("Comptes", "national:accounts", is_national_team)
        register_entry("Retards", "national:late", is_national_team)
        closing.register(closing.Part("national", "guichets/national/closing.html"))

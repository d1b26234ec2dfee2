from django.apps import AppConfig


class GuichetsConfig(AppConfig):
    name = "ambassadeurs.guichets"
    verbose_name = "Guichets"

    def ready(self) -> None:
        from communaute.comptes.closing import ClosingPart, register_closing_parts
        from communaute.comptes.menus import register_entry
        from communaute.comptes.perms import is_agency, is_national_team
        from communaute.notifications.catalogue import register_kinds
        from socle.scheduler import register_steps

        from . import perms
        from .exploitant import services as exploitant
        from .handling import services as handling
        from .mails import KINDS
        from .syndics.perms import is_syndic

        register_kinds(*KINDS)
        register_steps(*handling.STEPS, *exploitant.STEPS)
        register_closing_parts(
            ClosingPart("syndics", "guichets/syndics/closing.html"),
            ClosingPart("guichets", "guichets/closing.html"),
            ClosingPart("national", "guichets/national_team/closing.html"),
        )
        register_entry("Syndic", "syndics:home", is_syndic)
        register_entry("Exploitant", "guichets:operator_desk", perms.is_operator)
        register_entry("Agence", "guichets:agency_desk", is_agency)
        register_entry(
            "Collectivité", "guichets:collectivite_desk", perms.can_open_collectivite_desk
        )
        register_entry("Espaces des organismes", "guichets:team_desks", is_national_team)
        register_entry("Comptes", "national:accounts", is_national_team)
        register_entry("Retards", "national:late", is_national_team)

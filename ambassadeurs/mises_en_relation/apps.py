from django.apps import AppConfig


class MisesEnRelationConfig(AppConfig):
    name = "ambassadeurs.mises_en_relation"
    verbose_name = "Mises en relation"

    def ready(self) -> None:
        from communaute.comptes.menus import register_entry
        from communaute.comptes.perms import is_national_team
        from communaute.moderation.registry import register

        from . import checks, perms_desk  # noqa: F401 -- checks registers itself
        from .moderated import MESSAGE

        register(MESSAGE)
        register_entry("Exploitant", "mises_en_relation:operator_desk", perms_desk.is_operator)
        register_entry("Agence", "mises_en_relation:agency_desk", perms_desk.can_open_agency_desk)
        register_entry(
            "Collectivité",
            "mises_en_relation:collectivite_desk",
            perms_desk.can_open_collectivite_desk,
        )
        register_entry("Demandes en retard", "mises_en_relation:late_requests", is_national_team)

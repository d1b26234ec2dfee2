from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "communaute.moderation"
    verbose_name = "Modération"

    def ready(self) -> None:
        from communaute.comptes.menus import register_entry
        from communaute.comptes.perms import is_national_team

        from .perms import can_see_queue

        register_entry("Modération", "moderation:queue", can_see_queue)
        register_entry("Recours", "moderation:appeals", is_national_team)

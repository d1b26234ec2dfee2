from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "communaute.moderation"
    verbose_name = "Modération"

    def ready(self) -> None:
        from communaute.comptes import closing, trust
        from communaute.comptes.menus import register_entry
        from communaute.comptes.perms import is_national_team
        from communaute.comptes.waiting import register_waiting
        from communaute.notifications.catalogue import register as register_kinds
        from socle.clock import register as register_steps

        from .due import STEPS
        from .kinds import KINDS
        from .perms import can_see_queue
        from .trust import upheld_flags
        from .waiting import WAITING

        register_kinds(*KINDS)
        closing.register(closing.Part("moderation", "moderation/closing.html"))
        trust.register(trust.Source("moderation", upheld_flags=upheld_flags))
        register_steps(*STEPS)
        register_waiting(*WAITING)
        register_entry("Modération", "moderation:queue", can_see_queue)
        register_entry("Recours", "moderation:appeals", is_national_team)

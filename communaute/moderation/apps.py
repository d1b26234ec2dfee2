from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "communaute.moderation"
    verbose_name = "Modération"

    def ready(self) -> None:
        from cms.starter import register_starter
        from communaute.comptes.closing import ClosingPart, register_closing_parts
        from communaute.comptes.menus import register_entry, register_waiting
        from communaute.notifications.catalogue import register_kinds
        from socle.scheduler import register_steps

        from .audit_log.views import can_read_log
        from .kinds import KINDS
        from .perms import can_see_appeals, can_see_queue
        from .reminders import STEPS
        from .sanctions.selectors import STEP as MEASURES_END
        from .services.reporters import forget_address
        from .waiting import WAITING
        from .wordings import create_starter_wordings

        register_starter(create_starter_wordings)
        register_kinds(*KINDS)
        register_closing_parts(ClosingPart("moderation", "moderation/closing.html", forget_address))
        register_steps(*STEPS, MEASURES_END)
        register_waiting(*WAITING)
        register_entry("Journal de la modération", "moderation:journal", can_read_log)
        register_entry("Modération", "moderation:queue", can_see_queue)
        register_entry("Recours", "moderation:appeals", can_see_appeals)

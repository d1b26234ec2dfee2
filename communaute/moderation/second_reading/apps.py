from django.apps import AppConfig


class SecondReadingConfig(AppConfig):
    name = "communaute.moderation.second_reading"
    verbose_name = "Apprendre à modérer"

    def ready(self) -> None:
        from cms.starter import register_starter
        from communaute.comptes.menus import register_entry, register_waiting
        from communaute.moderation.perms import can_see_queue
        from communaute.notifications.catalogue import register_kinds
        from socle.scheduler import register_steps

        from ..kinds import READING_KINDS
        from ..waiting import READINGS
        from .services import STEPS, create_worked_cases

        register_starter(create_worked_cases)
        register_kinds(*READING_KINDS)
        register_steps(*STEPS)
        register_waiting(READINGS)
        register_entry("Apprendre à modérer", "second_reading:learning", can_see_queue)

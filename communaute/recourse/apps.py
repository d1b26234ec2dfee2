from django.apps import AppConfig


class RecourseConfig(AppConfig):
    name = "communaute.recourse"
    verbose_name = "Signalements, décisions et recours"

    def ready(self) -> None:
        """What one reads of moderation without moderating: one's reports, decisions, the log."""
        from communaute.comptes.menus import register_entry

        from .journal.reading import can_read_log

        register_entry("Journal de la modération", "moderation:journal", can_read_log)

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "cms.event_registrations"
    # Of its tables, rights and mails.
    label = "events"
    verbose_name = "Inscriptions aux rendez-vous"

    def ready(self) -> None:
        from cms.rights import register_rights
        from cms.starter import EDITORS, TEAM
        from communaute.comptes.closing import ClosingPart, register_closing_parts
        from communaute.notifications.catalogue import register_kinds
        from socle.scheduler import register_steps

        from .notify import KINDS
        from .services import STEPS, erase_of, lock_events_of

        register_kinds(*KINDS)
        register_steps(*STEPS)
        register_rights("events", "view_registration", groups=(EDITORS, TEAM))
        register_closing_parts(
            ClosingPart(
                "events",
                "cms/event_registrations/closing.html",
                erase=erase_of,
                lock=lock_events_of,
            )
        )

from django.apps import AppConfig


class AttendingConfig(AppConfig):
    name = "communaute.attending"
    verbose_name = "Inscriptions aux rendez-vous"

    def ready(self) -> None:
        from cms.starter import register_starter
        from communaute.comptes import closing
        from communaute.notifications.catalogue import register as register_kinds
        from socle.clock import register as register_steps

        from .due import STEPS
        from .kinds import KINDS
        from .perms import give_rights
        from .services import erase_of, hold_of

        register_kinds(*KINDS)
        register_steps(*STEPS)
        register_starter(give_rights)
        part = closing.Part("attending", "attending/closing.html", erase=erase_of, hold=hold_of)
        closing.register(part)

from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "communaute.organisations.invitations"
    verbose_name = "Invitations à rejoindre une organisation"

    def ready(self) -> None:
        from communaute.comptes import closing
        from communaute.notifications.catalogue import register as register_kinds
        from socle.clock import register as register_step

        from .kinds import KINDS
        from .services import STEP, erase_of

        register_kinds(*KINDS)
        register_step(STEP)
        closing.register(
            closing.Part("invitations", "organisations/invitations/closing.html", erase=erase_of)
        )

from django.apps import AppConfig


class ReachingConfig(AppConfig):
    name = "communaute.questions.routing"
    verbose_name = "Personnes prévenues"

    def ready(self) -> None:
        """Say what this room tells, and does later."""
        from communaute.notifications.catalogue import register as register_kinds
        from communaute.notifications.replies import answered_in
        from socle.clock import register as register_steps

        from .due import STEP
        from .kinds import ANSWERED_BY_MAIL, KINDS

        register_kinds(*KINDS)
        answered_in("question", *ANSWERED_BY_MAIL)
        register_steps(STEP)

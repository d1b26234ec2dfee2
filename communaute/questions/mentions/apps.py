from django.apps import AppConfig


class MentionsConfig(AppConfig):
    name = "communaute.questions.mentions"
    verbose_name = "Mentions"

    def ready(self) -> None:
        """Say what this room tells, and erases."""
        from communaute.comptes import closing
        from communaute.notifications.catalogue import register as register_kinds
        from communaute.notifications.replies import register as register_thread

        from .by_mail import THREAD
        from .closing import erase, hold
        from .kinds import KINDS

        register_kinds(*KINDS)
        register_thread(THREAD)
        closing.register(closing.Part("mentions", "questions/mentions/closing.html", erase, hold))
